"""A text that a person reads: English in the source, translated by the catalogues."""

from __future__ import annotations

import re
from typing import Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

SOURCE_LANGUAGE: Final = "en"
LANGUAGES: Final = ("kk", "ru", "uz", "ky", "tg", "en")
"""In the order in which they are offered; English is the language of the sources."""

LANGUAGE_NAMES: Final = {
    "kk": "Қазақша",
    "ru": "Русский",
    "uz": "O‘zbekcha",
    "ky": "Кыргызча",
    "tg": "Тоҷикӣ",
    "en": "English",
}
"""Each language in its own words and script."""

FALLBACK: Final = {"uz": "ru", "ky": "ru", "tg": "ru", "kk": "ru"}
"""Which language stands in while a text has no translation; after it English."""

_BLANK = re.compile(r"\{([a-z_]+)\}")


class Text:
    """One text with its translations.

    `context` is the gettext context, such as `flow:school_enrollment/child_age/ask`; it and the
    translations are bound once, when the library is loaded, and do not change after that.
    """

    __slots__ = ("context", "source", "translations")

    def __init__(self, source: str) -> None:
        self.source = source
        self.context = ""
        self.translations: dict[str, str] = {}

    def to(self, language: str, **values: object) -> str:
        """Return the text in `language`, or in the language that stands in for it.

        Each `{word}` in the text is replaced by the value of that name.
        """
        found = self.translations.get(self.language_used(language), self.source)
        return _BLANK.sub(lambda blank: str(values[blank[1]]), found) if values else found

    def language_used(self, language: str) -> str:
        """Return the language in which `to(language)` really answers."""
        while language not in self.translations and language != SOURCE_LANGUAGE:
            language = FALLBACK.get(language, SOURCE_LANGUAGE)
        return language

    def blanks(self) -> set[str]:
        """Return the names of the `{word}` blanks of the source."""
        return set(_BLANK.findall(self.source))

    def __repr__(self) -> str:
        return f"Text({self.source!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls._from_source, core_schema.str_schema(strict=True)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "description": "A text in English; translations go to locales/"}

    @classmethod
    def _from_source(cls, source: str) -> Text:
        if not source.strip():
            raise ValueError("the text is empty")
        return cls(source.strip())

"""The words of the desk in English, Russian and Kazakh.

English stands in the code and in the templates; the other languages are in `locales/*.po`.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
LANGUAGES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
"""The languages of the desk, each by its own name."""


def N_(text: str) -> str:
    """Mark a text that is translated later, where it is shown."""
    return text


class Words:
    """The words of one language: `_ = words("ru"); _("Sign in")`."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self.gettext = translations.gettext
        self.ngettext = translations.ngettext

    def __call__(self, text: str, **values: object) -> str:
        """Return a text in this language with its `%(values)s` filled in."""
        said = self.gettext(text)
        return said % values if values else said


@cache
def words(language: str) -> Words:
    """Return the words of a language."""
    path = LOCALES / f"{language}.po"
    if not path.exists():
        return Words(language, NullTranslations())
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Words(language, GNUTranslations(compiled))


def preferred(accept_language: str) -> str:
    """Return the language of the desk that a browser asks for."""
    wanted = [part.partition(";")[0].strip() for part in accept_language.split(",")]
    return negotiate_locale(wanted, list(LANGUAGES), sep="-") or "en"

"""Every text in every language, with the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from bot.content import LANGUAGES, SOURCE_LANGUAGE, Problem
from bot.content.catalogue import catalogue_path
from bot.content.loader import Content
from bot.content.problems import Severity


@dataclass(frozen=True, slots=True)
class Written:
    """A text in one language: English from the YAML, or a translation from its catalogue."""

    context: str
    language: str
    words: str
    file: str
    line: int

    def problem(self, code: str, cause: str, mend: str, severity: Severity) -> Problem:
        """Make a problem that points at the text."""
        return Problem(self.file, self.line, code, cause, mend, severity)


@dataclass(slots=True)
class Translations:
    """One content file in one other language; `words` are the finished translations by context.

    `stale` are translations of an English text that has changed since, `missing` the texts that
    have none at all, and `unused` those that belong to no text any more.
    """

    language: str
    file: str
    words: dict[str, Written] = field(default_factory=dict)
    stale: list[Written] = field(default_factory=list)
    missing: list[Written] = field(default_factory=list)
    unused: list[Written] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts: English by context, and the translations of each content file."""

    english: Mapping[str, Written]
    translated: tuple[Translations, ...]

    def all(self) -> Iterator[Written]:
        """Go through every text that is shown, in every language."""
        yield from self.english.values()
        for translations in self.translated:
            yield from translations.words.values()

    def pairs(self) -> Iterator[tuple[Written, Written]]:
        """Go through every translation together with its English text."""
        for translations in self.translated:
            for context, words in translations.words.items():
                yield self.english[context], words

    def by_context(self) -> Mapping[str, list[Written]]:
        """Return each text in all languages in which it is there, English first."""
        found: dict[str, list[Written]] = {}
        for one in self.all():
            found.setdefault(one.context, []).append(one)
        return found


def texts(content: Content, root: Path) -> Texts:
    """Collect the texts of content that was read from `root` without problems."""
    by_file: dict[str, dict[str, Written]] = {}
    for source, found in content.texts():
        words = found.text.source
        line = source.line(found.place)
        written = Written(found.context, SOURCE_LANGUAGE, words, source.name, line)
        by_file.setdefault(source.name, {})[found.context] = written
    translated = tuple(
        _translations(of_file, language, root, name)
        for name, of_file in by_file.items()
        for language in LANGUAGES
        if language != SOURCE_LANGUAGE
    )
    english = {context: one for of_file in by_file.values() for context, one in of_file.items()}
    return Texts(english, translated)


def _translations(
    english: Mapping[str, Written], language: str, root: Path, name: str
) -> Translations:
    path = catalogue_path(root / "locales", language, name)
    file = path.relative_to(root).as_posix()
    entries = _entries(path)
    found = Translations(language, file)

    def written(context: str) -> Written:
        entry = entries[context]
        return Written(context, language, str(entry.string), file, entry.lineno or 1)

    for context, source in english.items():
        entry = entries.get(context)
        if entry is None:
            found.missing.append(source)
        elif not entry.string:
            found.missing.append(written(context))
        elif entry.fuzzy or entry.id != source.words:
            found.stale.append(written(context))
        else:
            found.words[context] = written(context)
    found.unused.extend(written(context) for context in entries if context not in english)
    return found


def _entries(path: Path) -> Mapping[str, Message]:
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {entry.context: entry for entry in read_po(file) if entry.context}

"""Whether every language has every text, and whether translations say the same as the English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.content import Library, Problem, Text

from .languages import Declared
from .markup import markup_of
from .written import Texts, Translations, Written

_UPDATE = "run `komek i18n update`"


def translation_problems(library: Library, texts: Texts, declared: Declared) -> Iterator[Problem]:
    """Report what is missing, stale or left over, and translations that differ in what they say."""
    for translations in texts.translated:
        yield from _state(translations, declared)
    numbers = _Numbers(library)
    for english, translation in texts.pairs():
        severity = declared.severity(translation.language)
        for code, cause, mend in _differences(english, translation, numbers):
            yield translation.problem(code, cause, mend, severity)


def _state(translations: Translations, declared: Declared) -> Iterator[Problem]:
    language, severity = translations.language, declared.severity(translations.language)
    for one in translations.stale:
        yield one.problem(
            "translation-stale",
            f"the English of {one.context!r} has changed since it was translated into {language}",
            f"{_UPDATE}, translate it anew and take the mark `fuzzy` away",
            severity,
        )
    if severity == "error":
        for one in translations.missing:
            yield one.problem(
                "translation-missing",
                f"{one.context!r} has no translation into {language}, which is declared complete",
                f"{_UPDATE} and translate it in {translations.file}",
                severity,
            )
    elif translations.missing:
        missing, done = len(translations.missing), len(translations.words)
        total = missing + done + len(translations.stale)
        yield Problem(
            translations.file,
            1,
            "translation-in-progress",
            f"not translated into {language} yet: {missing} of {total} texts",
            f"{_UPDATE} and translate them",
            severity,
        )
    if translations.unused:
        first = translations.unused[0]
        yield first.problem(
            "translation-unused",
            f"translations that belong to no text any more: {len(translations.unused)}, first {first.context!r}",
            f"{_UPDATE}, which drops them",
            "warning",
        )


def _differences(
    english: Written, translation: Written, numbers: _Numbers
) -> Iterator[tuple[str, str, str]]:
    """Go through the differences as code, cause and mend."""
    blanks, their_blanks = Text(english.words).blanks(), Text(translation.words).blanks()
    if blanks != their_blanks:
        cause = f"the blanks are {_listed(their_blanks)}, in English {_listed(blanks)}"
        yield "blank-differs", cause, "keep each {word} in braces as it is, untranslated"
    phones, words = numbers.phones(english.words)
    their_phones, their_words = numbers.phones(translation.words)
    if phones != their_phones:
        cause = f"the phones are {_listed(their_phones)}, in English {_listed(phones)}"
        yield "phone-differs", cause, "copy the phone from the English text"
    ours, theirs = numbers.digits(words), numbers.digits(their_words)
    if ours != theirs:
        yield from _numbers_differ(
            ours - theirs - numbers.spelled(their_words, translation.language),
            theirs - ours - numbers.spelled(words, english.language),
        )
    markup, their_markup = markup_of(english.words), markup_of(translation.words)
    if not their_markup.carries(markup):
        cause = f"the markup is {their_markup}, in English {markup}"
        yield "markup-differs", cause, "put the same words in bold and keep each link"


def _numbers_differ(lost: set[str], added: set[str]) -> Iterator[tuple[str, str, str]]:
    said = [f"missing: {_listed(lost)}"] if lost else []
    said += [f"not in the English: {_listed(added)}"] if added else []
    if said:
        yield "number-differs", "numbers " + ", ".join(said), "compare the numbers of both texts"


def _listed(found: set[str]) -> str:
    return ", ".join(sorted(found)) or "none"


_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?!\d)")
_LONG_PHONE = re.compile(r"(?<!\d)(?:\+7|8)[\s()-]*\d{3}(?:[\s()-]*\d){7}(?!\d)")


class _Numbers:
    """Finds numbers and phones in texts however they are written."""

    def __init__(self, library: Library) -> None:
        self._words: Mapping[str, Mapping[str, int]] = library.number_words

    def phones(self, words: str) -> tuple[set[str], str]:
        """Return the phones with country code as digits, and the text without them."""
        found = {"+7" + re.sub(r"\D", "", phone)[1:] for phone in _LONG_PHONE.findall(words)}
        return found, _LONG_PHONE.sub(" ", words)

    def digits(self, words: str) -> set[str]:
        """Return the numbers in figures; 2,820 and 2 820 are the same."""
        joined = _GROUPED.sub(lambda number: re.sub(r"\D", "", number[0]), words)
        return {number.lstrip("0") or "0" for number in re.findall(r"\d+", joined)}

    def spelled(self, words: str, language: str) -> set[str]:
        """Return the numbers in words, as far as `knowledge/numbers.yaml` has them."""
        known = self._words.get(language, {})
        found = (known.get(word) for word in re.findall(r"[^\W\d_]+", words.casefold()))
        return {str(number) for number in found if number is not None}

"""The words that may be kept: those of the content and of everyday, and which of them are names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from bot.content import LANGUAGES, SOURCE_LANGUAGE, Library
from bot.content.text import Text
from bot.content.texts import texts_of
from bot.matching.bank import bank_of
from bot.matching.normalise import skeleton_of_clean

from .endings import has_stem, in_case, stems

Standing = Literal["known", "derived", "name", "unknown"]
"""Known as it is written, known by its stem, a name and no word of ours, or nothing of these."""

_FOLDER: Final = Path(__file__).with_name("words")
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ADDRESS: Final = re.compile(r"https?://\S+|\]\(\S+?\)|\{\w+\}")
_APOSTROPHE: Final = re.compile("[`´‘’‛ʹʻʼʽˈˊˋ′‵＇ꞌ]")
# A word of one or two syllables that many names begin with says nothing about what follows it.
_IN_NAMES: Final = (
    "ai gul nur jan bek bai han kun alt er aman ata esen din mir alma altin bak bakit jol jar jul kiz ber bol kel "
    "tur tok temir tas sari kara ak dil sah oi mah meri umid rahmat asil dos bala tole sat jomart kul"
)
_ORDINALS: Final = ("insi", "nsi", "inci", "nci", "unci", "um", "umi", "ium", "iumi", "th")
"""What makes twelfth out of twelve in Kazakh, Uzbek, Kyrgyz, Tajik and English."""
_NEAR: Final = 0.75
"""Which part of the words of the first language a second one has to reach."""
_SHORTEST_CONTENT_STEM: Final = 5
_SHORTEST_STRIPPED: Final = 5


@dataclass(frozen=True, slots=True)
class Words:
    """All words by how they are written and by their skeletons; all sets hold lower case."""

    written: frozenset[str]
    """As they are written in the content and in the lists."""
    letters: frozenset[str]
    """Words of one letter, from the lists alone: in the content they are also initials."""
    shapes: dict[str, frozenset[str]]
    """Skeletons, by language."""
    stems: dict[str, frozenset[str]]
    """What endings may follow, by language."""
    given: frozenset[str]
    """Skeletons of the names that people are given."""
    family: frozenset[str]
    places: frozenset[str]
    """Skeletons of regions and their cities."""
    numbers: frozenset[str]
    """Skeletons of words for numbers."""

    def standing(self, word: str, shape: str, languages: Collection[str]) -> Standing:
        """Tell what is known of a word, given as it is written and as its skeleton.

        Endings are looked for in the `languages` alone: what is a word with an ending in one
        language is a name in another.
        """
        if len(shape) <= 1 or len(word) <= 1:
            return "known" if word in self.letters else "unknown"
        if word in self.written:
            return "known"
        if shape in self.given or shape in self.family:
            return "name"
        if any(shape in shapes for shapes in self.shapes.values()):
            return "known"
        if in_case(shape, self.given):
            return "name"
        if any(has_stem(shape, language, self.stems[language]) for language in languages):
            return "derived"
        return "unknown"

    def is_written(self, word: str) -> bool:
        """Tell whether a word is spelled so in the content or the lists, or is a place."""
        return word in self.written

    def is_name(self, shape: str) -> bool:
        """Tell whether a skeleton is a given name or one in a case, word of everyday or not."""
        return shape in self.given or (shape not in self.places and in_case(shape, self.given))

    def languages(self, shapes: Iterable[str]) -> list[str]:
        """Return the languages that most of the words are of: one, or a few that are near."""
        counts = dict.fromkeys(self.shapes, 0)
        for shape in shapes:
            for language, known in self.shapes.items():
                counts[language] += shape in known
        most = max(counts.values())
        return [language for language, count in counts.items() if count and count >= _NEAR * most]


def fit_words(library: Library) -> Words:
    """Gather the words of the content and of the lists."""
    content = {language: _tokens(" ".join(texts)) for language, texts in _texts(library).items()}
    lists = {language: _listed(language) for language in LANGUAGES}
    shapes = {
        language: frozenset(_skeletons(content[language] | lists[language]))
        for language in LANGUAGES
    }
    numbers = {word for words in library.number_words.values() for word in words}
    places = {
        token
        for region in library.regions.values()
        for name in [*_languages(region.name).values(), *region.aliases]
        for token in _tokens(name)
    }
    written = set(places)
    written.update(*content.values(), *lists.values(), _tokens(" ".join(numbers)))
    return Words(
        written=frozenset(word for word in written if len(word) > 1),
        letters=frozenset(word for words in lists.values() for word in words if len(word) == 1),
        shapes=shapes,
        stems={
            language: _stems(language, _skeletons(lists[language]), shapes[language])
            for language in LANGUAGES
        },
        given=frozenset(shape for shape in _skeletons(_listed("given_names")) if len(shape) > 1),
        family=frozenset(shape for shape in _skeletons(_listed("family_names")) if len(shape) > 2),
        places=frozenset(shape for shape in _skeletons(places) if len(shape) > 3),
        numbers=_with_ordinals(_skeletons(_listed("numbers") | _tokens(" ".join(numbers)))),
    )


def _texts(library: Library) -> dict[str, list[str]]:
    """Return all that is written in the content, by language; names of bodies are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for way in bank_of(library).ways:
        found[way.language].append(way.text)
    for urgent in library.urgent.values():
        for asked in (urgent.phrases, urgent.near_misses):
            for spoken, phrases in asked.items():
                found[spoken].extend(phrases)
    for text in _written(library):
        for language, translation in _languages(text).items():
            found[language].append(translation)
    return found


def _written(library: Library) -> Iterator[Text]:
    kinds: Iterable[Iterable[object]] = (
        library.flows.values(),
        library.answers.values(),
        library.papers.values(),
        library.parameters.values(),
        library.letters.values(),
        library.urgent.values(),
    )
    for items in kinds:
        for item in items:
            yield from (found.text for found in texts_of(item, ""))  # type: ignore[arg-type]
    for region in library.regions.values():
        yield from (note.say for note in region.guide)
    yield from (contact.what_for for contact in library.contacts.values())
    yield from library.interface.values()


def _languages(text: Text) -> dict[str, str]:
    return {SOURCE_LANGUAGE: text.source, **text.translations}


def _stems(language: str, listed: set[str], all_words: Set[str]) -> frozenset[str]:
    found = {word for word in listed if len(word) > 2}
    found |= {word for word in all_words if len(word) >= _SHORTEST_CONTENT_STEM}
    for word in all_words:
        found |= stems(word, language, _SHORTEST_STRIPPED)
    return frozenset(found.difference(_IN_NAMES.split()))


def _with_ordinals(numbers: set[str]) -> frozenset[str]:
    return frozenset(numbers | {n + end for n in numbers if len(n) > 2 for end in _ORDINALS})


def _tokens(text: str) -> set[str]:
    return set(_TOKEN.findall(plain(_ADDRESS.sub(" ", text).lower())))


def plain(text: str) -> str:
    """Return the text with one kind of apostrophe."""
    return _APOSTROPHE.sub("'", text)


def _skeletons(words: Iterable[str]) -> set[str]:
    return set(skeleton_of_clean("\n".join(words)).split())


@cache
def _listed(name: str) -> frozenset[str]:
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_tokens(" ".join(line for line in lines if not line.startswith("#"))))

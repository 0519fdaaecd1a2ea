"""Telling the language of a message, from as little as two words and whatever keyboard.

A naive Bayes over runs of one to four letters, learned from the content itself: the ways of asking
and the answers are the very words that people use here. Each text is learned as it is written
and as it is typed on a keyboard that lacks its letters: Kazakh in Russian letters, Uzbek in
Cyrillic, all of them in Latin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.content import LANGUAGES

from .bank import Bank
from .normalise import clean

_LONGEST: Final = 4
_ALIKE: Final = 0.3
"""How much is added to every count, so that what was never seen is not impossible."""
_SURE: Final = 1.5
"""By how much the logarithm of the likelihood has to lead."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_NOT_LETTER: Final = re.compile(r"[^\w']+|[\d_]+")

# How each language is typed where its own letters are missing.
_RUSSIAN_KEYBOARD: Final = str.maketrans("әғқңөұүһіҳҷӣӯў", "агкноуухихчиуу")
_RUSSIAN_LATIN: Final = str.maketrans(dict(zip("жхцйыя", "jhciia", strict=True)) | {"ю": "iu"})
_LATIN: Final = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхыэё", "abvgdeziyklmnoprstufhyee", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya",
       "ъ": None, "ь": None}
)  # fmt: skip
_KAZAKH_LATIN: Final = str.maketrans(
    dict(zip("әғқңөұүһіиыйуж", "agqnouuhiiyiuj", strict=True)) | {"я": "ia", "ю": "iu"}
)
_KAZAKH_LATIN_MARKS: Final = str.maketrans(
    dict(zip("әғқңөұүһіиыйужш", "äğqñöūühiiyiujş", strict=True))
)
_NEIGHBOUR_LATIN: Final = str.maketrans(dict(zip("ғқңөүҳҷӣӯж", "gqnouhjiuj", strict=True)))
_UZBEK_CYRILLIC: Final = (
    ("sh", "ш"), ("ch", "ч"), ("yo", "ё"), ("yu", "ю"), ("ya", "я"), ("o'", "ў"), ("g'", "ғ"),
    *zip("abdefghijklmnopqrstuvxyz'", "абдефгҳижклмнопқрстувхйзъ", strict=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Detector:
    """How likely each run of letters is in each language and way of typing it."""

    languages: tuple[str, ...]
    keys: NDArray[np.uint64]
    likely: NDArray[np.float32]

    def lead(self, text: str) -> tuple[str | None, float]:
        """Return the most likely language, and by how much it leads; nothing without letters."""
        cleaned = _letters(clean(text))
        if not _LETTER.search(cleaned):
            return None, 0.0
        runs = _runs(cleaned)
        places = np.searchsorted(self.keys, runs)
        places[places == len(self.keys)] = 0
        seen = self.keys[places] == runs
        if not seen.any():
            return None, 0.0
        # The runs overlap, so that each letter is counted as often as there are lengths.
        scores = self.likely[places[seen]].sum(axis=0) / _LONGEST
        best = self.languages[int(scores.argmax())]
        others = [
            float(score)
            for score, language in zip(scores, self.languages, strict=True)
            if language != best
        ]
        return best, float(scores.max()) - max(others)

    def language(self, text: str) -> str | None:
        """Return the language of the text, or nothing when it cannot be told."""
        found, lead = self.lead(text)
        return found if lead >= _SURE else None


def fit_detector(bank: Bank) -> Detector:
    """Learn the languages from the content."""
    languages: list[str] = []
    runs: list[NDArray[np.uint64]] = []
    for language in LANGUAGES:
        texts = [clean(way.text) for way in bank.ways if way.language == language]
        for typed in _TYPED[language]:
            languages.append(language)
            runs.append(_runs("".join(_letters(typed(text)) for text in texts) or "  "))
    keys = np.unique(np.concatenate(runs))
    counts = np.stack([_count(found, keys) for found in runs], axis=1)
    often = counts.sum(axis=1) > 2
    keys, counts = keys[often], counts[often].astype(np.float32) + np.float32(_ALIKE)
    likely = np.log(counts / counts.sum(axis=0))
    likely -= likely.mean(axis=1, keepdims=True)
    return Detector(tuple(languages), keys, likely.astype(np.float32))


def _count(runs: NDArray[np.uint64], keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    return np.bincount(np.searchsorted(keys, runs), minlength=len(keys))


def _uzbek_cyrillic(text: str) -> str:
    for latin, cyrillic in _UZBEK_CYRILLIC:
        text = text.replace(latin, cyrillic)
    return text


_TYPED: Final[dict[str, tuple[Callable[[str], str], ...]]] = {
    "kk": (
        str,
        lambda text: text.translate(_RUSSIAN_KEYBOARD),
        lambda text: text.translate(_KAZAKH_LATIN).translate(_LATIN),
        lambda text: text.translate(_KAZAKH_LATIN_MARKS).translate(_LATIN),
    ),
    "ru": (
        str,
        lambda text: text.translate(_LATIN),
        lambda text: text.translate(_RUSSIAN_LATIN).translate(_LATIN),
    ),
    "uz": (
        str,
        lambda text: text.replace("'", ""),
        _uzbek_cyrillic,
        lambda text: _uzbek_cyrillic(text).translate(_RUSSIAN_KEYBOARD),
    ),
    "ky": (
        str,
        lambda text: text.translate(_RUSSIAN_KEYBOARD),
        lambda text: text.translate(_NEIGHBOUR_LATIN).translate(_LATIN),
    ),
    "tg": (
        str,
        lambda text: text.translate(_RUSSIAN_KEYBOARD),
        lambda text: text.translate(_NEIGHBOUR_LATIN).translate(_LATIN),
    ),
    "en": (str,),
}
"""The ways of typing a language; each is learned by itself."""


def _letters(text: str) -> str:
    return f" {_NOT_LETTER.sub(' ', text).strip()} "


def _runs(text: str) -> NDArray[np.uint64]:
    return np.concatenate(list(_runs_by_length(text)))


def _runs_by_length(text: str) -> Iterator[NDArray[np.uint64]]:
    # 16 bits are enough to tell the letters of our alphabets apart; others need not be.
    letters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    letters &= np.uint64(0xFFFF)
    runs = letters
    for length in range(1, min(_LONGEST, len(letters)) + 1):
        if length > 1:
            runs = runs[:-1] | (letters[length - 1 :] << np.uint64(16 * (length - 1)))
        yield runs

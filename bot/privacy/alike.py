"""Masked texts that ask alike, and what may be shown of them: what two people wrote, not one.

Pure: texts in, groups out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from bot.matching.normalise import skeleton

ALIKE: Final = 68.0
"""From this `token_sort_ratio` of their skeletons on two masked texts ask alike."""
TELLERS: Final = 2
"""So many people on one day must have written a word before it is shown."""
LONE: Final = "…"
"""Stands for words that only one person wrote."""
_PLACEHOLDER: Final = re.compile(r"\[[a-z]+\]")
_LONES: Final = re.compile(r"…(?:\s*…)+")
_MOST_WORDINGS: Final = 5


@dataclass(frozen=True, slots=True)
class Told:
    """One masked text; `teller` tells people of one day apart, see `MaskedTextRow`."""

    text: str
    day: dt.date
    teller: int
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be seen of a group of texts.

    `wordings` are texts with what one person alone wrote left out, the commonest first;
    `whole` those of them in which nothing is left out or masked; `words` what they have in common;
    `weeks` how often and by how many people on the best day, true figures for `release`.
    """

    wordings: tuple[str, ...]
    whole: tuple[str, ...]
    words: tuple[str, ...]
    weeks: Mapping[dt.date, tuple[int, int]]
    entry: str


def key(masked: str) -> str:
    """Return what texts are compared by: the skeleton without placeholders, its words in order."""
    return " ".join(sorted(skeleton(_PLACEHOLDER.sub(" ", masked)).split()))


def nearest(of: str, leaders: Sequence[str]) -> int | None:
    """Return the place of the leader that a key is most alike, if it is alike enough."""
    found = process.extractOne(of, leaders, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return found[2] if found is not None else None


def shown(texts: Iterable[Told]) -> Shown | None:
    """Return what may be seen of texts that ask alike; nothing unless two asked on one day."""
    # A person who asks the same thing three times in a row has asked once.
    once = {(told.day, told.teller): told for told in texts}
    days = Counter(day for day, _ in once)
    if not days or max(days.values()) < TELLERS:
        return None
    shared = _shared_words(once.values())
    wordings = Counter(_without_lone_words(told.text, shared) for told in once.values())
    seen = [text for text in _by_weight(wordings) if len(_known(text)) >= TELLERS]
    if not seen:
        return None
    entries = Counter(told.entry for told in once.values() if told.entry)
    return Shown(
        wordings=tuple(seen[:_MOST_WORDINGS]),
        whole=tuple(text for text in seen[:_MOST_WORDINGS] if LONE not in text and "[" not in text),
        words=tuple(sorted({word for text in seen for word in _known(text)})),
        weeks=_weeks(days),
        entry=entries.most_common(1)[0][0] if entries else "",
    )


def _shared_words(once: Iterable[Told]) -> frozenset[str]:
    tellers: dict[tuple[dt.date, str], set[int]] = defaultdict(set)
    for told in once:
        for word in set(told.text.split()):
            tellers[told.day, word].add(told.teller)
    return frozenset(word for (_, word), of in tellers.items() if len(of) >= TELLERS)


def _without_lone_words(text: str, shared: frozenset[str]) -> str:
    kept = " ".join(word if word in shared else LONE for word in text.split())
    return _LONES.sub(LONE, kept)


def _by_weight(wordings: Counter[str]) -> list[str]:
    """Put texts with the most words first, and by the alphabet: their order tells no count."""
    return sorted(wordings, key=lambda text: (LONE in text, -len(_known(text)), text))


def _known(text: str) -> list[str]:
    return [word for word in text.split() if word != LONE and not _PLACEHOLDER.match(word)]


def _weeks(days: Mapping[dt.date, int]) -> dict[dt.date, tuple[int, int]]:
    weeks: dict[dt.date, tuple[int, int]] = {}
    for day, people in days.items():
        monday = day - dt.timedelta(days=day.weekday())
        count, most = weeks.get(monday, (0, 0))
        weeks[monday] = (count + people, max(most, people))
    return dict(sorted(weeks.items()))

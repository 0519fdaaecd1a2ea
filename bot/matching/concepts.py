"""Words that mean the same: садик, балабақша and kindergarten are one concept.

The ways of asking cannot hold every word in six languages. What a way of asking says in one, the
concepts carry to the others. They stand in concepts.yaml, which explains how to write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from .normalise import skeleton

_WHOLE: Final = "="
_BOTH: Final = "+"
_KEY: Final = 3


@dataclass(frozen=True, slots=True)
class _Beginning:
    text: str
    whole: bool
    concept: int
    other: tuple[str, bool] | None


def concepts_in(words: list[str]) -> set[int]:
    """Return the numbers of the concepts that the words of a skeleton speak of."""
    found: set[int] = set()
    table = _table()
    for word in words:
        for length in (2, _KEY):
            for one in table.get(word[:length], ()) if len(word) >= length else ():
                if one.concept in found or not _begins(word, one.text, one.whole):
                    continue
                if one.other is None or any(_begins(other, *one.other) for other in words):
                    found.add(one.concept)
    return found


def _begins(word: str, text: str, whole: bool) -> bool:
    return word == text if whole else word.startswith(text)


@cache
def _table() -> Mapping[str, tuple[_Beginning, ...]]:
    lines: dict[str, str] = yaml.safe_load(
        Path(__file__).with_name("concepts.yaml").read_text("utf-8")
    )
    table: dict[str, list[_Beginning]] = {}
    for number, line in enumerate(lines.values()):
        for item in line.split():
            parts = [(skeleton(part), part.endswith(_WHOLE)) for part in item.split(_BOTH)]
            # The longer of two is looked up first: it is the rarer.
            (text, whole), *rest = sorted(parts, key=lambda part: -len(part[0]))
            other = rest[0] if rest else None
            if text and " " not in text:
                table.setdefault(text[:_KEY], []).append(_Beginning(text, whole, number, other))
    return {begin: tuple(found) for begin, found in table.items()}

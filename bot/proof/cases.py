"""Cases: what a flow tells people of one kind, written down so that a lawyer can read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.content import Library
from bot.content.source import read_yaml

from .walking import described, walk

LISTS = ("papers", "tasks", "notes", "contacts", "letters", "facts")
"""Parts of a result of which a case names some (`papers`) or forbids some (`no_papers`)."""
_EXACT = ("outcome", "verdict")
_BY_NAME = ("criteria", "amounts")
KEYS = frozenset({*_EXACT, *_BY_NAME, *LISTS, *(f"no_{key}" for key in (*LISTS, "amounts"))})
"""Everything that a case may expect."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that is not met: where in the case, what it says, what comes out."""

    place: tuple[str, ...]
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"{'.'.join(self.place)}: the case says {self.expected!r}, the flow gives {self.found!r}"


def read_cases(path: Path) -> list[dict[str, Any]]:
    """Read a file of cases; the file's name is the flow unless a case names another."""
    source = read_yaml(path, path.name)
    return [{"flow": path.stem, **case} for case in source.data or []]


def differences(library: Library, case: Mapping[str, Any], today: date) -> Iterator[Difference]:
    """Go through what the case expects and the flow does not give; `on` of the case rules."""
    answers = {step: str(value) for step, value in case["answers"].items()}
    on = date.fromisoformat(str(case["on"])) if "on" in case else today
    found = described(walk(library, library.flows[case["flow"]], answers, on))
    for key, expected in case["expect"].items():
        if key in _EXACT:
            if found[key] != expected:
                yield Difference((key,), expected, found[key])
        elif key in _BY_NAME:
            for name, value in expected.items():
                if name not in found[key] or found[key][name] != value:
                    yield Difference((key, name), value, found[key].get(name, "nothing"))
        elif key in LISTS:
            if missing := [one for one in expected if one not in found[key]]:
                yield Difference((key,), missing, found[key])
        elif key in KEYS:
            given = found[key.removeprefix("no_")]
            if there := [one for one in expected if one in given]:
                yield Difference((key,), f"none of {there}", there)
        else:
            yield Difference((key,), expected, "no result has such a part")

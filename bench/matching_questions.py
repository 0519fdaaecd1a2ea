"""The labelled questions, and when an answer to one of them counts as right."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.content import Library
from bot.matching.bank import Entry

FOLDER = Path(__file__).with_name("questions")


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    kind: str
    language: str
    text: str
    facts: tuple[str, ...]
    category: str | None
    urgent: bool
    split: str


FITTED_ON = frozenset({"dev", "tune"})
"""What weights and thresholds may be fitted on. "test" is for judging; "learned" are what staff
attached to entries, which stand among the ways of asking and are only watched."""


def questions() -> list[Question]:
    """Return all of them: split "dev", "tune", "test" and "learned"."""
    found = []
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                one: dict[str, Any] = json.loads(line)
                found.append(
                    Question(
                        one["id"], one["kind"], one["lang"], one["text"], tuple(one["gold_facts"]),
                        one["category"], one["urgent"], one.get("split", path.stem),
                    )
                )  # fmt: skip
    return found


def facts_of(library: Library, entry: Entry) -> frozenset[str]:
    """Return every fact an entry cites; of a flow also those of its outcomes, tasks and notes."""
    if entry.kind == "answer":
        return frozenset(library.answers[entry.id].facts)
    return frozenset(_facts_in(library.flows[entry.id])) if entry.kind == "flow" else frozenset()


def _facts_in(item: BaseModel) -> set[str]:
    found: set[str] = set()
    for name in type(item).model_fields:
        value = getattr(item, name)
        if name == "facts":
            found.update(value)
        for part in value if isinstance(value, list) else ():
            if isinstance(part, BaseModel):
                found |= _facts_in(part)
    return found


def is_right(cited: Collection[str], gold: tuple[str, ...]) -> bool:
    """Tell whether an entry that cites these facts answers a question with these gold facts.

    The gold facts stand in order of importance. An entry is right when it cites one of the first
    two, or any two of them.
    """
    return bool(set(cited) & set(gold[:2])) or len(set(cited) & set(gold)) >= 2

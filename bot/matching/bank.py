"""What a message is compared with: ways of asking, each with its entry, and messages of danger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import yaml

from bot.content import LANGUAGES, Library
from bot.content.text import Text

from .normalise import skeleton

Kind = Literal["answer", "flow", "elsewhere"]

_MARKUP: Final = re.compile(r"\]\(\S+?\)|[*\[\]]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a message can lead to; `elsewhere` is what people ask of any bot, not of this one."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way of asking for the entry at that place in the bank."""

    entry: int
    language: str
    text: str
    skeleton: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """A message of somebody in that kind of danger, or a harmless one that looks so (no kind)."""

    kind: str | None
    text: str
    skeleton: str


@dataclass(frozen=True, slots=True)
class Bank:
    """All entries and ways of asking; the ways of one entry stand together, in order.

    `bodies` holds, for each entry, its answer in every language there is, and `grounds` the
    statements of the facts it rests on before all others. `dangerous` are the entries that are
    about a danger: a way of asking for them may itself be a call for help.
    """

    entries: tuple[Entry, ...]
    ways: tuple[Way, ...]
    bodies: tuple[tuple[str, ...], ...]
    grounds: tuple[tuple[str, ...], ...]
    alarms: tuple[Alarm, ...]
    dangerous: frozenset[int]


def bank_of(library: Library) -> Bank:
    """Gather everything that can be asked for."""
    entries: list[Entry] = []
    ways: list[Way] = []
    bodies: list[tuple[str, ...]] = []
    grounds: list[tuple[str, ...]] = []
    for answer in library.answers.values():
        asked = [*_asked(answer.ask), *_translations(answer.question)]
        ways.extend(_ways(len(entries), asked))
        entries.append(Entry("answer", answer.id))
        bodies.append(tuple(text for _, text in _translations(answer.answer)))
        grounds.append(tuple(library.facts[fact].statement for fact in answer.facts[:2]))
    for flow in library.flows.values():
        asked = [*_asked(flow.ask), *_translations(flow.title)]
        ways.extend(_ways(len(entries), asked))
        entries.append(Entry("flow", flow.id))
        bodies.append(tuple(text for _, text in _translations(flow.about)))
        grounds.append(tuple(library.facts[fact].statement for fact in flow.facts[:2]))
    for subject, asked in _elsewhere().items():
        ways.extend(_ways(len(entries), asked))
        entries.append(Entry("elsewhere", subject))
        bodies.append(())
        grounds.append(())
    about_dangers = {link for urgent in library.urgent.values() for link in urgent.see}
    return Bank(
        tuple(entries),
        tuple(ways),
        tuple(bodies),
        tuple(grounds),
        tuple(_alarms(library)),
        frozenset(
            place
            for place, entry in enumerate(entries)
            if (f"flow:{entry.id}" if entry.kind == "flow" else entry.id) in about_dangers
            and entry.kind != "elsewhere"
        ),
    )


def _alarms(library: Library) -> Iterator[Alarm]:
    seen: set[str] = set()
    for urgent in library.urgent.values():
        for kind, texts in ((urgent.id, urgent.phrases), (None, urgent.near_misses)):
            for _, text in _asked(texts):
                folded = skeleton(text)
                if folded and folded not in seen:
                    seen.add(folded)
                    yield Alarm(kind, text, folded)


def _ways(entry: int, asked: list[tuple[str, str]]) -> Iterator[Way]:
    seen: set[str] = set()
    for language, text in asked:
        # The same words in two languages are one way; Tajik ҷ is typed ч on a Russian keyboard.
        variants = [text, text.replace("ҷ", "ч").replace("Ҷ", "ч")] if "ҷ" in text else [text]
        for variant in variants:
            folded = skeleton(variant)
            if folded and folded not in seen:
                seen.add(folded)
                yield Way(entry, language, variant, folded)


def _asked(ask: object) -> list[tuple[str, str]]:
    assert isinstance(ask, dict)  # noqa: S101 - validated by the content models
    return [(language, str(text)) for language, texts in ask.items() for text in texts]


def _translations(text: Text) -> list[tuple[str, str]]:
    return [
        (language, _MARKUP.sub(" ", text.to(language)))
        for language in LANGUAGES
        if text.language_used(language) == language
    ]


@cache
def _elsewhere() -> dict[str, list[tuple[str, str]]]:
    path = Path(__file__).with_name("elsewhere.yaml")
    subjects: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text("utf-8"))
    return {subject: _asked(ask) for subject, ask in subjects.items()}

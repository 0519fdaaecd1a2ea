"""What a turn adds to the question log: ids of the content, never a word that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.content import Library
from bot.matching import Match

from .progress import progress
from .result import result
from .session import Session
from .turn import Band, Event, Incoming

_HIGH: Final = 0.9
_MIDDLE: Final = 0.6


def events_of(
    library: Library,
    before: Session,
    after: Session,
    incoming: Incoming,
    today: date,
    found: Match | None,
) -> Iterator[Event]:
    """Tell what a turn that led from `before` to `after` adds to the question log."""
    if after.screen == "cleared":
        return
    if after.campaign != before.campaign and after.campaign:
        yield Event("arrived")
    if before.language and after.language != before.language:
        yield Event("language_switched", detail=after.language or "")
    if incoming.kind == "text":
        yield from _asked(after, found)
    if incoming.kind == "button":
        yield from _pressed(before, after, incoming.value)
    yield from _in_flow(library, before, after, incoming, today)


def _asked(after: Session, found: Match | None) -> Iterator[Event]:
    name, *arguments = after.screen.split(":")
    band = _band(found)
    match name:
        case "danger":
            # Without the answer: which question a person in danger asked is nobody's to count.
            yield Event("urgent", detail=arguments[0])
        case "answer":
            for one in arguments:
                yield Event("answered", one, band=band)
        case "suggest":
            yield Event("suggested", _entry(arguments[0]), band=band)
        case "unknown":
            yield Event("not_answered")


def _pressed(before: Session, after: Session, action: str) -> Iterator[Event]:
    shown, *arguments = before.screen.split(":")
    if action in ("helpful:yes", "helpful:no"):
        entry = arguments[0] if shown == "answer" and arguments else ""
        yield Event("helpful" if action == "helpful:yes" else "unhelpful", entry)
    if shown == "suggest" and after.screen.startswith("answer:") and after.screen == action:
        yield Event("chosen", action.removeprefix("answer:"))


def _in_flow(
    library: Library, before: Session, after: Session, incoming: Incoming, today: date
) -> Iterator[Event]:
    flow = library.flows.get(after.flow or "")
    if flow is None:
        return
    entry = f"flow:{flow.id}"
    given, now = before.answers.get(flow.id, {}), after.given()
    opened = incoming.kind == "button" and incoming.value == entry
    if not now and (opened or before.flow != after.flow):
        yield Event("flow_started", entry)
    yield from (Event("step_left", entry, step) for step in now if step not in given)
    if now == given:
        return
    where = progress(library, flow, now, today)
    if where.next is None and progress(library, flow, given, today).next is not None:
        outcome = result(library, flow, where.answers, today).outcome
        yield Event("flow_finished", entry, outcome.id)


def _entry(name: str) -> str:
    return name.replace("flow.", "flow:")


def _band(found: Match | None) -> Band:
    if found is None:
        return ""
    if found.probability >= _HIGH:
        return "high"
    return "middle" if found.probability >= _MIDDLE else "low"

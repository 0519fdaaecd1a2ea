"""Which facts and parameters each text and rule rests on, and where they are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from bot.content import Problem
from bot.content.conditions import Condition, InParameter
from bot.content.loader import Content
from bot.content.models import Amount
from bot.content.source import Origin, Place


@dataclass(frozen=True, slots=True)
class Named:
    """A fact or parameter named by an item; `reviewed` is when the item was last read against it."""

    item: str
    name: str
    origin: Origin
    place: Place
    reviewed: date | None = None


def facts_named(content: Content) -> Iterator[Named]:
    """Go through every citation of a fact."""
    for (kind, item_id), origin in content.origins.items():
        item = content.items[kind][item_id]
        if isinstance(item, BaseModel):
            reviewed = getattr(item, "reviewed", None)
            for place, fact in _cited(item, ()):
                yield Named(f"{kind} {item_id}", fact, origin, place, reviewed)


def _cited(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, BaseModel):
        for position, fact in enumerate(getattr(value, "facts", ())):
            yield (*place, "facts", position), fact
        for field in type(value).model_fields:
            yield from _cited(getattr(value, field), (*place, field))
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _cited(entry, (*place, position))


def parameters_named(content: Content) -> Iterator[Named]:
    """Go through every use of a parameter in a flow: in conditions, sums and terms."""
    for flow_id, flow in content.items["flow"].items():
        origin = content.origins["flow", flow_id]
        for place, parameter in _used(flow, ()):
            if parameter in content.items["parameter"]:
                yield Named(f"flow {flow_id}", parameter, origin, place)


def _used(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, Condition):
        for part in value.parts():
            if isinstance(part, InParameter):
                yield place, part.parameter
    elif isinstance(value, BaseModel):
        if isinstance(value, Amount):
            key = "multiply" if value.multiply is not None else "between"
            for product in value.products():
                yield from (((*place, key), one) for one in product if isinstance(one, str))
        for term in (getattr(value, "term", None) or {}).values():
            if isinstance(term, str):
                yield (*place, "term"), term
        for field in type(value).model_fields:
            yield from _used(getattr(value, field), (*place, field))
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _used(entry, (*place, position))


def letters_without_facts(content: Content) -> Iterator[Problem]:
    """Report letters that cite nothing; all other texts cannot be written without a fact."""
    for letter_id, letter in content.items["letter"].items():
        if not letter.facts:
            yield content.origins["letter", letter_id].problem(
                "no-facts",
                ("facts",),
                f"the letter {letter_id!r} rests on no fact",
                "name the facts that give its legal ground",
            )

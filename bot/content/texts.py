"""Finding every text in the models, with the context that names it in the catalogues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from .source import Place
from .text import Text


class Found(NamedTuple):
    """One text: its gettext context, its place in the YAML of its item, and the facts behind it."""

    context: str
    place: Place
    text: Text
    facts: Sequence[str]


def texts_of(item: BaseModel, root: str) -> Iterator[Found]:
    """Go through the texts of `item`, whose contexts begin with `root`.

    Contexts use ids rather than positions, so that moving things about loses no translation;
    the steps of a flow stand directly under it: `flow:school_enrollment/child_age/ask`.
    """
    for names, place, text, facts in _walk(item, (), (), ()):
        yield Found("/".join((root, *names)), place, text, facts)


def _walk(
    value: Any, names: tuple[str, ...], place: Place, facts: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], Place, Text, Sequence[str]]]:
    if isinstance(value, Text):
        yield names, place, value, facts
    elif isinstance(value, BaseModel):
        facts = getattr(value, "facts", None) or facts
        for field in type(value).model_fields:
            inner = names if field == "steps" else (*names, field)
            yield from _walk(getattr(value, field), inner, (*place, field), facts)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _walk(entry, (*names, str(key)), (*place, key), facts)
    elif isinstance(value, list | tuple):
        for position, entry in enumerate(value):
            name = str(getattr(entry, "id", position))
            yield from _walk(entry, (*names, name), (*place, position), facts)

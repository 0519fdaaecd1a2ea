"""Whether somebody can reach a result that leaves her with nothing to do or nobody to call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.content import Library
from bot.content.conditions import Value
from bot.content.models import Flow

from .classes import Watched, explore


def bare_results(
    library: Library, flow: Flow, day: date
) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Go through what some result lacks, `task` or `contact`, each with answers that lead there.

    That every result rests on a fact needs no search: an outcome cannot be written without one.
    """
    watched = [Watched("task", task.when) for task in flow.tasks]
    watched += [Watched("contact", use.when) for use in flow.contacts]
    watched += [Watched("contact", task.when) for task in flow.tasks if task.contacts]
    watched += [Watched("contact", note.when) for note in flow.notes if note.contacts]
    lacking: dict[str, Mapping[str, Value]] = {}
    for tags, answers in explore(library, flow, watched, day).items():
        for tag in ("task", "contact"):
            if tag not in tags:
                lacking.setdefault(tag, answers)
    yield from lacking.items()

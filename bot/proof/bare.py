"""Whether somebody can reach a result that leaves her with nothing to do or nobody to call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.content import Library
from bot.content.conditions import Condition, Value
from bot.content.models import Flow

from .search import Search


def bare_results(
    library: Library, flow: Flow, day: date
) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Go through what some result lacks, `task` or `contact`, each with answers that lead there.

    Only the answers that matter are given. That every result rests on a fact needs no search: an
    outcome cannot be written without one.
    """
    search = Search(library, flow, day)
    for lacking, conditions in _helps(flow).items():
        helped = search.formulas.some(search.formulas.of(one, search.worst) for one in conditions)
        answers = search.find(search.formulas.holds(helped, False, None))
        if answers is not None:
            yield lacking, answers


def _helps(flow: Flow) -> Mapping[str, Sequence[Condition | None]]:
    return {
        "task": [task.when for task in flow.tasks],
        "contact": [
            *(use.when for use in flow.contacts),
            *(task.when for task in flow.tasks if task.contacts),
            *(note.when for note in flow.notes if note.contacts),
        ],
    }

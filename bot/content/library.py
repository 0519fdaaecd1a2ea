"""Everything the assistant knows, loaded and checked, and never changed afterwards."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .conditions import Value
from .dated import NoValueError, value_on
from .models import (
    Answer,
    Contact,
    Fact,
    Flow,
    Letter,
    Paper,
    Parameter,
    Region,
    Step,
    Urgent,
)
from .text import Text


def step_key(flow_id: str, step: Step) -> str:
    """Return the short name of a step as it stands now, for the buttons of its question.

    It changes when the question or its choices change, so a button of an older version of the
    content finds no step rather than the wrong one.
    """
    options = (
        step.choices_from or step.number or [(c, t.source) for c, t in (step.choices or {}).items()]
    )
    meaning = repr((flow_id, step.id, step.ask.source, options))
    return hashlib.sha256(meaning.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Library:
    """All content as one immutable snapshot; mappings go from id to item, in file order."""

    revision: str
    flows: Mapping[str, Flow]
    answers: Mapping[str, Answer]
    facts: Mapping[str, Fact]
    papers: Mapping[str, Paper]
    contacts: Mapping[str, Contact]
    parameters: Mapping[str, Parameter]
    regions: Mapping[str, Region]
    letters: Mapping[str, Letter]
    urgent: Mapping[str, Urgent]
    interface: Mapping[str, Text]
    number_words: Mapping[str, Mapping[str, int]]
    step_keys: Mapping[str, tuple[str, str]]
    topics: Mapping[str, str]
    """What an entry is counted under, by answer id or `flow:<id>`: its file's name or its `topic`."""

    def say(self, phrase: str, language: str, **values: object) -> str:
        """Return a sentence of the assistant itself, by its id in `knowledge/interface.yaml`."""
        return self.interface[phrase].to(language, **values)

    def lists_on(self, day: dt.date) -> Callable[[str, Value], bool | None]:
        """Return the test of membership in list parameters for conditions of that day."""

        def in_list(parameter: str, value: Value) -> bool | None:
            try:
                dated = value_on(self.parameters[parameter], day).value
            except NoValueError:
                return None
            return value in dated if isinstance(dated, list) else None

        return in_list

    def choices(self, flow_id: str, step_id: str) -> Mapping[str, Text]:
        """Return the choices of a step with their labels; empty for a number step."""
        step = self.flows[flow_id].step(step_id)
        if step is None:
            return {}
        if step.choices_from is not None:
            return {region.id: region.name for region in self.regions.values()}
        return step.choices or {}

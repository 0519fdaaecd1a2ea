"""Everything that can be said about content without anybody reading it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.content import Library, NoValueError, Problem, value_on
from bot.content.conditions import InParameter
from bot.content.loader import Content
from bot.content.models import Flow
from bot.content.source import Origin

from .addresses import address_problems
from .bare import bare_results
from .catalogues import catalogue_problems
from .citations import letters_without_facts
from .classes import conditions_of
from .dangers import danger_problems
from .dead import dead_parts
from .idle import idle_choices
from .languages import read_languages
from .limits import limit_problems
from .markup import format_problems
from .reading import reading_problems
from .times import time_problems
from .translations import translation_problems
from .written import texts


def check(content: Content, library: Library, root: Path, today: date) -> Iterator[Problem]:
    """Prove the flows and go through times, languages and texts; `content` has no problems."""
    for flow in library.flows.values():
        yield from check_flow(library, flow, content.origins["flow", flow.id], today)
    yield from time_problems(content, today)
    yield from letters_without_facts(content)
    yield from address_problems(content)
    yield from danger_problems(content)
    declared, problems = read_languages(root)
    yield from problems
    yield from catalogue_problems(root)
    written = texts(content, root)
    yield from translation_problems(library, written, declared)
    yield from format_problems(written, declared)
    yield from limit_problems(library, written, declared)
    yield from reading_problems(written)


def check_flow(library: Library, flow: Flow, origin: Origin, today: date) -> Iterator[Problem]:
    """Prove one flow by its classes of answers.

    Nothing is proved while a list of its conditions has no value: that is reported by itself, and
    everything that waits for the list would follow.
    """
    if not _lists_known(library, flow, today):
        return
    yield from _bare(library, flow, origin, today)
    yield from dead_parts(library, flow, origin, today)
    yield from idle_choices(library, flow, origin, today)


def _lists_known(library: Library, flow: Flow, today: date) -> bool:
    for condition in conditions_of(flow):
        for part in condition.parts():
            if isinstance(part, InParameter):
                try:
                    value_on(library.parameters[part.parameter], today)
                except NoValueError:
                    return False
    return True


def _bare(library: Library, flow: Flow, origin: Origin, today: date) -> Iterator[Problem]:
    codes = {"task": "no-task", "contact": "no-contact"}
    for lacking, answers in bare_results(library, flow, today):
        shown = ", ".join(f"{step}={value}" for step, value in answers.items())
        yield origin.problem(
            codes[lacking],
            (),
            f"the answers {shown} lead to a result without a {lacking}",
            f"let a {lacking} apply to them",
        )

"""The screens inside a flow: one question, and the list of answers given so far."""

from __future__ import annotations

from bot.content.conditions import Value
from bot.content.library import step_key
from bot.content.models import Flow, Step

from ..progress import Progress
from ..turn import Button, Fold, Message
from .view import View

PAGE = 12
"""Choices on one screen; more are paged, so that a small phone shows them all."""
MANY_NUMBERS = 12


def question(view: View, flow: Flow, step: Step, page: int = 0, why: bool = False) -> Message:
    """Ask one question of a flow."""
    where: Progress | None = view.progress
    assert where is not None  # noqa: S101 - a question is only asked in an open flow
    number = where.number_of(step) if step in where.steps else len(where.steps)
    done = view.say("question.progress", number=number, total=max(where.possible, number))
    head = f"{flow.icon} {view.read(flow.title)} · {done}"
    parts = [head, f"**{view.read(step.ask)}**"]
    if step.number is not None:
        parts.append(view.say("question.number", min=step.number.min, max=step.number.max))
    if why and step.why is not None:
        parts.append("💬 " + view.read(step.why))
    return view.message(parts, _rows(view, flow, step, page, why))


def _rows(
    view: View, flow: Flow, step: Step, page: int, why: bool
) -> tuple[tuple[Button, ...], ...]:
    key = step_key(flow.id, step)
    chosen = view.session.given().get(step.id)
    rows: list[tuple[Button, ...]] = []
    if step.number is not None:
        if step.number.max - step.number.min < MANY_NUMBERS:
            numbers = [
                Button(_marked(str(n), n == chosen), f"pick:{key}:{n}")
                for n in range(step.number.min, step.number.max + 1)
            ]
            rows.extend(tuple(numbers[start : start + 4]) for start in range(0, len(numbers), 4))
    else:
        choices = list(view.library.choices(flow.id, step.id).items())
        pages = -(-len(choices) // PAGE)
        page = min(page, pages - 1)
        rows.extend(
            (Button(_marked(view.read(label), choice == chosen), f"pick:{key}:{choice}"),)
            for choice, label in choices[page * PAGE : (page + 1) * PAGE]
        )
        if pages > 1:
            rows.append(_turning(view, step, page, pages))
    navigation = [view.button("question.back", "back", "‹")]
    if step.why is not None and not why:
        navigation.append(view.button("question.why", f"why:{step.id}", "?"))
    rows.append(tuple(navigation))
    rows.append(
        (view.button("question.restart", "restart", "↺"), view.button("menu.menu", "menu", "☰"))
    )
    return tuple(rows)


def _marked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def _turning(view: View, step: Step, page: int, pages: int) -> tuple[Button, ...]:
    turning = []
    if page > 0:
        turning.append(view.button("question.earlier", f"page:{step.id}:{page - 1}", "←"))
    if page < pages - 1:
        turning.append(view.button("question.more", f"page:{step.id}:{page + 1}", "→"))
    return tuple(turning)


def answers(view: View, flow: Flow) -> Message:
    """List the answers given, each with a button to change it."""
    where = view.progress
    assert where is not None  # noqa: S101 - only shown in an open flow
    lines: list[str] = []
    rows: list[tuple[Button, ...]] = []
    for step in where.steps:
        if step.id in where.answers:
            shown = answer_label(view, flow, step, where.answers[step.id])
            lines.append(f"- {view.read(step.ask)} **{shown}**")
            rows.append((Button(f"✎ {view.read(step.ask)}", f"edit:{step.id}"),))
    rows.append((view.button("question.go_on", "continue", "›"),))
    rows.append(
        (view.button("question.restart", "restart", "↺"), view.button("menu.menu", "menu", "☰"))
    )
    return view.message([f"**{view.say('answers.title')}**", "\n".join(lines)], tuple(rows))


def answer_label(view: View, flow: Flow, step: Step, value: Value) -> str:
    """Return how an answer reads: the label of its choice, or the number itself."""
    label = view.library.choices(flow.id, step.id).get(str(value))
    return view.read(label) if label is not None else str(value)


def given_fold(view: View, flow: Flow) -> tuple[Fold, ...]:
    """Return the answers given as a folded part of a result."""
    where = view.progress
    assert where is not None  # noqa: S101 - only shown in an open flow
    lines = []
    for step in where.steps:
        shown = answer_label(view, flow, step, where.answers[step.id])
        lines.append(f"- {view.read(step.ask)} **{shown}**")
    return (Fold(view.say("answers.title"), "\n".join(lines)),)

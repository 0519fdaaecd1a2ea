"""What she sees: one message, made from the session alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.content import Library

from ..session import Session
from ..turn import Message
from . import answer, desk, menu, question, results
from .view import View

_OUTSIDE = {
    "language": menu.language,
    "menu": menu.menu,
    "privacy": menu.privacy,
    "urgent": menu.urgent,
    "regions": menu.regions,
    "clear": menu.clear,
    "cleared": menu.cleared,
    "unknown": answer.unknown,
}
_RESULT = {
    "conditions": results.conditions,
    "changes": results.changed,
    "desk": desk.card,
    "papers": results.papers,
    "money": results.money,
    "notes": results.notes,
    "contacts": results.contacts,
    "letters": results.letters,
    "sources": results.sources,
}


NAMES = frozenset({*_OUTSIDE, *_RESULT, "answers"} - {"cleared", "unknown"})
"""The screens that a button or command of the same name shows."""


def show(library: Library, session: Session, today: date) -> Message:
    """Return what the session shows on that day.

    A screen that no longer fits, because the content or the answers changed, falls back to where
    she stands: the next question, the result, or the menu.
    """
    view = View(library, session, today)
    shown = _screen(view)
    if session.notice:
        notice = view.say(session.notice)
        shown = replace(shown, text=f"{notice}\n\n{shown.text}")
    return shown


def _screen(view: View) -> Message:
    if view.session.language is None and view.session.screen != "cleared":
        return menu.language(view)
    name, *arguments = view.session.screen.split(":")
    if name in _OUTSIDE:
        return _OUTSIDE[name](view)
    if name == "region" and arguments and arguments[0] in view.library.regions:
        return menu.region(view, arguments[0])
    if name == "answer" and arguments and all(one in view.library.answers for one in arguments):
        return answer.answer(view, arguments)
    if name == "suggest" and arguments and all(_known(view, one) for one in arguments):
        return answer.suggestions(view, arguments)
    if name == "danger" and arguments and arguments[0] in view.library.urgent:
        known = [one for one in arguments[1:] if one in view.library.answers]
        return answer.urgent(view, [arguments[0], *known])
    return _in_flow(view, name, arguments)


def _known(view: View, name: str) -> bool:
    return name in view.library.answers or name.removeprefix("flow.") in view.library.flows


def _in_flow(view: View, name: str, arguments: list[str]) -> Message:
    flow, where = view.flow, view.progress
    if flow is None or where is None:
        return menu.menu(view)
    if name in ("ask", "why") and arguments:
        asked = next((step for step in where.steps if step.id == arguments[0]), None)
        if asked is not None:
            page = int(arguments[1]) if len(arguments) > 1 and arguments[1].isdecimal() else 0
            return question.question(view, flow, asked, page, why=name == "why")
    if name == "answers" and where.answers:
        return question.answers(view, flow)
    if where.next is not None:
        return question.question(view, flow, where.next)
    found = view.result
    assert found is not None  # noqa: S101 - every question is answered
    if name in _RESULT:
        return _RESULT[name](view, found)
    if name == "letter" and len(arguments) == 2:
        one = next((letter for letter in found.letters if letter.id == arguments[0]), None)
        if one is not None:
            return desk.letter(view, one, arguments[1])
    return results.summary(view, found)

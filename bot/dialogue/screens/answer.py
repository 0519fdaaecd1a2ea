"""The screens of free questions: an answer, the likely meanings, an urgent card, and not knowing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content import LANGUAGE_NAMES
from bot.content.models import Answer

from ..turn import Button, Fold, Message
from .contact import contact_card
from .view import Rows, View

_PEOPLE = ("contact-centre-1414", "helpline-111")
"""Whom to ask when we do not know."""


def answer(view: View, arguments: list[str]) -> Message:
    """Show the answers of those ids, with doubts, whom to ask, sources, and what to do next."""
    found = [view.library.answers[name] for name in arguments]
    parts = [part for one in found for part in _text(view, one)]
    rows = [(button,) for link in _links(found) if (button := link_button(view, link)) is not None]
    helpful = (
        view.button("answer.helpful", "helpful:yes", "👍"),
        view.button("answer.unhelpful", "helpful:no", "👎"),
    )
    facts = [fact for one in found for fact in one.facts]
    folds = (Fold(view.say("sources.title"), view.sources(facts)),)
    return view.message(parts, (*_resume(view), *rows, helpful, *_last_rows(view)), folds)


def _text(view: View, one: Answer) -> Iterator[str]:
    yield f"**{view.read(one.question)}**"
    yield view.read(one.answer)
    yield view.doubt(one.facts, one.confirm or one.contacts, one.reviewed)
    for name in one.contacts:
        yield contact_card(view, view.library.contacts[name])


def _links(found: list[Answer]) -> list[str]:
    shown = {one.id for one in found}
    links = dict.fromkeys(link for one in found for link in one.see)
    return [link for link in links if link not in shown]


def suggestions(view: View, arguments: list[str]) -> Message:
    """Ask which of the likely meanings was meant; a single flow is offered as such."""
    links = [name.replace("flow.", "flow:") for name in arguments]
    rows = [(button,) for link in links if (button := link_button(view, link)) is not None]
    single = len(links) == 1 and links[0].startswith("flow:")
    title = view.say("suggest.one" if single else "suggest.title")
    none = (view.button("suggest.none", "helpful:no"),)
    return view.message([f"**{title}**"], (*rows, none, *_resume(view), *_last_rows(view)))


def unknown(view: View) -> Message:
    """Say plainly that there is no checked answer, and who may know."""
    people = [view.library.contacts[name] for name in _PEOPLE if name in view.library.contacts]
    cards = [contact_card(view, contact) for contact in people]
    return view.message([view.say("none.say"), *cards], (*_resume(view), *_last_rows(view)))


def urgent(view: View, arguments: list[str]) -> Message:
    """Show the card of a danger first, and the answer to the question after it."""
    danger, *answers = arguments
    card = view.library.urgent[danger]
    parts = [f"**{view.read(card.title)}**", view.read(card.say)]
    parts += [contact_card(view, view.library.contacts[name]) for name in card.contacts]
    facts = list(card.facts)
    for name in answers:
        one = view.library.answers[name]
        parts += [view.say("urgent.question"), *_text(view, one)]
        facts += one.facts
    hide = (Button("🗑 " + view.say("clear.hide"), "clear:yes", style="danger"),)
    folds = (Fold(view.say("sources.title"), view.sources(facts)),)
    return view.message(parts, (hide, *_resume(view), *_last_rows(view)), folds)


def link_button(view: View, link: str) -> Button | None:
    """Return the button of a `see` link; none for the flow that is open already."""
    if not link.startswith("flow:"):
        return Button(f"❔ {view.read(view.library.answers[link].question)}", f"answer:{link}")
    flow = view.library.flows[link.removeprefix("flow:")]
    if flow is view.flow and view.session.given():
        return None
    return Button(f"{flow.icon} {view.read(flow.title)}", link)


def _resume(view: View) -> Rows:
    """Offer to go on with a flow that was begun."""
    if view.flow is None or not view.session.given():
        return ()
    title = view.read(view.flow.title)
    return ((Button("▶️ " + view.say("menu.resume", flow=title), "continue", style="main"),),)


def _last_rows(view: View) -> Rows:
    menu = (view.button("menu.menu", "menu", "☰"),)
    heard = view.session.heard
    if heard is None or heard == view.session.language:
        return (menu,)
    name = LANGUAGE_NAMES[heard]
    switch = Button("🌐 " + view.library.say("answer.switch", heard, name=name), f"lang:{heard}")
    return ((switch,), menu)

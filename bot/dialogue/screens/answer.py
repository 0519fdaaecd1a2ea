"""The screen of one answer, and buttons that lead to answers and flows."""

from __future__ import annotations

from bot.content.models import Answer

from ..turn import Button, Fold, Message
from .contact import contact_card
from .view import View


def answer(view: View, one: Answer) -> Message:
    """Show an answer with its doubts, whom to ask, where it is written, and what is related."""
    parts = [
        f"**{view.read(one.question)}**",
        view.read(one.answer),
        view.doubt(one.facts, one.confirm or one.contacts, one.reviewed),
        *(contact_card(view, view.library.contacts[name]) for name in one.contacts),
    ]
    rows = [(button,) for link in one.see if (button := link_button(view, link)) is not None]
    if view.flow is not None:
        title = view.read(view.flow.title)
        resume = Button("▶️ " + view.say("menu.resume", flow=title), "continue", style="main")
        rows.insert(0, (resume,))
    sources = Fold(view.say("sources.title"), view.sources(one.facts))
    menu = (view.button("menu.menu", "menu", "☰"),)
    return view.message(parts, (*rows, menu), (sources,))


def link_button(view: View, link: str) -> Button | None:
    """Return the button of a `see` link; none for the flow that is open already."""
    if not link.startswith("flow:"):
        return Button(f"❔ {view.read(view.library.answers[link].question)}", f"answer:{link}")
    flow = view.library.flows[link.removeprefix("flow:")]
    if flow is view.flow:
        return None
    return Button(f"{flow.icon} {view.read(flow.title)}", link)

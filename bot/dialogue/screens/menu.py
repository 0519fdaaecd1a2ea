"""The screens outside a flow: language, menu, privacy, urgent help, regions, clearing."""

from __future__ import annotations

from bot.content import LANGUAGE_NAMES, LANGUAGES

from ..turn import Button, Message
from .contact import contact_card
from .view import View


def language(view: View) -> Message:
    """Offer the languages, each in its own words."""
    names = [Button(LANGUAGE_NAMES[code], f"lang:{code}") for code in LANGUAGES]
    rows = tuple(tuple(names[start : start + 2]) for start in range(0, len(names), 2))
    asked = " · ".join(view.library.say("language.choose", code) for code in LANGUAGES)
    return view.message(["**Komek**", asked], rows)


def menu(view: View) -> Message:
    """Greet, and offer the flows and what else there is."""
    rows: list[tuple[Button, ...]] = []
    open_flow = view.flow
    if open_flow is not None and view.session.given():
        title = view.read(open_flow.title)
        rows.append((Button("▶️ " + view.say("menu.resume", flow=title), "continue", style="main"),))
    rows.extend(
        (Button(f"{flow.icon} {view.read(flow.title)}", f"flow:{flow.id}"),)
        for flow in view.library.flows.values()
        if flow is not open_flow or not view.session.given()
    )
    if any(region.guide for region in view.library.regions.values()):
        rows.append((view.button("menu.regions", "regions", "🗺"),))
    rows.append((Button("🆘 " + view.say("menu.urgent"), "urgent", style="danger"),))
    rows.append(
        (
            view.button("menu.language", "language", "🌐"),
            view.button("menu.privacy", "privacy", "🔒"),
        )
    )
    return view.message([view.say("menu.greeting"), f"**{view.say('menu.ask')}**"], tuple(rows))


def privacy(view: View) -> Message:
    """Say what is kept and what is not."""
    rows = ((view.button("clear.button", "clear", "🗑"),), (view.button("menu.menu", "menu", "☰"),))
    return view.message([f"**{view.say('menu.privacy')}**", view.say("privacy.text")], rows)


def clear(view: View) -> Message:
    """Ask before everything is deleted."""
    rows = (
        (Button(view.say("clear.yes"), "clear:yes", style="danger"),),
        (view.button("menu.menu", "menu", "☰"),),
    )
    return view.message([view.say("clear.ask")], rows)


def cleared(view: View) -> Message:
    """Say what was deleted and what cannot be."""
    return view.message([view.say("clear.done")], ((view.button("menu.menu", "menu", "☰"),),))


def urgent(view: View) -> Message:
    """Give the numbers that help at once."""
    lines = [
        contact_card(view, contact)
        for contact in view.library.contacts.values()
        if (contact.kind == "emergency" or contact.id == "helpline-111") and contact.phones
    ]
    rows = (
        (view.button("clear.hide", "clear:yes", "🗑"),),
        (view.button("menu.menu", "menu", "☰"),),
    )
    return view.message([view.say("urgent.say"), *lines], rows)


def regions(view: View) -> Message:
    """Offer the regions about which something is known."""
    known = [region for region in view.library.regions.values() if region.guide]
    buttons = [Button(view.read(region.name), f"region:{region.id}") for region in known]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    rows.append((view.button("menu.menu", "menu", "☰"),))
    return view.message(
        [f"**{view.say('menu.regions')}**", view.say("regions.choose")], tuple(rows)
    )


def region(view: View, region_id: str) -> Message:
    """Tell what is known about one region."""
    found = view.library.regions[region_id]
    facts = [fact for note in found.guide for fact in note.facts]
    parts = [f"**{view.read(found.name)}**"]
    for note in found.guide:
        doubt = view.doubt(
            note.facts, ("contact-centre-1414",), view.library.facts[note.facts[0]].checked
        )
        parts.append(
            f"**{view.say('region.' + note.topic)}.** {view.read(note.say)} {doubt}".strip()
        )
    rows = (
        (view.button("menu.regions", "regions", "🗺"),),
        (view.button("menu.menu", "menu", "☰"),),
    )
    return view.message([*parts, view.sources(facts)], rows)

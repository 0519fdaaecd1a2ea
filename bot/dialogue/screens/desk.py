"""What is shown to a clerk or given to somebody on paper: the desk card and ready texts."""

from __future__ import annotations

from typing import Final

from bot.content.models import Desk, Letter

from ..result import Result
from ..turn import Document, Message, Part
from .results import back_row
from .view import View

LANGUAGES: Final = ("kk", "ru")
"""The languages of the state's desks, whatever her own."""


def card(view: View, found: Result) -> Message:
    """Show the desk card: her request, its ground and the papers she has, without any name."""
    desk = found.desk
    if desk is None:
        return view.message([view.say("desk.none")], (back_row(view),))
    parts = tuple(_part(view, found, desk, language) for language in LANGUAGES)
    text = [f"**{view.say('desk.button')}**", view.say("desk.hint")]
    for part in parts:
        text.append(f"**{part.title}**")
        text.extend(part.paragraphs)
    rows = ((view.button("papers.title", "papers", "📄"),), back_row(view))
    return view.message(text, rows, document=Document("komek-desk-card", parts))


def _part(view: View, found: Result, desk: Desk, language: str) -> Part:
    say = view.library.say
    ticked = view.session.ticked.get(found.flow.id, ())
    papers = [f"☑ {paper.name.to(language)}" for paper in found.papers if paper.id in ticked]
    paragraphs = [
        say("desk.name", language),
        desk.request.to(language),
        f"{say('desk.ground', language)} {desk.ground.to(language)}",
    ]
    if papers:
        paragraphs.append("\n".join([say("desk.papers", language), *papers]))
    return Part(say("desk.title", language), tuple(paragraphs))


def letter(view: View, one: Letter, language: str) -> Message:
    """Show one ready text to copy or print, with blanks to fill by hand."""
    text = one.text["ru" if language == "ru" else "kk"]
    rows = ((view.button("letters.title", "letters", "✉️"),), back_row(view))
    paragraphs = tuple(part for part in text.split("\n\n") if part.strip())
    document = Document(f"komek-{one.id}-{language}", (Part("", paragraphs),))
    parts = [f"**{view.read(one.title)}**", view.say("letters.copy"), f"```\n{text}\n```"]
    return view.message(parts, rows, document=document)

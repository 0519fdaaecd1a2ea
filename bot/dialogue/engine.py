"""The conversation as a pure function: library, session, incoming and day give the next turn."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.content import LANGUAGES, Library
from bot.content.models import Flow, Step
from bot.matching import Match

from .events import events_of
from .progress import Progress, progress, valid
from .screens import NAMES, show
from .session import Session
from .turn import Incoming, Turn
from .typed import choice_in, number_in

_LIKELY = 0.6
_PAGE = re.compile(r"[0-9]{1,2}")
_CAMPAIGN = re.compile(r"[A-Za-z0-9_]{1,32}")


def advance(
    library: Library,
    session: Session,
    incoming: Incoming,
    today: date,
    found: Match | None = None,
) -> Turn:
    """Take one step in the conversation.

    `today` is the day whose rules and amounts hold; `found` is what the matching makes of a text.
    Nothing is read or written anywhere.
    """
    before = replace(session, notice="")
    match incoming.kind:
        case "button":
            after = _pressed(library, before, incoming.value, today)
        case "command":
            after = _commanded(library, before, incoming.value)
        case "text":
            after = _typed(library, before, incoming.value, today, found)
        case _:
            after = replace(before, notice="notice.only_text")
    forget = after.screen == "cleared"
    message = show(library, after, today)
    events = tuple(events_of(library, before, after, incoming, today, found))
    return Turn(Session() if forget else after, (message,), forget, events)


def _pressed(library: Library, session: Session, action: str, today: date) -> Session:
    verb, *arguments = action.split(":")
    flow = library.flows.get(session.flow or "")
    steps = {step.id for step in flow.steps} if flow is not None else set()
    match verb, arguments:
        case "pick", [key, value]:
            return _picked(library, session, key, value, today)
        case "lang", [code] if code in LANGUAGES:
            screen = "" if session.screen in ("language", "cleared") else session.screen
            return replace(session, language=code, screen=screen)
        case "flow", [flow_id] if flow_id in library.flows:
            return replace(session, flow=flow_id, screen="")
        case "continue", []:
            return replace(session, screen="")
        case "back", []:
            return _back(library, session, today)
        case "restart", []:
            return replace(session.without_flow(session.flow or ""), screen="")
        case "edit", [step_id] if step_id in steps:
            return replace(session, screen=f"ask:{step_id}")
        case "page", [step_id, number] if step_id in steps and _PAGE.fullmatch(number):
            return replace(session, screen=f"ask:{step_id}:{number}")
        case "why", [step_id] if step_id in steps:
            return replace(session, screen=f"why:{step_id}")
        case "tick", [paper_id] if paper_id in library.papers:
            return _ticked(session, paper_id)
        case "region", [region_id] if region_id in library.regions:
            return replace(session, screen=action)
        case "answer", [answer_id] if answer_id in library.answers:
            return replace(session, screen=action)
        case "letter", [letter_id, ("kk" | "ru")] if letter_id in library.letters:
            return replace(session, screen=action)
        case "helpful", [("yes" | "no") as helped]:
            return _judged(session, helped)
        case "clear", ["yes"]:
            return replace(session, screen="cleared")
        case name, [] if name in NAMES:
            return replace(session, screen=name)
    return replace(session, screen="", notice="notice.stale")


def _picked(library: Library, session: Session, key: str, value: str, today: date) -> Session:
    found = library.step_keys.get(key)
    if found is None:
        return replace(session, screen="", notice="notice.stale")
    flow = library.flows[found[0]]
    step = flow.step(found[1])
    answer = int(value) if value.isdecimal() else value
    if step is None:
        return replace(session, screen="", notice="notice.stale")
    if step.number is None:
        answer = value
    where = progress(library, flow, session.answers.get(flow.id, {}), today)
    if step not in where.steps or not valid(library, flow, step, answer):
        return replace(session, flow=flow.id, screen="", notice="notice.stale")
    return replace(session.with_answer(flow.id, step.id, answer), screen="")


def _back(library: Library, session: Session, today: date) -> Session:
    flow = library.flows.get(session.flow or "")
    if flow is None:
        return replace(session, screen="menu")
    where = progress(library, flow, session.given(), today)
    shown = _shown_step(session, where)
    earlier = where.before(shown.id if shown is not None else "")
    return replace(session, screen=f"ask:{earlier.id}" if earlier is not None else "menu")


def _shown_step(session: Session, where: Progress) -> Step | None:
    """Return the question on the screen: one she went back to, or the next one."""
    name, *arguments = session.screen.split(":")
    if name in ("ask", "why") and arguments:
        for step in where.steps:
            if step.id == arguments[0]:
                return step
    return where.next


def _ticked(session: Session, paper_id: str) -> Session:
    flow = session.flow or ""
    papers = session.ticked.get(flow, ())
    changed = (
        tuple(p for p in papers if p != paper_id) if paper_id in papers else (*papers, paper_id)
    )
    return replace(session, ticked={**session.ticked, flow: changed}, screen="papers")


def _commanded(library: Library, session: Session, command: str) -> Session:
    name, _, argument = command.partition(" ")
    if name == "start":
        return _started(library, session, argument.strip())
    if name == "help":
        return replace(session, screen="urgent")
    if name in NAMES:
        return replace(session, screen=name)
    return replace(session, screen="menu")


def _started(library: Library, session: Session, link: str) -> Session:
    """Open the flow that a deep link names, `school-clinic5`, and note where the link hung."""
    word, _, campaign = link.partition("-")
    named = [flow for flow in library.flows if word and flow.startswith(word)]
    noted = campaign if _CAMPAIGN.fullmatch(campaign) else session.campaign
    if len(named) == 1:
        return replace(session, flow=named[0], screen="", campaign=noted)
    return replace(session, screen="menu")


def _judged(session: Session, helped: str) -> Session:
    if helped == "yes":
        return replace(session, notice="notice.thanks")
    return replace(session, screen="unknown", notice="notice.sorry")


def _typed(
    library: Library, session: Session, text: str, today: date, found: Match | None
) -> Session:
    """Danger comes before everything but the very words of a button; then come other answers to the
    question asked; then a free question."""
    session = _heard(session, found)
    if session.language is None:
        return session
    flow = library.flows.get(session.flow or "")
    asked: Step | None = None
    if flow is not None and session.screen.split(":")[0] in ("", "ask", "why"):
        asked = _shown_step(session, progress(library, flow, session.given(), today))
    if flow is not None and asked is not None and asked.number is None:
        labels = _labels(library, session, flow, asked)
        if (choice := choice_in(text, labels, whole=True)) is not None:
            return replace(session.with_answer(flow.id, asked.id, choice), screen="")
    if found is not None and found.urgent is not None and found.urgent in library.urgent:
        answers = [one for one in _answers(found) if one in library.answers][:1]
        return replace(session, screen=":".join(["danger", found.urgent, *answers]))
    if flow is not None and asked is not None:
        answered = _answered(library, session, flow, asked, text)
        if not answered.notice or found is None or found.action == "none":
            return answered
    if found is None or found.action == "none":
        return replace(session, screen="unknown")
    return _asked(session, found)


def _heard(session: Session, found: Match | None) -> Session:
    """Note the language she wrote in; it is hers as long as she has chosen none."""
    heard = found.language if found is not None else None
    if heard is None:
        return session
    return replace(session, heard=heard, language=session.language or heard)


def _asked(session: Session, found: Match) -> Session:
    """Show the answer, both answers of two questions, or the likely meanings."""
    answers = _answers(found)
    if answers:
        return replace(session, screen=":".join(["answer", *answers]))
    likely = [
        one.entry if one.kind == "answer" else f"flow.{one.entry}" for one in found.suggestions
    ]
    if found.action == "answer" and found.entry is not None:
        likely = [f"flow.{found.entry}"]
    return replace(session, screen=":".join(["suggest", *likely[:3]]))


def _answers(found: Match) -> list[str]:
    """Return the ids of the answers that are sure: one, or one for each of two questions."""
    sure = [
        one.entry
        for one in found.parts or (found,)
        if one.entry is not None and one.kind == "answer" and _sure(one)
    ]
    return list(dict.fromkeys(sure))


def _sure(found: Match) -> bool:
    if found.action == "urgent":
        # The danger took the place of what else was found; only a likely answer follows the card.
        return not found.suggestions and found.probability >= _LIKELY
    return found.action == "answer"


def _answered(library: Library, session: Session, flow: Flow, step: Step, text: str) -> Session:
    if step.number is not None:
        number = number_in(text, step.number, library.number_words)
        if number is not None:
            return replace(session.with_answer(flow.id, step.id, number), screen="")
        return replace(session, notice="notice.number")
    choice = choice_in(text, _labels(library, session, flow, step))
    if choice is not None:
        return replace(session.with_answer(flow.id, step.id, choice), screen="")
    return replace(session, notice="notice.choose")


def _labels(library: Library, session: Session, flow: Flow, step: Step) -> dict[str, str]:
    """Return the labels of the step's buttons as she sees them."""
    language = session.language or "en"
    choices = library.choices(flow.id, step.id)
    return {choice: label.to(language) for choice, label in choices.items()}

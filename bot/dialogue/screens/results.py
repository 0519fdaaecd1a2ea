"""The screens of a result: in short, papers, money, notes, contacts, ready texts, sources."""

from __future__ import annotations

from bot.content.models import Letter, Note, Task

from ..result import Factor, Result, Sum
from ..turn import Button, Message
from .answer import link_button
from .contact import contact_card
from .question import given_fold
from .view import View

_VERDICT = {"good": "✅", "maybe": "🟡", "wait": "⏳", "no": "❌", "info": "ℹ️", "urgent": "🚨"}
_CRITERION = {"met": "✅", "unclear": "❓", "not_met": "❌"}
_KINDS = ("warning", "duty", "doubt", "tip", "refusal")


def summary(view: View, found: Result) -> Message:
    """Show the result in short: the outcome, the criteria and what to do, in order."""
    outcome = found.outcome
    parts = [
        f"{_VERDICT[outcome.verdict]} **{view.read(outcome.title)}**",
        view.read(outcome.say),
        _doubt(view, found, outcome.facts),
        _tasks(view, found),
        _money_line(view, found),
        _criteria(view, found),
    ]
    return view.message(parts, _summary_rows(view, found), given_fold(view, found.flow))


def _summary_rows(view: View, found: Result) -> tuple[tuple[Button, ...], ...]:
    ticked = sum(paper.id in view.session.ticked.get(found.flow.id, ()) for paper in found.papers)
    tabs = []
    if found.papers:
        done = view.say("papers.done", done=ticked, total=len(found.papers))
        tabs.append(Button(f"📄 {view.say('papers.title')}: {done}", "papers"))
    if found.sums:
        tabs.append(view.button("money.title", "money", "💰"))
    tabs.append(view.button("contacts.title", "contacts", "☎️"))
    if found.notes:
        tabs.append(view.button("notes.title", "notes", "💡"))
    if found.letters:
        tabs.append(view.button("letters.title", "letters", "✉️"))
    tabs.append(view.button("sources.title", "sources", "📚"))
    rows = [tuple(tabs[start : start + 2]) for start in range(0, len(tabs), 2)]
    rows.append((view.button("answers.change", "answers", "✎"),))
    rows.append(
        (view.button("question.restart", "restart", "↺"), view.button("menu.menu", "menu", "☰"))
    )
    return tuple(rows)


def _doubt(view: View, found: Result, facts: list[str]) -> str:
    return view.doubt(facts, found.flow.confirm, found.flow.reviewed)


def _criteria(view: View, found: Result) -> str:
    if not found.criteria:
        return ""
    lines = [f"**{view.say('criteria.title')}**"]
    for judged in found.criteria:
        verdict = view.say(f"criteria.{judged.verdict}")
        line = f"- {_CRITERION[judged.verdict]} {view.read(judged.criterion.text)} ({verdict})"
        lines.append(line)
    return "\n".join(lines)


def _tasks(view: View, found: Result) -> str:
    if not found.tasks:
        return ""
    lines = [f"**{view.say('tasks.title')}**"]
    for number, task in enumerate(found.tasks, 1):
        lines.append(f"{number}. {_task(view, found, task)}")
    return "\n".join(lines)


def _task(view: View, found: Result, task: Task) -> str:
    parts, more = [f"**{view.read(task.do)}.**"], []
    if task.how is not None:
        parts.append(view.read(task.how).replace("\n", " "))
    if task.term is not None:
        (unit, value), *_ = task.term.items()
        more.append(f"⏱ {view.say('term.' + unit, number=_term(view, value))}")
    if doubt := _doubt(view, found, task.facts):
        more.append(doubt)
    # Lines after the first belong to the same point of the numbered list.
    return "\n   ".join([" ".join(parts), *more])


def _term(view: View, value: int | tuple[int, int] | str) -> str:
    if isinstance(value, tuple):
        return f"{value[0]}-{value[1]}"
    if isinstance(value, int):
        return str(value)
    return str(view.library.parameters[value].values[-1].value)


def _money_line(view: View, found: Result) -> str:
    lines = [f"- {view.read(one.amount.label)}: **{_sum(view, found, one)}**" for one in found.sums]
    return "\n".join([f"**{view.say('money.title')}**", *lines]) if lines else ""


def _sum(view: View, found: Result, one: Sum) -> str:
    if not one.values:
        who = view.who(view.library.contacts[name] for name in found.flow.confirm)
        return view.say("money.unknown", who=who)
    if len(one.values) == 2:
        low, high = (view.voice.money(value) for value in one.values)
        shown = view.say("money.between", low=low, high=high)
    else:
        shown = view.voice.money(one.values[0])
        if one.amount.up_to:
            shown = view.say("money.up_to", sum=shown)
    return view.say("money.per_month", sum=shown) if one.amount.per == "month" else shown


def papers(view: View, found: Result) -> Message:
    """Show the papers as a checklist to tick, each with how to get it."""
    ticked = view.session.ticked.get(found.flow.id, ())
    parts = [f"**{view.say('papers.title')}**", view.say("papers.hint")]
    rows = []
    for paper in found.papers:
        mark = "☑" if paper.id in ticked else "☐"
        name = view.read(paper.name)
        line = f"{mark} **{name}**\n{view.read(paper.what)} {view.read(paper.how)}"
        if doubt := _doubt(view, found, paper.facts):
            line += f"\n{doubt}"
        parts.append(line)
        rows.append((Button(f"{mark} {name}", f"tick:{paper.id}"),))
    return view.message(parts, (*rows, _back(view)))


def money(view: View, found: Result) -> Message:
    """Show each amount with its arithmetic and the time for which it holds."""
    parts = [f"**{view.say('money.title')}**"]
    for one in found.sums:
        lines = [f"**{view.read(one.amount.label)}: {_sum(view, found, one)}**"]
        for product, value in zip(one.products, one.values, strict=True):
            worked = " × ".join(_factor(view, factor) for factor in product)
            lines.append(f"{worked} = {view.voice.money(value)}")
        if one.since is not None:
            lines.append(view.say("money.since", date=view.voice.date(one.since)))
        if one.until is not None:
            lines.append(view.say("money.until", date=view.voice.date(one.until)))
        if one.amount.note is not None:
            lines.append(view.read(one.amount.note))
        if doubt := _doubt(view, found, one.amount.facts):
            lines.append(doubt)
        parts.append("\n".join(lines))
    return view.message(parts, (_back(view),))


def _factor(view: View, factor: Factor) -> str:
    shown = view.voice.number(factor.value)
    if factor.parameter is None:
        return shown
    unit = view.say(f"unit.{factor.parameter.unit}")
    return f"{shown} {unit} ({view.read(factor.parameter.label)})"


def notes(view: View, found: Result) -> Message:
    """Show what is good to know, under a heading for each kind."""
    parts = [f"**{view.say('notes.title')}**"]
    for kind in _KINDS:
        of_kind = [note for note in found.notes if note.kind == kind]
        if of_kind:
            parts.append(f"**{view.say('notes.' + kind)}**")
            parts.extend(_note(view, found, note) for note in of_kind)
    links = dict.fromkeys(link for note in found.notes for link in note.see)
    rows = [(button,) for link in links if (button := link_button(view, link)) is not None]
    return view.message(parts, (*rows, _back(view)))


def _note(view: View, found: Result, note: Note) -> str:
    text = view.read(note.say)
    if doubt := _doubt(view, found, note.facts):
        text += f"\n{doubt}"
    return text


def contacts(view: View, found: Result) -> Message:
    """Show whom to call."""
    cards = [contact_card(view, contact) for contact in found.contacts]
    return view.message([f"**{view.say('contacts.title')}**", *cards], (_back(view),))


def letters(view: View, found: Result) -> Message:
    """Offer the ready texts."""
    parts = [f"**{view.say('letters.title')}**"]
    rows = []
    for letter in found.letters:
        parts.append(f"**{view.read(letter.title)}**\n{view.read(letter.use)}")
        rows.append(
            tuple(
                Button(f"{view.read(letter.title)} ({code})", f"letter:{letter.id}:{code}")
                for code in letter.text
            )
        )
    return view.message(parts, (*rows, _back(view)))


def letter(view: View, one: Letter, language: str) -> Message:
    """Show one ready text to copy, with blanks to fill by hand."""
    text = one.text["ru" if language == "ru" else "kk"]
    rows = ((view.button("letters.title", "letters", "✉️"),), _back(view))
    return view.message(
        [f"**{view.read(one.title)}**", view.say("letters.copy"), f"```\n{text}\n```"], rows
    )


def sources(view: View, found: Result) -> Message:
    """Show where the result is written."""
    return view.message(
        [f"**{view.say('sources.title')}**", view.sources(found.facts())], (_back(view),)
    )


def _back(view: View) -> tuple[Button, ...]:
    return (view.button("result.back", "continue", "‹"), view.button("menu.menu", "menu", "☰"))

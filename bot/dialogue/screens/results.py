"""The screens of a result: in short, papers, money, notes, contacts, ready texts, sources."""

from __future__ import annotations

from bot.content import NoValueError, value_on
from bot.content.conditions import Condition, asked_about
from bot.content.models import Note, Task

from ..changes import changes
from ..result import Factor, Judged, Result, Sum
from ..turn import Button, Fold, Message
from .answer import link_button
from .contact import contact_card
from .question import answer_label, given_fold
from .view import View, escape

_VERDICT = {"good": "✅", "maybe": "🟡", "wait": "⏳", "no": "❌", "info": "ℹ️", "urgent": "🚨"}
_CRITERION = {"met": "✅", "unclear": "❓", "not_met": "❌"}
_MOST_CHANGES = 8
_MOST_LABELS = 5
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
    if found.criteria:
        tabs.append(view.button("criteria.title", "conditions", "❓"))
    if found.sums:
        tabs.append(view.button("money.title", "money", "💰"))
    if found.desk is not None:
        tabs.append(view.button("desk.button", "desk", "🪪"))
    tabs.append(view.button("contacts.title", "contacts", "☎️"))
    if found.notes:
        tabs.append(view.button("notes.title", "notes", "💡"))
    if found.letters:
        tabs.append(view.button("letters.title", "letters", "✉️"))
    tabs.append(view.button("sources.title", "sources", "📚"))
    tabs.append(view.button("changes.title", "changes", "🔀"))
    tabs.extend(_region_buttons(view, found))
    rows = [tuple(tabs[start : start + 2]) for start in range(0, len(tabs), 2)]
    rows.append((view.button("answers.change", "answers", "✎"),))
    rows.append(
        (view.button("question.restart", "restart", "↺"), view.button("menu.menu", "menu", "☰"))
    )
    return tuple(rows)


def _region_buttons(view: View, found: Result) -> list[Button]:
    """Lead to the guide of each region among the answers about which something is known."""
    chosen = dict.fromkeys(
        str(found.answers[step.id])
        for step in found.flow.steps
        if step.choices_from == "regions" and step.id in found.answers
    )
    regions = [view.library.regions[region_id] for region_id in chosen]
    return [
        Button(f"🗺 {view.read(region.name)}", f"region:{region.id}")
        for region in regions
        if region.guide
    ]


def _doubt(view: View, found: Result, facts: list[str]) -> str:
    return view.doubt(facts, found.flow.confirm, found.flow.reviewed)


def _criteria(view: View, found: Result) -> str:
    """Count the criteria, and name those that are not met or not clear."""
    if not found.criteria:
        return ""
    counts = " · ".join(
        f"{icon} {number}"
        for verdict, icon in _CRITERION.items()
        if (number := sum(judged.verdict == verdict for judged in found.criteria))
    )
    lines = [f"**{view.say('criteria.title')}**: {counts}"]
    lines += [_criterion(view, judged) for judged in found.criteria if judged.verdict != "met"]
    return "\n".join(lines)


def _criterion(view: View, judged: Judged) -> str:
    verdict = view.say(f"criteria.{judged.verdict}")
    return f"- {_CRITERION[judged.verdict]} {view.read(judged.criterion.text)} ({verdict})"


def conditions(view: View, found: Result) -> Message:
    """Show every criterion with its verdict, the answers it rests on and where it is written."""
    parts = [f"**{view.say('criteria.title')}**"]
    for judged in found.criteria:
        lines = [_criterion(view, judged).removeprefix("- ")]
        asked = {step for one in _conditions(judged) for step in asked_about(one)}
        for step in found.flow.steps:
            if step.id in asked and step.id in found.answers:
                shown = answer_label(view, found.flow, step, found.answers[step.id])
                lines.append(f"{view.read(step.ask)} **{shown}**")
        source = view.library.facts[judged.criterion.facts[0]].sources[0]
        if source.url:
            lines.append(f"📚 [{escape(source.title)}]({source.url})")
        if doubt := _doubt(view, found, judged.criterion.facts):
            lines.append(doubt)
        parts.append("\n".join(lines))
    return view.message(parts, (back_row(view),))


def _conditions(judged: Judged) -> list[Condition]:
    criterion = judged.criterion
    return [one for one in (criterion.met, criterion.unclear) if one is not None]


def changed(view: View, found: Result) -> Message:
    """Show which single other answer would lead to another result."""
    lines = []
    for change in changes(view.library, found, view.today)[:_MOST_CHANGES]:
        labels = [answer_label(view, found.flow, change.step, value) for value in change.values]
        shown = ", ".join(labels[:_MOST_LABELS]) + (" …" if len(labels) > _MOST_LABELS else "")
        if change.money is not None:
            effect = view.say("changes.money", sum=view.voice.money(change.money))
        elif change.papers:
            effect = view.say("changes.papers", number=change.papers)
        else:
            effect = f"{_VERDICT[change.outcome.verdict]} {view.read(change.outcome.title)}"
        lines.append(f"- {view.read(change.step.ask)} **{shown}** → {effect}")
    parts = [f"**{view.say('changes.title')}**"]
    parts.append("\n".join(lines) if lines else view.say("changes.none"))
    edit = (view.button("answers.change", "answers", "✎"),)
    return view.message(parts, (edit, back_row(view)))


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
    try:
        return str(value_on(view.library.parameters[value], view.today).value)
    except NoValueError:
        return "?"


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
    return view.message(parts, (*rows, back_row(view)))


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
    return view.message(parts, (back_row(view),))


def _factor(view: View, factor: Factor) -> str:
    shown = view.voice.number(factor.value)
    if factor.parameter is None:
        return shown
    label = view.read(factor.parameter.label)
    if factor.parameter.unit == "share":
        return f"{shown} ({label})"
    return f"{shown} {view.say('unit.' + factor.parameter.unit)} ({label})"


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
    return view.message(parts, (*rows, back_row(view)))


def _note(view: View, found: Result, note: Note) -> str:
    text = view.read(note.say)
    if doubt := _doubt(view, found, note.facts):
        text += f"\n{doubt}"
    return text


def contacts(view: View, found: Result) -> Message:
    """Show whom to call."""
    cards = [contact_card(view, contact) for contact in found.contacts]
    return view.message([f"**{view.say('contacts.title')}**", *cards], (back_row(view),))


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
    return view.message(parts, (*rows, back_row(view)))


def sources(view: View, found: Result) -> Message:
    """Show where the result is written."""
    fold = Fold(view.say("sources.title"), view.sources(found.facts()))
    return view.message(
        [f"**{view.say('sources.title')}**", view.say("sources.say")], (back_row(view),), (fold,)
    )


def back_row(view: View) -> tuple[Button, ...]:
    """Lead back to the result in short."""
    return (view.button("result.back", "continue", "‹"), view.button("menu.menu", "menu", "☰"))

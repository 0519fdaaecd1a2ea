"""`komek learn`: what staff taught the assistant, as a change of the content to be reviewed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from bot.content import Library
from bot.content.adding import with_ways
from bot.settings import Settings
from bot.store import DraftAnswer, LabelledQuestion, LearnedWay, Learning, Store

from .library import load_library

QUESTIONS = Path("bench/questions/learned.jsonl")
DRAFTS = Path("knowledge/drafts")


@click.group()
def command() -> None:
    """Write what staff attached to entries into the content."""


@command.command()
def export() -> None:
    """Write learned ways, labelled questions and asked-for answers into the content folder.

    Nothing is taken from the database: what is in the content already is passed over, so the
    command can be run again. Review the change like any other, then `komek check`.
    """
    settings = Settings()
    library = load_library(settings)
    ways, questions, drafts = asyncio.run(_read(settings))
    root = settings.content
    written = sum(
        _add_ways(path, ways_of) for path, ways_of in _by_file(root, library, ways).items()
    )
    click.echo(f"{written} ways of asking were added")
    click.echo(f"{_add_questions(root / QUESTIONS, questions, library)} labelled questions")
    click.echo(f"{_add_drafts(root / DRAFTS, drafts, library)} drafts of answers in {DRAFTS}/")


async def _read(
    settings: Settings,
) -> tuple[list[LearnedWay], list[LabelledQuestion], list[DraftAnswer]]:
    store = Store(settings.database())
    await store.open()
    try:
        learning = Learning(store)
        return (
            await learning.ways(),
            await learning.labelled_questions(),
            await learning.drafts(),
        )
    finally:
        await store.close()


def _by_file(
    root: Path, library: Library, ways: Iterable[LearnedWay]
) -> Mapping[Path, list[LearnedWay]]:
    found: dict[Path, list[LearnedWay]] = {}
    for way in ways:
        flow = way.entry.removeprefix("flow:")
        if way.entry in library.answers:
            path = root / "knowledge" / "answers" / f"{library.topics[way.entry]}.yaml"
        elif flow in library.flows:
            path = root / "flows" / f"{flow}.yaml"
        else:
            click.echo(f"{way.entry!r} is gone; its way {way.way!r} was passed over", err=True)
            continue
        found.setdefault(path, []).append(way)
    return found


def _add_ways(path: Path, ways: Iterable[LearnedWay]) -> int:
    changed = path.read_text("utf-8")
    added = 0
    for way in ways:
        try:
            after = with_ways(changed, way.entry.removeprefix("flow:"), way.language, [way.way])
        except KeyError as error:
            raise click.ClickException(f"{path.name}: {error.args[0]}; add one") from error
        added += after != changed
        changed = after
    if added:
        path.write_text(changed, "utf-8")
    return added


def _add_questions(path: Path, questions: Iterable[LabelledQuestion], library: Library) -> int:
    known = path.read_text("utf-8").splitlines() if path.exists() else []
    new = []
    for question in questions:
        if question.entry not in library.answers:
            continue
        line = json.dumps(
            {
                "id": f"learned-{question.id}",
                "kind": "in_scope",
                "topic": library.topics[question.entry],
                "lang": question.language,
                "text": question.text,
                "gold_facts": library.answers[question.entry].facts,
                "entry": question.entry,
                "category": None,
                "urgent": False,
                "split": "learned",
            },
            ensure_ascii=False,
        )
        if line not in known:
            new.append(line)
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([*known, *new]) + "\n", "utf-8")
    return len(new)


def _add_drafts(folder: Path, drafts: Iterable[DraftAnswer], library: Library) -> int:
    added = 0
    for draft in drafts:
        path = folder / f"{draft.answer}.md"
        if draft.answer in library.answers or path.exists():
            continue
        folder.mkdir(parents=True, exist_ok=True)
        ways = "\n".join(f"- {draft.language}: {way}" for way in draft.ways)
        path.write_text(
            f"# {draft.question}\n\nBegin with `komek new answer {draft.answer} --topic {draft.topic}`, "
            f"then delete this file.\n\nHow people asked:\n\n{ways}\n",
            "utf-8",
        )
        added += 1
    return added

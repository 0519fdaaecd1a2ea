"""Whether texts fit the screens of a messenger."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content import Library, Problem, Text

from .languages import Declared
from .written import Texts, Written

CHOICE = 60
"""Characters of a choice: Telegram cuts the label of a button that is longer than its line."""
TITLE = 64
"""Characters of a flow's title, which is a button of the menu."""
SCREEN = 4096
"""Characters of one Telegram message, counted as Telegram does, in units of UTF-16."""


def limit_problems(library: Library, texts: Texts, declared: Declared) -> Iterator[Problem]:
    """Report labels and screens that are too long, in any language."""
    in_languages = texts.by_context()

    def written(text: Text) -> list[Written]:
        return in_languages[text.context]

    for flow in library.flows.values():
        yield from _long(written(flow.title), TITLE, "title-long", "the title")
        for step in flow.steps:
            for choice in library.choices(flow.id, step.id).values():
                if step.choices_from is None:
                    yield from _long(written(choice), CHOICE, "choice-long", "the choice")
    for answer in library.answers.values():
        questions = {one.language: one.words for one in written(answer.question)}
        for one in written(answer.answer):
            screen = f"{questions.get(one.language, answer.question.source)}\n\n{one.words}"
            if length(screen) > SCREEN:
                yield one.problem(
                    "screen-long",
                    f"{answer.id!r} takes {length(screen)} characters with its question, more than the {SCREEN} of one message",
                    "shorten it, or make two answers of it",
                    declared.severity(one.language),
                )


def _long(written: list[Written], most: int, code: str, what: str) -> Iterator[Problem]:
    for one in written:
        if length(one.words) > most:
            yield one.problem(
                code,
                f"{what} {one.words!r} has {length(one.words)} characters, more than {most}, and is cut on a phone",
                "say it shorter",
                "warning",
            )


def length(words: str) -> int:
    """Return the length of a text as Telegram counts it."""
    return len(words.encode("utf-16-le")) // 2

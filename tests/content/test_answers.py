"""What every answer of the knowledge base must be."""

from __future__ import annotations

import itertools

import pytest

from bot.content import LANGUAGES, Library


def test_there_are_enough_answers_over_all_topics(library: Library) -> None:
    assert len(library.answers) >= 150


def test_every_answer_is_short(library: Library) -> None:
    long = {a.id: len(a.answer.source.split()) for a in library.answers.values()}
    assert not {answer: words for answer, words in long.items() if words > 95}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_can_be_asked_in_every_language(library: Library, language: str) -> None:
    few = [a.id for a in library.answers.values() if len(a.ask.get(language, [])) < 4]  # type: ignore[call-overload]
    assert not few


def test_no_way_of_asking_leads_to_two_answers(library: Library) -> None:
    seen: dict[str, str] = {}
    twice = set()
    ways = [(a.id, a.ask) for a in library.answers.values()]
    ways += [(f.id, f.ask) for f in library.flows.values()]
    for entry, ask in ways:
        for phrase in itertools.chain.from_iterable(ask.values()):
            folded = " ".join(phrase.casefold().split())
            if seen.setdefault(folded, entry) != entry:
                twice.add((folded, seen[folded], entry))
    assert not twice

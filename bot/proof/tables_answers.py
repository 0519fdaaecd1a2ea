"""The table of what does not belong to a flow: answers, urgent cards, regions, contacts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.content import Library

from .tables import Row, Table
from .tables_gives import given, oldest, reached, rests_on, ways

NAME = "free-questions"
"""The name of the table; no flow can be called so."""


def answers_table(library: Library) -> Table:
    """Work out what follows a free question: where it leads, whom to ask, what it rests on."""
    rows = tuple(_rows(library))
    cited = {fact for row in rows for fact in row.gives.get("facts", "").split(", ") if fact}
    gives = given(checked=oldest(library, cited))
    return Table(NAME, "any day", gives, {}, {}, rows)


def _rows(library: Library) -> Iterator[Row]:
    for answer in library.answers.values():
        yield _row(
            "answer",
            answer.id,
            given(
                ask=ways(answer.ask),
                see=answer.see,
                contacts=answer.contacts,
                confirm=answer.confirm,
                reviewed=answer.reviewed.isoformat(),
                **rests_on(library, answer.facts),
            ),
        )
    for card in library.urgent.values():
        asked = {"ask": ways(card.phrases), "near_misses": ways(card.near_misses)}
        more = given(**asked, contacts=card.contacts, **rests_on(library, card.facts))
        yield _row("urgent", card.id, more)
    for region in library.regions.values():
        for number, note in enumerate(region.guide, 1):
            more = given(topic=note.topic, **rests_on(library, note.facts))
            yield _row("region", f"{region.id} {number}", more)
    for language, words in library.number_words.items():
        typed = ", ".join(f"{word} {number}" for word, number in words.items())
        yield _row("number", language, given(words=typed))
    for contact in library.contacts.values():
        yield _row("contact", contact.id, reached(contact))


def _row(what: str, name: str, gives: Mapping[str, str]) -> Row:
    return Row(what, name, ({},), gives)

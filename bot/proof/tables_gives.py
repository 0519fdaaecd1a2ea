"""What a row of an outcome table says that a thing brings, in short words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.content import Library
from bot.content.models import Contact, WaysOfAsking

_CONFIDENCE = ("low", "medium", "high")


def given(**what: str | Sequence[str] | None) -> dict[str, str]:
    """Return what is there, in words: lists become one line."""
    joined = {key: v if isinstance(v, str) else ", ".join(v or ()) for key, v in what.items()}
    return {key: value for key, value in joined.items() if value}


def rests_on(library: Library, facts: Sequence[str]) -> dict[str, str]:
    """Return the facts that something rests on, and how sure the least sure of them is."""
    known = {library.facts[fact].confidence for fact in facts}
    least = next((one for one in _CONFIDENCE if one in known), "")
    return given(confidence=least, facts=facts)


def reached(contact: Contact) -> dict[str, str]:
    """Return how a contact is reached, and when that was checked."""
    return given(
        kind=contact.kind,
        phones=contact.phones,
        site=contact.site,
        languages=contact.languages,
        checked=contact.checked.isoformat(),
    )


def oldest(library: Library, facts: Iterable[str]) -> str:
    """Return the day on which the fact that was checked longest ago was checked."""
    return min((library.facts[fact].checked.isoformat() for fact in facts), default="")


def ways(ask: WaysOfAsking) -> str:
    """Return how many ways of asking there are in each language."""
    counted = {language: sum(bool(way.strip()) for way in found) for language, found in ask.items()}
    return ", ".join(f"{language} {count}" for language, count in counted.items() if count)

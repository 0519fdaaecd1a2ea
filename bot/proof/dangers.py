"""Whether knowledge/urgent.yaml says of every message one thing only: danger or calm, and which."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content import Problem
from bot.content.loader import Content
from bot.content.models import Urgent
from bot.content.source import Origin, Place
from bot.matching.normalise import skeleton


def danger_problems(content: Content) -> Iterator[Problem]:
    """Report messages that stand as a phrase of one danger and somewhere else as another thing.

    Every message of the file is decided as it stands there, so it must not stand there twice with
    two meanings, however differently it is typed.
    """
    seen: dict[str, tuple[str, str]] = {}
    for urgent_id, urgent in content.items["urgent"].items():
        origin = content.origins["urgent", urgent_id]
        for place, text, meaning in _messages(urgent):
            folded = skeleton(text)
            other, other_text = seen.setdefault(folded, (meaning, text))
            if other != meaning:
                yield _problem(origin, place, text, meaning, other, other_text)


def _messages(urgent: Urgent) -> Iterator[tuple[Place, str, str]]:
    for key, texts_of, meaning in (
        ("phrases", urgent.phrases, f"a phrase of {urgent.id}"),
        ("near_misses", urgent.near_misses, "a near miss"),
    ):
        for language, texts in texts_of.items():
            for position, text in enumerate(texts):
                yield (key, language, position), text, meaning


def _problem(
    origin: Origin, place: Place, text: str, meaning: str, other: str, other_text: str
) -> Problem:
    return origin.problem(
        "danger-and-calm",
        place,
        f"{text!r} is {meaning} here, and {other_text!r} is {other}",
        "keep the one that is right",
    )

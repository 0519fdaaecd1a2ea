"""Whether a text is easy to read: short sentences, and not too many long words.

No library measures all six languages, and those that know English and Russian load dictionaries
from the network; so what every language has is measured, sentences and words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.content import Problem

from .written import Texts


@dataclass(frozen=True, slots=True)
class Ease:
    """What is still easy in a language: words in a sentence on average, and long words.

    A word of more than `long_word` letters is long; `share` is how many of the words may be.
    """

    sentence: float
    long_word: int
    share: float


EASY: Mapping[str, Ease] = {
    "en": Ease(20, 10, 0.15),
    "ru": Ease(18, 12, 0.2),
    "kk": Ease(17, 12, 0.2),
    "uz": Ease(17, 12, 0.2),
    "ky": Ease(17, 12, 0.2),
    "tg": Ease(20, 12, 0.2),
}
"""Endings make words longer and sentences shorter in Kazakh, Uzbek and Kyrgyz."""
SHORTEST = 20
"""Words from which on a text is measured; a label is no text."""


def reading_problems(texts: Texts) -> Iterator[Problem]:
    """Report texts with long sentences or many long words."""
    for one in texts.all():
        easy = EASY[one.language]
        words = _words(one.words)
        if len(words) < SHORTEST:
            continue
        average = len(words) / max(1, len(_sentences(one.words)))
        share = sum(len(word) > easy.long_word for word in words) / len(words)
        if average > easy.sentence:
            yield one.problem(
                "long-sentences",
                f"{one.context!r} has {average:.0f} words in a sentence on average, more than {easy.sentence:.0f}",
                "make two sentences of one",
                "warning",
            )
        if share > easy.share:
            yield one.problem(
                "long-words",
                f"in {one.context!r} {share:.0%} of the words have more than {easy.long_word} letters",
                "use everyday words",
                "warning",
            )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’ʻ‘ʼ][^\W\d_]+)*|\d+", text)


def _sentences(text: str) -> list[str]:
    """Cut a text at the ends of sentences, at colons and at the points of lists."""
    parts = re.split(r"(?<=[.!?…])[\s\"»”)*]+|[:;]\s+|\n+", text)
    return [part for part in parts if re.search(r"\w", part)]

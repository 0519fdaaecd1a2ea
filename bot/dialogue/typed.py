"""Understanding what somebody typed in answer to a question of a flow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from bot.content.models import Number

_WORD = re.compile(r"[^\W\d_]+(?:['‘’ʻʼ`-][^\W\d_]+)*|\d+")
_TENS = range(20, 100, 10)


def number_in(text: str, number: Number, words: Mapping[str, Mapping[str, int]]) -> int | None:
    """Return the one whole number said in `text`, in figures or in words of any language.

    "4 детей", "төрт бала" and "twenty five" are understood; two numbers, a fraction or one
    outside the step's bounds are not, since guessing a family's size would cost money.
    """
    if re.search(r"\d[.,/]\d|-\s*\d", text):
        return None
    found: list[int] = []
    previous = None
    for token in _WORD.findall(fold(text)):
        value = int(token) if token.isdecimal() else _word_value(token, words)
        if value is None:
            previous = None
            continue
        if previous in _TENS and 0 < value < 10 and not token.isdecimal():
            found[-1] += value
        else:
            found.append(value)
        previous = value if not token.isdecimal() else None
    if len(found) == 1 and number.min <= found[0] <= number.max:
        return found[0]
    return None


def choice_in(text: str, labels: Mapping[str, str], *, whole: bool = False) -> str | None:
    """Return the choice whose label was typed, or typed in part when only one begins so.

    With `whole` only a label typed from end to end counts.
    """
    typed = _plain(text)
    if not typed:
        return None
    plain = {choice: _plain(label) for choice, label in labels.items()}
    exact = [choice for choice, label in plain.items() if label == typed]
    begun = [choice for choice, label in plain.items() if f"{label} ".startswith(f"{typed} ")]
    for found in (exact,) if whole else (exact, begun):
        if len(found) == 1:
            return found[0]
    return None


def fold(text: str) -> str:
    """Bring apostrophes, case and Unicode forms together."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return re.sub("[‘’ʻʼ`´]", "'", text)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _word_value(token: str, words: Mapping[str, Mapping[str, int]]) -> int | None:
    for of_language in words.values():
        if (value := of_language.get(token)) is not None:
            return value
    return None

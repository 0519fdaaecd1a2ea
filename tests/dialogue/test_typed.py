"""Numbers and choices as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import Library
from bot.content.models import Number
from bot.dialogue.typed import choice_in, number_in

FAMILY = Number(min=1, max=25)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", 4), (" 4 ", 4), ("4 детей", 4), ("у меня 4 ребёнка", 4), ("четверо", 4), ("нас четверо", 4),
        ("төрт бала", 4), ("төртеу", 4), ("төртеуміз", 4), ("to'rtta", 4), ("toʻrt", 4), ("TO‘RT", 4), ("төртөө", 4),
        ("чор", 4), ("four", 4), ("двадцать один", 21), ("жиырма бір", 21), ("twenty one", 21), ("o‘n", 10), ("٤", 4),
    ],
)  # fmt: skip
def test_a_number_is_understood(library: Library, text: str, number: int) -> None:
    assert number_in(text, FAMILY, library.number_words) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "много",
        "2 взрослых и 3 детей",
        "2,5",
        "1/2",
        "-3",
        "0",
        "26",
        "четыре или пять",
        "99999999999999999999",
    ],
)
def test_what_is_not_one_whole_number_is_asked_again(library: Library, text: str) -> None:
    assert number_in(text, FAMILY, library.number_words) is None


@given(st.text(max_size=100))
def test_any_text_gives_a_number_within_bounds_or_none(library: Library, text: str) -> None:
    found = number_in(text, FAMILY, library.number_words)
    assert found is None or FAMILY.min <= found <= FAMILY.max


LABELS = {
    "here": "Да, брак заключён в Казахстане",
    "elsewhere": "Да, в другой стране",
    "no": "Нет",
    "six": "6",
}


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Нет", "no"),
        ("нет!", "no"),
        ("НЕТ", "no"),
        ("6", "six"),
        ("да, в другой стране", "elsewhere"),
        ("да, брак заключен", "here"),
    ],
)
def test_a_choice_is_understood(text: str, choice: str) -> None:
    assert choice_in(text, LABELS) == choice


@pytest.mark.parametrize("text", ["да", "не знаю", "", "🙂", "60"])
def test_what_fits_no_choice_or_several_is_asked_again(text: str) -> None:
    assert choice_in(text, LABELS) is None

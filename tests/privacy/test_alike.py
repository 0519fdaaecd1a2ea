"""Texts that ask alike, and what may be shown of them."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.alike import LONE, Told, key, nearest, shown

MONDAY = dt.date(2026, 11, 16)


def _told(text: str, teller: int, day: int = 0, entry: str = "") -> Told:
    return Told(text, MONDAY + dt.timedelta(days=day), teller, entry)


def test_paraphrases_meet_and_other_questions_do_not() -> None:
    leaders = [
        key("где открыть банковскую карту иностранцу"),
        key("сколько стоит перевод паспорта"),
    ]
    assert nearest(key("как открыть банковскую карту иностранцу [place]"), leaders) == 0
    assert nearest(key("перевод паспорта сколько стоит и где"), leaders) == 1
    assert nearest(key("можно ли привезти кошку"), leaders) is None


def test_one_person_asking_thrice_is_not_shown() -> None:
    assert shown([_told("где карта", 1), _told("где карта", 1), _told("где карта", 1)]) is None


def test_one_person_on_two_days_is_not_taken_for_two() -> None:
    assert shown([_told("где карта", 1), _told("где карта", 1, day=1)]) is None


def test_what_two_people_wrote_is_shown_whole() -> None:
    seen = shown([_told("где карта банка", 1), _told("где карта банка", 2)])
    assert seen is not None
    assert seen.wordings == seen.whole == ("где карта банка",)
    assert seen.weeks == {MONDAY: (2, 2)}


def test_words_that_one_person_wrote_are_left_out() -> None:
    seen = shown([_told("мой брат ищет карту банка", 1), _told("ищу карту банка срочно", 2)])
    assert seen is not None
    assert seen.wordings == (f"{LONE} карту банка", f"{LONE} карту банка {LONE}")
    assert seen.words == ("банка", "карту")
    assert not seen.whole


def test_the_likeliest_entry_is_told() -> None:
    seen = shown([_told("где карта", 1, entry="bank"), _told("где карта", 2, entry="bank")])
    assert seen is not None
    assert seen.entry == "bank"


_texts = st.lists(
    st.builds(
        _told,
        st.lists(
            st.sampled_from(["где", "карта", "банк", "мой", "[name]", "срочно"]), min_size=1
        ).map(" ".join),
        st.integers(1, 4),
        st.integers(0, 8),
    )
)


@given(_texts)
def test_no_word_of_one_person_alone_is_ever_seen(texts: list[Told]) -> None:
    seen = shown(texts)
    for word in {word for text in (seen.wordings if seen else ()) for word in text.split()} - {
        LONE
    }:
        days = {told.day for told in texts if word in told.text.split()}
        assert any(
            len({told.teller for told in texts if told.day == day and word in told.text.split()})
            > 1
            for day in days
        )

"""What is left of a day: bounded counts, and people told apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import Cell, Count, Happening, tally


def _asked(person: str, kind: str = "answered", **more: str) -> Happening:
    of = {
        "language": "ru",
        "channel": "web",
        "topic": "school",
        "entry": "school_fee",
        "detail": "",
    }
    return Happening(person.encode(), kind, campaign=more.pop("campaign", ""), **(of | more))


def test_counts_questions_and_people_apart() -> None:
    cells = tally([_asked("a"), _asked("a"), _asked("b")])
    assert cells[Cell("asked", "topic", "school")] == Count(3, 2)
    assert cells[Cell("answered", "entry", "school_fee")] == Count(3, 2)
    assert cells[Cell("asked", "topic_language", "school/ru")] == Count(3, 2)


def test_one_person_counts_at_most_three_times_a_topic() -> None:
    cells = tally(
        [_asked("a") for _ in range(1000)] + [_asked("a", topic="work") for _ in range(9)]
    )
    assert cells[Cell("asked", "topic", "school")] == Count(3, 1)
    assert cells[Cell("asked", "topic", "work")] == Count(3, 1)
    assert cells[Cell("asked", "all", "")] == Count(6, 1)


def test_pressing_a_button_again_counts_once() -> None:
    cells = tally([_asked("a", "helpful") for _ in range(5)] + [_asked("b", "helpful")])
    assert cells[Cell("helpful", "entry", "school_fee")] == Count(2, 2)


def test_an_urgent_question_is_counted_by_its_danger_alone() -> None:
    urgent = _asked("a", "urgent", topic="", entry="", detail="violence_home", campaign="clinic5")
    assert set(tally([urgent])) == {
        Cell("urgent", "all", ""),
        Cell("urgent", "danger", "violence_home"),
    }


def test_the_way_through_a_flow() -> None:
    flow = {"topic": "school", "entry": "flow:school_enrollment"}
    cells = tally(
        [
            _asked("a", "flow_started", **flow),
            _asked("a", "step_left", detail="child_age", **flow),
            _asked("a", "flow_finished", detail="enrol", **flow),
            _asked("b", "flow_started", **flow),
        ]
    )
    assert cells[Cell("flow_started", "flow", "school_enrollment")] == Count(2, 2)
    assert cells[Cell("step_left", "step", "school_enrollment/child_age")] == Count(1, 1)
    assert cells[Cell("flow_finished", "outcome", "school_enrollment/enrol")] == Count(1, 1)


_KINDS = ("answered", "suggested", "not_answered", "urgent", "helpful", "chosen", "arrived")
_day = st.lists(
    st.builds(
        _asked,
        st.sampled_from("abcdef"),
        st.sampled_from(_KINDS),
        topic=st.sampled_from(["school", "work"]),
        entry=st.sampled_from(["school_fee", "wages"]),
        campaign=st.sampled_from(["", "clinic5"]),
    ),
    max_size=60,
)


@given(_day, st.sampled_from("abcdef"))
def test_leaving_a_person_out_moves_each_cell_by_her_bound(day: list[Happening], who: str) -> None:
    everybody = tally(day)
    others = tally([one for one in day if one.person != who.encode()])
    assert set(others) <= set(everybody)
    for cell, count in everybody.items():
        rest = others.get(cell, Count(0, 0))
        most = 6 if cell.dimension not in ("topic", "topic_language") else 3
        assert 0 <= count.times - rest.times <= most
        assert 0 <= count.people - rest.people <= 1

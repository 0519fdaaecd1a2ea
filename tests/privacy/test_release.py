"""What may be said of a count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import K_URGENT, K, release, share, smallest

_counts = st.integers(0, 1_000_000)


@pytest.mark.parametrize(
    ("count", "people", "k", "seen"),
    [
        (4, 4, 5, None),
        (5, 5, 5, 5),
        (9, 6, 5, 5),
        (99, 40, 5, 95),
        (250, 99, 5, 250),
        (259, 99, 5, 250),
        (1234, 500, 5, 1200),
        (70, 1, 5, None),
        (19, 19, 10, 10),
        (9, 9, 10, None),
    ],
)
def test_examples(count: int, people: int, k: int, seen: int | None) -> None:
    assert release(count, people, k) == seen


def test_danger_needs_a_larger_group() -> None:
    assert (smallest("asked"), smallest("urgent")) == (K, K_URGENT) == (5, 10)


@given(_counts, st.integers(0, 1000), st.sampled_from([K, K_URGENT]))
def test_is_a_multiple_of_k_and_never_too_much(count: int, people: int, k: int) -> None:
    seen = release(count, people, k)
    if people < k or count < k:
        assert seen is None
    else:
        assert seen is not None
        assert seen % k == 0
        assert k <= seen <= count
        assert count - seen < max(k, count / 8)


@given(_counts, st.integers(0, 5000))
def test_more_is_never_shown_as_less(count: int, more: int) -> None:
    assert (release(count, 10, K) or 0) <= (release(count + more, 10, K) or 0)


@given(st.one_of(st.none(), _counts), st.one_of(st.none(), _counts))
def test_a_share_comes_of_released_figures_only(part: int | None, whole: int | None) -> None:
    percent = share(part, whole)
    if part is None or not whole:
        assert percent is None
    else:
        assert percent is not None
        assert percent % 5 == 0
        assert 0 <= percent <= 100

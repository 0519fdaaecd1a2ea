"""Dated parameters: the value of the day, or an error; and the sums that officials print."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.content import Library, NoValueError, value_on

TODAY = dt.date(2026, 11, 21)


def _mci(library: Library, day: dt.date) -> float:
    value = value_on(library.parameters["mci"], day).value
    assert isinstance(value, int | float)
    return value


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2019-01-01", 2525), ("2019-12-31", 2525), ("2020-03-31", 2651), ("2020-04-01", 2778), ("2021-06-01", 2917),
        ("2022-03-31", 3063), ("2022-04-01", 3180), ("2023-07-01", 3450), ("2024-02-29", 3692), ("2025-12-31", 3932),
        ("2026-01-01", 4325), ("2026-12-31", 4325),
    ],
)  # fmt: skip
def test_the_index_of_each_year(library: Library, day: str, value: int) -> None:
    assert _mci(library, dt.date.fromisoformat(day)) == value


@pytest.mark.parametrize("day", ["2018-12-31", "2027-01-01", "1990-01-01"])
def test_no_guess_outside_the_known_time(library: Library, day: str) -> None:
    with pytest.raises(NoValueError):
        _mci(library, dt.date.fromisoformat(day))


def test_a_gap_is_a_gap(library: Library) -> None:
    with pytest.raises(NoValueError):
        value_on(library.parameters["subsistence_minimum"], dt.date(2024, 6, 1))


@pytest.mark.parametrize(
    ("parameter", "day", "printed"),
    [
        ("relocation.moving_subsidy_per_person", "2026-06-01", 302_750),
        ("relocation.moving_subsidy_per_person", "2025-06-01", 275_240),
        ("relocation.moving_subsidy_per_person", "2023-06-01", 241_500),
        ("relocation.moving_subsidy_per_person", "2021-06-01", 204_190),
        ("relocation.moving_subsidy_per_person", "2020-10-01", 97_230),
        ("relocation.rent_subsidy_min", "2026-06-01", 64_875),
        ("relocation.rent_subsidy_max", "2026-06-01", 129_750),
        ("relocation.certificate_cap", "2026-06-01", 7_028_125),
        ("relocation.certificate_cap", "2025-06-01", 4_561_120),
        ("relocation.employer_subsidy", "2026-06-01", 1_730_000),
        ("business_grant.max", "2024-06-01", 1_476_800),
    ],
)
def test_the_sums_that_officials_print(
    library: Library, parameter: str, day: str, printed: int
) -> None:
    on = dt.date.fromisoformat(day)
    value = value_on(library.parameters[parameter], on).value
    assert isinstance(value, int | float)
    assert value * _mci(library, on) == printed


def test_the_places_of_a_year_add_up(library: Library) -> None:
    for kind in ("relocatee", "kandas"):
        total = value_on(library.parameters[f"relocation.{kind}_places"], TODAY).value
        by_region = value_on(library.parameters[f"relocation.{kind}_places_by_region"], TODAY).value
        assert isinstance(by_region, dict)
        assert sum(by_region.values()) == total
        assert set(by_region) <= set(library.regions)

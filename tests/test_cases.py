"""The cases in `tests/cases/`: what a flow tells people of one kind, readable by a lawyer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.content import Library
from bot.proof.cases import differences, read_cases

FOLDER = Path(__file__).parent / "cases"
WRITTEN = dt.date(2026, 11, 21)
"""The day whose rules hold for cases that name none."""
CASES: list[dict[str, Any]] = [
    case for path in sorted(FOLDER.glob("*.yaml")) for case in read_cases(path)
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['flow']}: {case['name']}")
def test_case(library: Library, case: dict[str, Any]) -> None:
    found = list(differences(library, case, WRITTEN))
    assert not found, "\n".join(map(str, found))


def test_every_flow_has_its_cases(library: Library) -> None:
    counted = Counter(case["flow"] for case in CASES)
    assert all(counted[flow] >= 25 for flow in library.flows)

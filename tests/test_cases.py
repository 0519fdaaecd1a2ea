"""The cases in `tests/cases/`: what a flow tells people of one kind, readable by a lawyer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli.walk import described, walk
from bot.content import Library

FOLDER = Path(__file__).parent / "cases"


class _Words(yaml.SafeLoader):
    """`yes` and `no` are answers here, not truth values."""


_Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":bool")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

CASES: list[dict[str, Any]] = [
    {"flow": path.stem, **case}
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.load(path.read_text(encoding="utf-8"), _Words)  # noqa: S506 - a safe loader
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['flow']}: {case['name']}")
def test_case(library: Library, case: dict[str, Any]) -> None:
    answers = {step: str(value) for step, value in case["answers"].items()}
    on = case.get("on", dt.date(2026, 11, 21))
    found = described(walk(library, library.flows[case["flow"]], answers, on))
    expected = case["expect"]
    for key in ("outcome", "verdict"):
        if key in expected:
            assert found[key] == expected[key], key
    for key in ("criteria", "amounts"):
        for name, value in expected.get(key, {}).items():
            assert name in found[key], f"{key}: {name} is not there"
            assert found[key][name] == value, f"{key}: {name}"
    for key in ("papers", "tasks", "notes", "contacts", "letters", "facts", "amounts"):
        if key != "amounts":
            assert set(expected.get(key, [])) <= set(found[key]), key
        assert not set(expected.get(f"no_{key}", [])) & set(found[key]), f"no_{key}"
    unknown = set(expected) - {
        "outcome", "verdict", "criteria", "amounts",
        *(f"{no}{key}" for no in ("", "no_") for key in ("papers", "tasks", "notes", "contacts", "letters", "facts", "amounts")),
    }  # fmt: skip
    assert not unknown, f"the case expects {unknown}, which no result has"

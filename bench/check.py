"""Print how long `komek check` takes, also on made-up flows of 25 steps with ten choices each."""

from __future__ import annotations

import dataclasses
import os
import platform
import random
import time
from datetime import date
from typing import Any

from bot.content import Library, load, read
from bot.content.models import Flow
from bot.content.source import Origin, SourceFile
from bot.proof import check
from bot.proof.check import check_flow
from bot.settings import Settings

STEPS, CHOICES, FLOWS = 25, 10, 10
DAY = date(2026, 11, 21)


def main() -> None:
    print(f"on {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}\n")
    root = Settings().content
    begun = time.perf_counter()
    content, library = read(root), load(root)
    _tell("reading the shipped content twice", begun)
    begun = time.perf_counter()
    found = list(check(content, library, root, DAY))
    _tell(f"checking it ({len(found)} findings)", begun, "aim: 10 s with reading")
    for flow in library.flows.values():
        begun = time.perf_counter()
        list(check_flow(library, flow, content.origins["flow", flow.id], DAY))
        _tell(f"proving {flow.id} ({len(flow.steps)} steps)", begun)
    _made_up(library)


def _made_up(library: Library) -> None:
    slowest, found, parts = 0.0, 0, 0
    for seed in range(FLOWS):
        data = made_up(random.Random(seed))  # noqa: S311 - the same flows every time
        flow = Flow.model_validate(data)
        alone = dataclasses.replace(library, flows={flow.id: flow})
        origin = Origin(SourceFile("made_up.yaml", data), ())
        parts = sum(len(getattr(flow, one)) for one in ("criteria", "outcomes", "tasks", "notes"))
        begun = time.perf_counter()
        found += len(list(check_flow(alone, flow, origin, DAY)))
        slowest = max(slowest, time.perf_counter() - begun)
    what = f"proving {STEPS} steps of {CHOICES} choices, {parts} parts, slowest of {FLOWS} flows"
    print(f"{what:70} {slowest:8.2f} s   aim: 10 s ({found} findings)")


def made_up(chance: random.Random) -> dict[str, Any]:
    """Return a flow whose every second step and every part waits for up to four other steps."""
    names = [f"s{number}" for number in range(STEPS)]

    def when(before: list[str], most: int) -> dict[str, Any]:
        chosen = chance.sample(before, min(len(before), chance.randint(1, most)))
        return {step: chance.sample(choices, chance.randint(1, 4)) for step in chosen}

    def some(before: list[str], most: int) -> dict[str, Any]:
        if chance.random() < 0.3:
            return {"any": [when(before, most), when(before, most)]}
        return when(before, most)

    choices = [f"c{number}" for number in range(CHOICES)]
    steps: list[dict[str, Any]] = []
    for position, name in enumerate(names):
        step = {"id": name, "ask": f"{name}?", "choices": {one: one for one in choices}}
        if position % 2 and position > 2:
            step["when"] = some(names[:position], 2)
        steps.append(step)
    said = {"say": "So.", "facts": ["fact"]}
    return {
        "id": "made_up", "icon": "x", "title": "t", "about": "a", "ask": {}, "reviewed": "2026-01-01",
        "confirm": ["office"],
        "steps": steps,
        "criteria": [
            {"id": f"k{n}", "text": "k", "when": some(names, 2), "met": some(names, 2),
             "unclear": some(names, 2), "facts": ["fact"]}
            for n in range(8)
        ],
        "outcomes": [
            *({"id": f"o{n}", "when": {**when(names, 3), "criteria": chance.choice(["met", "unclear", "not_met"])},
               "verdict": "info", "title": "o", **said} for n in range(6)),
            *({"id": f"p{n}", "when": some(names, 4), "verdict": "info", "title": "o", **said} for n in range(10)),
            {"id": "end", "verdict": "info", "title": "o", **said},
        ],
        "tasks": [
            {"id": f"t{n}", "when": some(names, 4), "do": "t", "facts": ["fact"]} for n in range(40)
        ],
        "notes": [{"id": f"n{n}", "kind": "tip", "when": some(names, 4), **said} for n in range(40)],
    }  # fmt: skip


def _tell(what: str, begun: float, aim: str = "") -> None:
    print(f"{what:70} {time.perf_counter() - begun:8.2f} s   {aim}".rstrip())


if __name__ == "__main__":
    main()

"""Print how quick and how big the assistant is on this machine."""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import psutil

from bot.content import Library, load
from bot.dialogue import Incoming, Session, advance, show
from bot.settings import Settings

KOMEK = Path(sys.executable).parent / "komek"
STARTS = 5
TURNS = 20_000


def main() -> None:
    print(f"on {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as folder:
        first, _ = _start(folder)
        again = [_start(folder) for _ in range(STARTS)]
    print(f"start to ready, nothing cached     {first:8.2f} s")
    print(
        f"start to ready, content cached     {statistics.median(s for s, _ in again):8.2f} s   (aim 1 s)"
    )
    print(
        f"memory after start                 {statistics.median(m for _, m in again):8.0f} MB  (aim 120 MB)"
    )
    library = load(Settings().content)
    for name, incoming in _turns(library).items():
        p50, p99 = _turn(library, *incoming)
        print(f"one turn: {name:24} {p50:8.0f} µs median {p99:8.0f} µs p99  (aim 100 µs)")
    sizes = {
        "flows": library.flows, "answers": library.answers, "facts": library.facts,
        "papers": library.papers, "contacts": library.contacts, "parameters": library.parameters,
    }  # fmt: skip
    print("\nlibrary: " + ", ".join(f"{len(items)} {name}" for name, items in sizes.items()))


def _start(folder: str) -> tuple[float, float]:
    """Return the seconds until the assistant is ready, and the megabytes it then takes."""
    env = {**os.environ, "KOMEK_DATA": folder, "KOMEK_PORT": "0"}
    begun = time.perf_counter()
    running = subprocess.Popen([KOMEK, "run"], env=env, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert running.stdout is not None
        assert re.match(r"Komek is ready", running.stdout.readline())
        taken = time.perf_counter() - begun
        return taken, psutil.Process(running.pid).memory_info().rss / 1e6
    finally:
        running.terminate()
        running.wait()


def _turns(library: Library) -> dict[str, tuple[Session, Incoming]]:
    flow = library.flows["school_enrollment"]
    started = Session(language="ru", flow=flow.id)
    question = show(library, started, date.today())
    pick = Incoming("button", question.buttons[4][0].action)
    return {
        "a choice in a flow": (started, pick),
        "a typed answer": (started, Incoming("text", "6 лет")),
        "the menu": (started, Incoming("command", "menu")),
        "a whole result": (_finished(library, started), Incoming("button", "continue")),
    }


def _finished(library: Library, session: Session) -> Session:
    for _ in range(20):
        shown = show(library, session, date.today())
        actions = [b.action for row in shown.buttons for b in row if b.action.startswith("pick:")]
        if not actions:
            return session
        session = advance(library, session, Incoming("button", actions[0]), date.today()).session
    raise AssertionError("the flow has no end")


def _turn(library: Library, session: Session, incoming: Incoming) -> tuple[float, float]:
    today, taken = date.today(), []
    for _ in range(TURNS):
        begun = time.perf_counter_ns()
        advance(library, session, incoming, today)
        taken.append((time.perf_counter_ns() - begun) / 1000)
    taken.sort()
    return taken[TURNS // 2], taken[TURNS * 99 // 100]


main()

"""`komek learn export` makes a change of the content of what staff taught."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.learn import command
from bot.content import load
from bot.settings import CHECKOUT
from bot.store import Learning, Logged, QuestionLog, Store
from tests.conftest import SMALL

MONDAY = dt.date(2026, 11, 9)
WAY = "when can i come to you"


async def _teach(url: str) -> None:
    store = Store(url)
    await store.open()
    events = [
        Logged(MONDAY, bytes([n]), "not_answered", "en", "web", masked=text)
        for n, text in enumerate(("come to you", "lost my keys somewhere"))
    ]
    await QuestionLog(store).add(events)
    await QuestionLog(store).close_days(MONDAY + dt.timedelta(days=1))
    learning = Learning(store)
    await learning.group_texts()
    first, second = await learning.gaps(MONDAY + dt.timedelta(days=7))
    await learning.attach(first.id, "opening_hours", "en", [WAY], WAY, MONDAY)
    await learning.draft(second.id, "lost_keys", "office", "I lost my keys", "en", ["keys"], MONDAY)
    await store.close()


def test_ways_questions_and_drafts_are_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "content"
    shutil.copytree(SMALL, root)
    for name in ("interface.yaml", "numbers.yaml"):
        shutil.copy(CHECKOUT / "knowledge" / name, root / "knowledge" / name)
    url = f"sqlite+aiosqlite:///{tmp_path / 'komek.sqlite'}"
    asyncio.run(_teach(url))
    monkeypatch.setenv("KOMEK_CONTENT", str(root))
    monkeypatch.setenv("KOMEK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KOMEK_DATABASE_URL", url)

    done = CliRunner().invoke(command, ["export"], catch_exceptions=False)
    assert "1 ways of asking were added" in done.output
    assert WAY in load(root).answers["opening_hours"].ask["en"]
    (line,) = (root / "bench" / "questions" / "learned.jsonl").read_text("utf-8").splitlines()
    question = json.loads(line)
    assert (question["text"], question["entry"]) == (WAY, "opening_hours")
    assert "I lost my keys" in (root / "knowledge" / "drafts" / "lost_keys.md").read_text("utf-8")

    again = CliRunner().invoke(command, ["export"], catch_exceptions=False)
    assert "0 ways of asking were added" in again.output
    assert "0 labelled questions" in again.output

"""Changing content under a running assistant."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.assistant import Shelf, Snapshot
from bot.content import load
from bot.matching import Match
from tests.content.test_broken import small_copy


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_copy(tmp_path)


def _shelf(root: Path) -> Shelf:
    return Shelf(
        root, lambda: Snapshot(load(root), lambda _text, _language: Match("none"), lambda _text: "")
    )


def _write(root: Path, old: str, new: str) -> None:
    flow = root / "flows" / "visit.yaml"
    flow.write_text(flow.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


async def test_changed_content_is_taken_up(root: Path) -> None:
    shelf = _shelf(root)
    _write(root, "title: Visit the office", "title: Come and see us")
    assert await shelf.refresh()
    assert shelf.library().flows["visit"].title.source == "Come and see us"


async def test_broken_content_is_told_and_the_old_stays(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = _shelf(root)
    before = shelf.library()
    _write(root, "max: 120", "max: many")
    assert not await shelf.refresh()
    assert shelf.library() is before
    assert "flows/visit.yaml:13: wrong-value: max: 'many'" in caplog.text


async def test_a_saved_file_is_noticed_without_being_told(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.assistant.shelf.SECONDS", 0.01)
    shelf = _shelf(root)
    refresh, noticed = shelf.refresh, asyncio.Event()

    async def refreshed() -> bool:
        taken = await refresh()
        noticed.set()
        return taken

    monkeypatch.setattr(shelf, "refresh", refreshed)
    following = asyncio.create_task(shelf.follow())
    _write(root, "title: Visit the office", "title: Come and see us")
    await asyncio.wait_for(noticed.wait(), 10)
    following.cancel()
    assert shelf.library().flows["visit"].title.source == "Come and see us"

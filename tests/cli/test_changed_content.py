"""After a change of content nobody waits for the new matching."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.cli.asking import Asking
from bot.content import load
from bot.settings import CHECKOUT
from tests.conftest import SMALL


def test_the_one_before_answers_until_the_new_one_is_warm(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(SMALL, folder)
    for name in ("interface.yaml", "numbers.yaml"):
        shutil.copy(CHECKOUT / "knowledge" / name, folder / "knowledge" / name)
    old = Asking(load(folder), tmp_path / "old")
    path = next((folder / "knowledge" / "answers").glob("*.yaml"))
    text = path.read_text("utf-8")
    first = next(iter(load(folder).answers.values()))
    way = first.ask["en"][0]
    path.write_text(text.replace(way, "a wholly other sentence about penguins", 1), "utf-8")
    new = Asking(load(folder), tmp_path / "new", before=old)

    penguins = "a wholly other sentence about penguins"
    assert new(penguins, "en").entry != first.id
    new.warm()
    assert new(penguins, "en").entry == first.id

"""Bad content is refused with a message that names the file, the line, the cause and the mend."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import ContentError, load
from bot.settings import CHECKOUT

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "broken.yaml").read_text(encoding="utf-8"))


def small_copy(folder: Path) -> Path:
    root = shutil.copytree(HERE / "small", folder / "content")
    shutil.copy(CHECKOUT / "knowledge" / "interface.yaml", root / "knowledge" / "interface.yaml")
    return root


def broken(root: Path, case: dict[str, Any]) -> None:
    path = root / case["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = case.get("add", case.get("content"))
    if text is None:
        text = path.read_text(encoding="utf-8")
        for old, new in case["change"].items():
            assert text.count(old) == 1, f"{old!r} must stand once in {case['file']}"
            text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def problems(root: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(root)
    return [str(problem) for problem in caught.value.problems]


def test_the_small_content_is_right(tmp_path: Path) -> None:
    assert set(load(small_copy(tmp_path)).flows) == {"visit"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    root = small_copy(tmp_path)
    broken(root, case)
    found = problems(root)
    if "expect_start" in case:
        assert any(line.startswith(case["expect_start"]) for line in found)
    else:
        assert case["expect"] in found


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    root = small_copy(tmp_path)
    chosen = [
        case
        for case in CASES
        if case["name"] in ("a key that is missing", "an empty text", "a day that does not exist")
    ]
    for case in chosen:
        broken(root, case)
    assert {case["expect"] for case in chosen} <= set(problems(root))


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    root = small_copy(tmp_path)
    (root / "knowledge" / "papers.yaml").write_bytes("- id: п".encode("cp1251"))
    assert problems(root) == [
        "knowledge/papers.yaml:1: yaml-encoding: not UTF-8 text at byte 6 → save the file in the encoding UTF-8"
    ]

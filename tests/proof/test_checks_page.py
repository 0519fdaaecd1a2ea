"""`docs/checks.md` lists every code that content can be refused or warned with, and nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import yaml

from bot.settings import CHECKOUT
from tests.conftest import SMALL

ROW = re.compile(r"^\| `([a-z-]+)` \| (error|warning).* \| (`+) ?(.+?) ?\3 \|$", re.MULTILINE)
EXAMPLES = {
    match[1]: match[4].replace("\\|", "|")
    for match in ROW.finditer((CHECKOUT / "docs" / "checks.md").read_text(encoding="utf-8"))
}


def _in_source() -> set[str]:
    """Codes are the only words joined by hyphens in the modules that make problems."""
    files = (path for room in ("content", "proof") for path in (CHECKOUT / "bot" / room).glob("*"))
    sources = (path.read_text(encoding="utf-8") for path in files if path.suffix == ".py")
    return {
        node.value
        for source in sources
        if "roblem" in source
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[a-z]+(-[a-z]+)+", node.value)
    }


def _fixtures() -> set[str]:
    """Return the messages that fixtures prove to be given."""
    content = SMALL.parent
    lines = {
        case["expect"]
        for name in ("broken.yaml", "warned.yaml")
        for case in yaml.safe_load((content / name).read_text(encoding="utf-8"))
        if "expect" in case
    }
    # The one file that cannot stand in a YAML of cases, because it is no text.
    test = ast.parse((content / "test_broken.py").read_text(encoding="utf-8"))
    return lines | {
        node.value
        for node in ast.walk(test)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ": yaml-encoding: " in node.value
    }


def test_every_code_in_the_source_is_listed() -> None:
    assert _in_source() - set(EXAMPLES) == set()


def test_every_listed_code_is_given_by_a_fixture_with_just_this_message() -> None:
    fixtures = _fixtures()
    untrue = {
        code
        for code, example in EXAMPLES.items()
        if f": {code}: " not in example
        or not any(line.startswith(f"{example} → ") for line in fixtures)
    }
    assert not untrue


def test_every_code_of_a_fixture_is_listed() -> None:
    assert {line.split(": ")[1] for line in _fixtures()} - set(EXAMPLES) == set()


def test_nothing_is_listed_twice() -> None:
    text = Path(CHECKOUT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert len(ROW.findall(text)) == len(EXAMPLES) == text.count("\n| `")

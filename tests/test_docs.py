"""The documentation says what is there."""

from __future__ import annotations

import re

import click

from bot.cli import main
from bot.settings import CHECKOUT, Settings


def _read(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"\| `(KOMEK_[A-Z_]+)`", _read("docs/operating.md")))
    assert documented == {f"KOMEK_{name.upper()}" for name in Settings.model_fields}


def test_every_command_is_documented() -> None:
    text = _read("docs/architecture.md")
    for command in main.list_commands(click.Context(main)):
        assert f"`{command}`" in text


def test_every_room_is_documented() -> None:
    text = _read("docs/architecture.md")
    rooms = {path.parent.name for path in (CHECKOUT / "bot").glob("*/__init__.py")}
    assert rooms == set(re.findall(r"^\| `bot/(\w+)`", text, re.MULTILINE))


def test_links_in_the_documentation_lead_somewhere() -> None:
    for page in [CHECKOUT / "README.md", *(CHECKOUT / "docs").glob("*.md")]:
        for link in re.findall(
            r"\]\(([^)#:]+)\)|src=\"([^\"]+)\"", page.read_text(encoding="utf-8")
        ):
            target = link[0] or link[1]
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_readme_can_be_read_standing_up() -> None:
    assert len(_read("README.md").splitlines()) <= 40

"""Every text of the desk has a translation that keeps its placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import bot.staff
from bot.staff.words import LANGUAGES, LOCALES

ROOM = Path(bot.staff.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", text))


def _texts() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(ROOM, METHODS, {"templates/**.html": {"silent": "false"}})
    return {text for _, _, text, _, _ in found}


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_text_is_translated(language: str) -> None:
    texts = _texts()
    assert len(texts) > 100
    with (LOCALES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    missing = []
    for text in texts:
        first = text if isinstance(text, str) else text[0]
        message = catalogue.get(first)
        said = message.string if message and not message.fuzzy else ""
        forms = [said] if isinstance(said, str) else list(said or [""])
        if not all(forms) or any(_placeholders(form) != _placeholders(first) for form in forms):
            missing.append(first)
    assert not missing


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_no_translation_is_left_of_a_text_that_is_gone(language: str) -> None:
    texts = _texts()
    with (LOCALES / f"{language}.po").open("rb") as file:
        known = {message.id for message in read_po(file, locale=language) if message.id}
    assert not {text if isinstance(text, str) else tuple(text) for text in known} - texts

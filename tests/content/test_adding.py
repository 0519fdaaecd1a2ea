"""Ways of asking get into a content file, and nothing else in it changes."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.adding import with_ways
from bot.settings import Settings

_FILE = """\
# a comment
- id: first
  question: What?
  ask:
    en: [what is it, "yes: or no", and a very long way of asking that makes the line as long as a line may be]
    ru:
      - что это
      - как это
  facts: [a-fact]

- id: second
  ask: {en: [other]}  # at the end
"""


@pytest.mark.parametrize("language", ["en", "ru"])
def test_adds_and_keeps_the_rest(language: str) -> None:
    after = with_ways(_FILE, "first", language, ["a new way", "yes"])
    before, now = yaml.safe_load(_FILE), yaml.safe_load(after)
    assert now[0]["ask"][language] == [*before[0]["ask"][language], "a new way", "yes"]
    now[0]["ask"][language] = before[0]["ask"][language]
    assert now == before
    assert "# a comment" in after
    assert "# at the end" in after


def test_what_is_there_already_changes_nothing() -> None:
    assert with_ways(_FILE, "first", "ru", ["что это"]) == _FILE


@pytest.mark.parametrize(("entry", "language"), [("third", "en"), ("second", "kk")])
def test_says_what_is_missing(entry: str, language: str) -> None:
    with pytest.raises(KeyError, match=f"{entry} has no list of ways of asking in {language}"):
        with_ways(_FILE, entry, language, ["way"])


@given(st.text(st.characters(blacklist_categories=["C", "Z"]) | st.just(" "), min_size=1))
def test_any_way_comes_back_as_it_was(way: str) -> None:
    way = " ".join(way.split())
    after = yaml.safe_load(with_ways(_FILE, "first", "en", [way]))
    assert way in after[0]["ask"]["en"]


def test_only_the_lines_of_one_list_change_in_the_shipped_content() -> None:
    path = Path(Settings().content) / "knowledge" / "answers" / "school.yaml"
    text = path.read_text("utf-8")
    entry = yaml.safe_load(text)[3]["id"]
    after = with_ways(text, entry, "kk", ["мектепке қалай барамыз бәріміз"])
    changed = [
        line for line in difflib.ndiff(text.splitlines(), after.splitlines()) if line[0] in "+-"
    ]
    assert len(changed) <= 12

"""Which languages are declared complete, and which are still being translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content import LANGUAGES, SOURCE_LANGUAGE, Problem
from bot.content.problems import Severity
from bot.content.source import SourceFile, read_yaml

NAME = "knowledge/languages.yaml"
_KEYS = ("complete", "in_progress")


@dataclass(frozen=True, slots=True)
class Declared:
    """The languages other than English: `complete` must have every text, the rest need not yet."""

    complete: frozenset[str] = frozenset()

    def severity(self, language: str) -> Severity:
        """Return how bad it is when something is wrong with a text in that language."""
        return "error" if language in {SOURCE_LANGUAGE, *self.complete} else "warning"


def read_languages(root: Path) -> tuple[Declared, list[Problem]]:
    """Read what is declared; without the file every language is in progress."""
    path = root / NAME
    if not path.exists():
        return Declared(), []
    source = read_yaml(path, NAME)
    if source.problems:
        return Declared(), source.problems
    problems = _wrong(source)
    if problems:
        return Declared(), problems
    return Declared(frozenset(source.data["complete"]) - {SOURCE_LANGUAGE}), []


def _wrong(source: SourceFile) -> list[Problem]:
    data: Any = source.data
    if not isinstance(data, Mapping) or set(data) != set(_KEYS):
        return [_problem(source, "", "the file has other keys than `complete` and `in_progress`")]
    listed: list[str] = []
    for key in _KEYS:
        if not isinstance(data[key], list):
            return [_problem(source, key, f"`{key}` is no list of languages")]
        listed.extend(map(str, data[key]))
    if sorted(listed) != sorted(LANGUAGES):
        known = ", ".join(LANGUAGES)
        return [_problem(source, "", f"not each of the languages {known} is listed once")]
    if SOURCE_LANGUAGE not in data["complete"]:
        cause = f"{SOURCE_LANGUAGE} is the language of the sources and always complete"
        return [_problem(source, "in_progress", cause)]
    return []


def _problem(source: SourceFile, key: str, cause: str) -> Problem:
    mend = "list every language once, under `complete` or under `in_progress`"
    return source.problem("language-list", (key,) if key else (), cause, mend)

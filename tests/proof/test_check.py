"""Every finding of `komek check` fires where it should, once, and not on its near miss."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from bot.cli import main
from bot.content import LANGUAGES, Library, Problem, load, read
from bot.content.catalogue import catalogue_path, fill, to_bytes, update
from bot.content.extraction import extract
from bot.proof import check
from bot.settings import Settings
from tests.conftest import SMALL
from tests.content.test_broken import small_copy

DAY = dt.date(2026, 5, 1)
CASES: list[dict[str, Any]] = yaml.safe_load(
    (SMALL.parent / "warned.yaml").read_text(encoding="utf-8")
)
ALL = pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["code"]))
CLEAN = {
    "flows/visit.yaml": {
        'yes: "Yes", no: "No", unsure: I do not know': 'yes: "Yes, a visa", no: "No"',
        "visa: [no, unsure]": "visa: no",
    },
    "knowledge/parameters.yaml": {" to: 2026-12-31,": ""},
}
"""What the small content would otherwise be warned of."""


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small content made so that nothing is found, "translated" word for word."""
    root = small_copy(tmp_path_factory.mktemp("clean"))
    (root / "knowledge" / "interface.yaml").write_text(
        "question.progress: '{number} of {total}'\n"
        "call: Call 8 800 080 7777\n"
        "bring: Bring **your passport**\n",
        encoding="utf-8",
    )
    (root / "knowledge" / "numbers.yaml").write_text(
        "words: {ru: {восемнадцать: 18}}\n", encoding="utf-8"
    )
    (root / "knowledge" / "languages.yaml").write_text(
        "complete: [en, ru]\nin_progress: [kk, uz, ky, tg]\n", encoding="utf-8"
    )
    (root / "knowledge" / "letters.yaml").write_text(
        "- {id: ask, title: A letter, use: When they say no., text: {kk: Хат, ru: Письмо}, facts: [office-hours]}\n",
        encoding="utf-8",
    )
    for file, changes in CLEAN.items():
        change(root / file, changes)
    (root / "knowledge" / "urgent.yaml").write_text(
        "- {id: harm, title: Numbers, say: Call 112., phrases: {en: [he hits me]},\n"
        "   near_misses: {en: [he hits the road]}, contacts: [office], facts: [office-visa]}\n",
        encoding="utf-8",
    )
    translate(root)
    return root


@pytest.fixture
def root(clean: Path, tmp_path: Path) -> Path:
    """A copy of the clean content."""
    return shutil.copytree(clean, tmp_path / "content")


def change(path: Path, changes: Mapping[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1, f"{old!r} must stand once in {path.name}"
        text = text.replace(old, re.sub(r"\{(\d+) characters\}", _filler, new))
    path.write_text(text, encoding="utf-8")


def _filler(wanted: re.Match[str]) -> str:
    return ("Ab cd. " * int(wanted[1]))[: int(wanted[1])]


def translate(root: Path) -> None:
    """Give every text of every language the English words as its translation."""
    for name, texts in extract(read(root)).items():
        for language in LANGUAGES:
            if language != "en":
                catalogue = update(texts, texts, language)
                fill(catalogue, {str(text.id): str(text.id) for text in texts})
                path = catalogue_path(root / "locales", language, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(to_bytes(catalogue))


def found(root: Path, day: dt.date = DAY) -> list[Problem]:
    content = read(root)
    return content.problems or list(check(content, load(root), root, day))


def of_code(problems: Iterable[Problem], code: str) -> list[tuple[str, str]]:
    return [(one.severity, str(one)) for one in problems if one.code == code]


def test_nothing_is_found_in_the_clean_content(root: Path) -> None:
    assert found(root) == []


@ALL
def test_fires_once(case: dict[str, Any], root: Path) -> None:
    change(root / case["file"], case["change"])
    if not case["file"].startswith("locales/"):
        translate(root)
    assert of_code(found(root), case["code"]) == [(case["severity"], case["expect"])]


@ALL
def test_does_not_fire_on_its_near_miss(case: dict[str, Any], root: Path) -> None:
    change(root / case["file"], case["near"])
    if not case["file"].startswith("locales/"):
        translate(root)
    assert of_code(found(root), case["code"]) == []


def test_a_wrong_translation_is_an_error_only_in_a_complete_language(root: Path) -> None:
    for language in ("ru", "uz"):
        path = root / "locales" / language / "flows" / "visit.po"
        change(path, {'msgstr "You are 18 or older"': 'msgstr "16"'})
    severities = {one.file: one.severity for one in found(root) if one.code == "number-differs"}
    assert severities == {
        "locales/ru/flows/visit.po": "error",
        "locales/uz/flows/visit.po": "warning",
    }


def test_numbers_are_the_same_however_they_are_grouped(root: Path) -> None:
    change(root / "flows" / "visit.yaml", {"The office is open.": "There are 2,820 places."})
    translate(root)
    for language, words in (("ru", "Всего 2 820 мест."), ("kk", "Барлығы 2\u00a0820 орын.")):
        path = root / "locales" / language / "flows" / "visit.po"
        change(path, {'msgstr "There are 2,820 places."': f'msgstr "{words}"'})
    assert found(root) == []


def test_nothing_is_proved_while_a_list_is_not_known(root: Path) -> None:
    change(
        root / "knowledge" / "parameters.yaml",
        {"rate:": "open_offices:\n  label: Offices\n  unit: regions\n  description: Open ones.\n"
         "  confidence: high\n  values:\n"
         "    - {from: 2027-01-01, value: [citizen], source: {title: List, url: null}}\nrate:"},
    )  # fmt: skip
    change(
        root / "flows" / "visit.yaml", {"when: {visa: no}": "when: {status: {in: open_offices}}"}
    )
    translate(root)
    assert {one.code for one in found(root)} == {"parameter-missing"}
    assert "parameter-missing" not in {one.code for one in found(root, dt.date(2027, 1, 1))}


def test_a_bound_of_numbers_that_decides_nothing_is_told(root: Path) -> None:
    when = "when: {any: [{visa: no}, {visa: no, age: {at_least: 60}}]}"
    change(
        root / "flows/visit.yaml",
        {"when: {visa: no}": when, "[age, rate]": "[rate]"},
    )
    assert [str(one) for one in found(root)] == [
        "flows/visit.yaml:13: same-choice: the numbers 18 to 59, 60 to 120 of 'age' always come to the same"
        " → let something depend on which it is, or make them one choice"
    ]


def test_without_the_list_of_languages_all_are_in_progress(root: Path) -> None:
    (root / "knowledge" / "languages.yaml").unlink()
    change(root / "locales/ru/flows/visit.po", {'msgstr "How old are you?"': 'msgstr ""'})
    assert [(one.code, one.severity) for one in found(root)] == [
        ("translation-in-progress", "warning")
    ]


@pytest.mark.parametrize(
    "languages",
    [
        "complete: [en, ru]\n",
        "complete: en\nin_progress: [kk, ru, uz, ky, tg]\n",
        "complete: [ru]\nin_progress: [kk, en, uz, ky, tg]\n",
        "complete: [en, ru]\nin_progress: [kk, ru, uz, ky, tg]\n",
        "[en, ru]\n",
    ],
)
def test_a_wrong_list_of_languages_is_refused(root: Path, languages: str) -> None:
    (root / "knowledge" / "languages.yaml").write_text(languages, encoding="utf-8")
    assert [one.code for one in found(root)] == ["language-list"]


def test_the_shipped_content_has_no_errors(library: Library) -> None:
    content = read(Settings().content)
    problems = content.problems or check(
        content, library, Settings().content, dt.date(2026, 11, 21)
    )
    assert [str(one) for one in problems if one.severity == "error"] == []


@pytest.fixture
def komek(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("KOMEK_CONTENT", str(root))
    return lambda *options: CliRunner().invoke(main, ["check", "--on", str(DAY), *options])


def test_warnings_alone_end_well(root: Path, komek: Callable[..., Result]) -> None:
    change(root / "locales/uz/flows/visit.po", {'msgstr "How old are you?"': 'msgstr ""'})
    shown = komek()
    assert shown.exit_code == 0
    assert "\nwarnings\n" in f"\n{shown.output}"
    assert "locales/uz/flows/visit.po:1: translation-in-progress: " in shown.output
    assert "0 errors, 1 warning in " in shown.output


def test_errors_come_before_warnings(root: Path, komek: Callable[..., Result]) -> None:
    change(root / "knowledge/parameters.yaml", {"value: 12": "to: 2026-12-31, value: 12"})
    change(
        root / "flows/visit.yaml", {"  - id: go\n": "  - id: go\n    when: {age: {at_least: 18}}\n"}
    )
    shown = komek()
    assert shown.exit_code == 1
    error = "flows/visit.yaml:1: no-task: the answers age=0 lead to a result without a task → let a task apply to them\n"
    assert error in shown.output
    assert shown.output.index(error) < shown.output.index(": parameter-ends: ")
    assert "1 error, 1 warning in " in shown.output


def test_content_that_cannot_be_loaded_is_told_too(
    root: Path, komek: Callable[..., Result]
) -> None:
    change(root / "flows/visit.yaml", {"facts: [office-visa]": "facts: [office-viza]"})
    shown = komek()
    assert shown.exit_code == 1
    assert (
        "unknown-fact: there is no fact 'office-viza' → did you mean 'office-visa'?" in shown.output
    )


def test_json_for_programs(root: Path, komek: Callable[..., Result]) -> None:
    change(root / "knowledge/parameters.yaml", {"value: 12": "to: 2026-12-31, value: 12"})
    shown = komek("--json", "--coverage")
    data = json.loads(shown.output)
    assert shown.exit_code == 0
    assert (data["errors"], data["warnings"]) == (0, 1)
    assert data["problems"][0]["code"] == "parameter-ends"
    assert data["problems"][0]["file"] == "knowledge/parameters.yaml"
    assert data["coverage"] == {"share": 1.0, "unused": []}

"""Translations: kept, turned fuzzy when the English changes, and shown in the right language."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from bot.cli import main
from bot.content import LANGUAGES, Library, load
from tests.content.test_broken import small_copy


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = small_copy(tmp_path)
    monkeypatch.setenv("KOMEK_CONTENT", str(root))
    monkeypatch.setenv("KOMEK_DATA", str(tmp_path / "data"))
    return root


def _komek(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def _translate(path: Path, english: str, translation: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert f'msgid "{english}"\nmsgstr ""' in text
    path.write_text(
        text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{translation}"'),
        encoding="utf-8",
    )


def test_a_translation_is_used_and_a_changed_text_makes_it_fuzzy(root: Path) -> None:
    _komek("i18n", "update")
    path = root / "locales" / "ru" / "flows" / "visit.po"
    _translate(path, "How old are you?", "Сколько вам лет?")
    assert load(root).flows["visit"].steps[0].ask.to("ru") == "Сколько вам лет?"

    flow = root / "flows" / "visit.yaml"
    flow.write_text(
        flow.read_text(encoding="utf-8").replace("How old are you?", "What is your age?"),
        encoding="utf-8",
    )
    assert load(root).flows["visit"].steps[0].ask.to("ru") == "What is your age?"

    _komek("i18n", "update")
    with path.open("rb") as file:
        message = read_po(file).get("What is your age?", context="flow:visit/age/ask")
    assert message is not None
    assert message.fuzzy
    assert message.string == "Сколько вам лет?"
    assert message.user_comments == ["Was: How old are you?"]
    assert load(root).flows["visit"].steps[0].ask.to("ru") == "What is your age?"
    stale = path.read_bytes()
    _komek("i18n", "update")
    assert path.read_bytes() == stale


def test_updating_twice_changes_nothing(root: Path) -> None:
    _komek("i18n", "update")
    before = {path: path.read_bytes() for path in (root / "locales").rglob("*.po")}
    _komek("i18n", "update")
    assert before == {path: path.read_bytes() for path in (root / "locales").rglob("*.po")}
    assert len(before) >= 5


def test_templates_name_context_and_facts(root: Path) -> None:
    _komek("i18n", "extract")
    text = (root / "locales" / "templates" / "flows" / "visit.pot").read_text(encoding="utf-8")
    assert 'msgctxt "flow:visit/age/ask"' in text
    assert "#. Facts: office-visa" in text


def test_the_sentences_of_the_assistant_stand_in_all_languages(library: Library) -> None:
    for phrase, text in library.interface.items():
        for language in LANGUAGES:
            assert text.language_used(language) == language, f"{phrase} in {language}"
            assert set(type(text)(text.to(language)).blanks()) == text.blanks(), (
                f"{phrase} in {language}"
            )


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_everything_stands_in_russian_and_kazakh(library: Library, language: str) -> None:
    for items in (
        library.flows,
        library.papers,
        library.letters,
        library.regions,
        library.contacts,
        library.answers,
    ):
        for item in items.values():
            for field in ("title", "name", "question", "answer", "what_for", "about"):
                text = getattr(item, field, None)
                assert text is None or text.language_used(language) == language, (
                    f"{item.id}/{field}"
                )

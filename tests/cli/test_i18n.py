"""`komek i18n report`: how far each language is, counted from the catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.content import LANGUAGES
from bot.content.source import read_yaml
from bot.settings import CHECKOUT
from tests.content.test_broken import small_copy

READERS = "".join(f"{language}: awaiting a native reader\n" for language in LANGUAGES)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = small_copy(tmp_path)
    monkeypatch.setenv("KOMEK_CONTENT", str(root))
    monkeypatch.setenv("KOMEK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "120")
    (root / "locales").mkdir(exist_ok=True)
    (root / "locales" / "readers.yaml").write_text(READERS, encoding="utf-8")
    return root


def _komek(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["i18n", *arguments])


def _counted(language: str) -> list[int]:
    """Return what the report says of a language: texts, done, stale, missing."""
    (line,) = [one for one in _komek("report").output.splitlines() if one.startswith(language)]
    return [int(number) for number in line.split()[1:5]]


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_text_is_missing_then_done_then_stale(small: Path) -> None:
    texts, done, stale, missing = _counted("ru")
    assert (done, stale, missing) == (0, 0, texts)
    assert _counted("en") == [texts, texts, 0, 0]

    _komek("update")
    russian = small / "locales" / "ru" / "flows" / "visit.po"
    old = 'msgid "How old are you?"\nmsgstr ""'
    _change(russian, old, old[:-1] + 'Сколько вам лет?"')
    assert _counted("ru") == [texts, 1, 0, texts - 1]
    assert _counted("kk") == [texts, 0, 0, texts]

    _change(small / "flows" / "visit.yaml", "How old are you?", "What is your age?")
    assert _counted("ru") == [texts, 0, 1, texts - 1]
    _komek("update")
    assert _counted("ru") == [texts, 0, 1, texts - 1]


def test_who_has_read_a_language_stands_beside_it(small: Path) -> None:
    readers = small / "locales" / "readers.yaml"
    _change(readers, "uz: awaiting a native reader", "uz: read by a native reader in 2027-01")
    lines = {line.split()[0]: line for line in _komek("report").output.splitlines()}
    assert "read by a native reader in 2027-01" in lines["uz"]
    assert "awaiting a native reader" in lines["tg"]


@pytest.mark.parametrize(
    ("readers", "said"),
    [
        (None, "locales/readers.yaml is missing"),
        ("ru: yes\n", "locales/readers.yaml must have one line for each of kk, ru, uz, ky, tg, en"),
        ("ru: [", "locales/readers.yaml:2: yaml-syntax"),
    ],
)
def test_a_report_without_readers_is_refused(small: Path, readers: str | None, said: str) -> None:
    path = small / "locales" / "readers.yaml"
    if readers is None:
        path.unlink()
    else:
        path.write_text(readers, encoding="utf-8")
    result = _komek("report")
    assert result.exit_code == 1
    assert said in result.output


def test_no_language_claims_a_reader_it_never_had() -> None:
    readers = read_yaml(CHECKOUT / "locales" / "readers.yaml", "readers.yaml").data
    assert set(readers) == set(LANGUAGES)
    for language in ("kk", "uz", "ky", "tg"):
        assert readers[language] == "awaiting a native reader"
    for language in ("ru", "en"):
        assert readers[language].startswith("written by the team")

"""`komek staff` on a database of its own."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.staff import command
from bot.store import Store
from bot.store.accounts import Account, Accounts


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMEK_DATA", str(tmp_path))
    monkeypatch.delenv("KOMEK_DATABASE_URL", raising=False)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def _whose(link: str, folder: Path) -> Account | None:
    async def looked_up() -> Account | None:
        store = Store(f"sqlite+aiosqlite:///{folder / 'komek.sqlite'}")
        try:
            token = link.strip().rpartition("/")[2]
            return await Accounts(store).of_link(token, dt.datetime.now(dt.UTC))
        finally:
            await store.close()

    return asyncio.run(looked_up())


def test_adding_prints_a_link_for_the_address(tmp_path: Path) -> None:
    done = _run("add", "Айжан", "--role", "admin", "--address", "https://komek.example/")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("https://komek.example/staff/welcome/")
    account = _whose(done.stdout, tmp_path)
    assert account is not None
    assert (account.name, account.role.name) == ("Айжан", "admin")
    again = _run("add", "айжан", "--role", "viewer")
    assert again.exit_code == 1
    assert "taken" in again.output


def test_a_reset_replaces_the_link_and_a_disabled_account_has_none(tmp_path: Path) -> None:
    first = _run("add", "Aizhan", "--role", "viewer").stdout
    second = _run("reset", "AIZHAN").stdout
    assert _whose(first, tmp_path) is None
    assert _whose(second, tmp_path) is not None
    assert _run("disable", "aizhan").exit_code == 0
    assert _whose(second, tmp_path) is None
    assert "disabled" in _run("list").output
    refused = _run("reset", "Aizhan")
    assert refused.exit_code == 1
    assert "is disabled" in refused.output


def test_what_is_missing_is_said() -> None:
    assert "komek staff add" in _run("list").output
    missing = _run("disable", "Nobody")
    assert missing.exit_code == 1
    assert "komek staff list" in missing.output

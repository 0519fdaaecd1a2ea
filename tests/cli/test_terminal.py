"""`komek` as somebody at a terminal meets it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pexpect
import pytest

from tests.fake_telegram import FakeTelegram

Spawned: TypeAlias = "pexpect.spawn[str]"
KOMEK = str(Path(sys.executable).parent / "komek")


def _spawn(arguments: list[str], folder: Path, **more: str) -> Spawned:
    env = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "KOMEK_DATA": str(folder),
        "COLUMNS": "100",
        **{name: value for name, value in os.environ.items() if name == "KOMEK_CONTENT"},
        **more,
    }
    return pexpect.spawn(
        KOMEK, arguments, env=env, encoding="utf-8", timeout=60, dimensions=(40, 100)
    )


@pytest.fixture
def data(tmp_path: Path, cache: Path) -> Path:
    """A data folder in which the first start has been."""
    shutil.copytree(cache, tmp_path / "data" / "cache", copy_function=os.link)
    return tmp_path / "data"


@pytest.fixture
def chat(data: Path) -> Iterator[Spawned]:
    spawned = _spawn(["chat", "--on", "2026-11-21"], data)
    yield spawned
    spawned.close(force=True)


def _say(chat: Spawned, line: str, expected: str) -> None:
    chat.expect_exact("> ")
    chat.sendline(line)
    chat.expect_exact(expected)


def _letter(chat: Spawned, label: str) -> str:
    chat.expect(rf"(\w+)\) [^\n)]*?{label}")
    assert isinstance(chat.match, re.Match)
    return str(chat.match[1])


def test_a_whole_flow_in_the_terminal(chat: Spawned) -> None:
    _say(chat, _letter(chat, "English"), "What do you need?")
    _say(chat, _letter(chat, "Birth certificate"), "Where was the baby born?")
    _say(chat, "hm?", "I did not understand that")
    _say(chat, _letter(chat, "In a hospital"), "What papers does the parent")
    _say(chat, "/language", "Choose a language")
    _say(chat, _letter(chat, "Русский"), "Какие документы у родителя")
    _say(chat, _letter(chat, "Нет действующих"), "зарегистрирован в другой стране")
    _say(chat, "нет", "Ребёнка зарегистрируют и без ваших документов")
    chat.expect_exact("> ")
    chat.sendline("/quit")
    chat.expect(pexpect.EOF)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


class _Browser:
    """A browser without a window: one cookie, one form."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def press(self, action: str) -> str:
        answer = self._opener.open(self._address, f"action={action}".encode())
        return str(answer.read().decode())

    def look(self) -> str:
        return str(self._opener.open(self._address).read().decode())


def test_killed_in_mid_flow_it_goes_on_where_it_stood(data: Path) -> None:
    port = str(_free_port())
    running = _spawn(["run"], data, KOMEK_PORT=port)
    running.expect_exact("Komek is ready")
    browser = _Browser(f"http://127.0.0.1:{port}/")
    browser.press("lang:en")
    assert "Where was the baby born?" in browser.press("flow:birth_certificate")
    running.kill(signal.SIGKILL)
    running.wait()
    again = _spawn(["run"], data, KOMEK_PORT=port)
    again.expect_exact("Komek is ready")
    assert "Where was the baby born?" in browser.look()
    again.kill(signal.SIGTERM)
    again.expect(pexpect.EOF)
    again.close()
    assert again.exitstatus == 0


def test_the_key_is_the_owners_alone_and_the_folder_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    running = _spawn(["run"], folder, KOMEK_PORT=str(_free_port()))
    running.expect_exact("Komek is ready")
    running.close(force=True)
    assert (folder / "secret.key").stat().st_mode & 0o077 == 0
    assert (folder / "komek.sqlite").exists()


def test_a_port_that_is_taken_is_said_with_its_mend(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = str(listening.getsockname()[1])
        running = _spawn(["run"], data, KOMEK_PORT=port)
        running.expect_exact(f"the address 127.0.0.1:{port} cannot be used")
        running.expect_exact("set KOMEK_HOST or KOMEK_PORT to another")


async def test_with_a_token_the_same_answers_in_telegram(data: Path) -> None:
    async with FakeTelegram() as fake:
        running = _spawn(
            ["run"], data, KOMEK_PORT=str(_free_port()),
            KOMEK_TELEGRAM_TOKEN=fake.token, KOMEK_TELEGRAM_API=fake.url,
        )  # fmt: skip
        await fake.expect_polling(timeout=20)
        her = fake.person()
        await her.command("/start")
        await her.expect("Choose a language")
        running.kill(signal.SIGTERM)
        await running.expect(pexpect.EOF, async_=True)

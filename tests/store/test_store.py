"""Sessions in the database: expiry, forgetting, and nothing readable on the disk."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from bot.assistant import Assistant, Chat
from bot.content import Library
from bot.dialogue import Incoming
from bot.matching import Match
from bot.privacy import Keys
from bot.store import Store

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
KEY = "a" * 64


async def _keep(store: Store, sealed: bytes, now: dt.datetime = NOW) -> None:
    async with store.conversation(KEY, now) as kept:
        kept.sealed = sealed


async def test_what_is_kept_is_read_again_until_it_expires(store: Store) -> None:
    await _keep(store, b"sealed")
    assert await store.read(KEY, NOW + dt.timedelta(days=29)) == b"sealed"
    assert await store.read(KEY, NOW + dt.timedelta(days=31)) is None
    async with store.conversation(KEY, NOW + dt.timedelta(days=31)) as kept:
        assert kept.sealed is None


async def test_every_turn_begins_the_thirty_days_anew(store: Store) -> None:
    await _keep(store, b"old")
    await _keep(store, b"new", NOW + dt.timedelta(days=20))
    assert await store.read(KEY, NOW + dt.timedelta(days=45)) == b"new"


async def test_an_error_inside_a_turn_changes_nothing(store: Store) -> None:
    await _keep(store, b"before")

    async def failing_turn() -> None:
        async with store.conversation(KEY, NOW) as kept:
            kept.sealed = b"after"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing_turn()
    assert await store.read(KEY, NOW) == b"before"


async def test_expired_sessions_are_deleted_from_the_files(store: Store, tmp_path: Path) -> None:
    await _keep(store, b"canary of a session")
    await store.forget_expired(NOW + dt.timedelta(days=31))
    assert not any(b"canary" in path.read_bytes() for path in tmp_path.iterdir())


async def test_a_forgotten_session_is_gone_from_the_files(store: Store, tmp_path: Path) -> None:
    await _keep(store, b"canary of a session")
    await store.forget(KEY)
    await store.forget(KEY)
    assert await store.read(KEY, NOW) is None
    assert not any(b"canary" in path.read_bytes() for path in tmp_path.iterdir())


async def test_many_turns_of_one_chat_at_once_lose_nothing(store: Store) -> None:
    await _keep(store, b"")

    async def add() -> None:
        async with store.conversation(KEY, NOW) as kept:
            before = kept.sealed or b""
            await asyncio.sleep(0)
            kept.sealed = before + b"x"

    await asyncio.gather(*(add() for _ in range(50)))
    assert await store.read(KEY, NOW) == b"x" * 50


async def test_opening_twice_keeps_what_is_there(tmp_path: Path, store: Store) -> None:
    await _keep(store, b"sealed")
    again = Store(f"sqlite+aiosqlite:///{tmp_path / 'komek.sqlite'}")
    await again.open()
    assert await again.read(KEY, NOW) == b"sealed"
    await again.close()


def _assistant(library: Library, store: Store) -> Assistant:
    keys = Keys("a secret that is only for the tests of Komek")
    return Assistant(
        lambda: library, store, keys, lambda _text, _language: Match("none"), lambda _text: ""
    )


async def test_nothing_of_a_conversation_can_be_read_on_the_disk(
    library: Library, store: Store, tmp_path: Path
) -> None:
    assistant = _assistant(library, store)
    chat = Chat("telegram", "770012345678")
    for incoming in (
        Incoming("button", "lang:ru"),
        Incoming("button", "flow:birth_certificate"),
        Incoming("text", "канарейка 870101300123"),
    ):
        await assistant.handle(chat, incoming)
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in ("770012345678", "канарейка", "870101300123"):
        assert secret.encode() not in content


async def test_a_session_of_another_key_is_begun_anew(library: Library, store: Store) -> None:
    assistant = _assistant(library, store)
    chat = Chat("web", "token")
    await assistant.handle(chat, Incoming("button", "lang:ru"))
    key = Keys("a secret that is only for the tests of Komek").conversation("web", "token")
    async with store.conversation(key, dt.datetime.now(dt.UTC)) as kept:
        kept.sealed = b"damaged beyond reading, and long enough"
    assert "Выберите язык" in (await assistant.look(chat)).text

"""What a stolen database does not tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.privacy import Keys, SealBroken, read_or_make_secret

SECRET = "a secret that is only for the tests of Komek"


def test_what_was_sealed_opens_for_its_own_conversation_only() -> None:
    keys = Keys(SECRET)
    hers, another = keys.conversation("telegram", "1"), keys.conversation("telegram", "2")
    sealed = keys.seal(hers, b"her answers")
    assert keys.open(hers, sealed) == b"her answers"
    with pytest.raises(SealBroken):
        keys.open(another, sealed)
    with pytest.raises(SealBroken):
        Keys(SECRET + "!").open(hers, sealed)


def test_one_changed_byte_is_noticed() -> None:
    keys = Keys(SECRET)
    key = keys.conversation("web", "token")
    sealed = bytearray(keys.seal(key, b"her answers"))
    for position in range(len(sealed)):
        changed = sealed.copy()
        changed[position] ^= 1
        with pytest.raises(SealBroken):
            keys.open(key, bytes(changed))


def test_the_same_chat_has_another_key_in_another_channel_and_under_another_secret() -> None:
    keys = {
        Keys(SECRET).conversation("telegram", "1"), Keys(SECRET).conversation("web", "1"),
        Keys(SECRET + "!").conversation("telegram", "1"),
    }  # fmt: skip
    assert len(keys) == 3


def test_the_secret_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret.key"
    made = read_or_make_secret(path)
    assert len(made) >= 48
    assert read_or_make_secret(path) == made
    assert path.stat().st_mode & 0o777 == 0o600

"""The keys that stand between the database and the people in it.

Everything is derived from one secret that is never in the database: a key for the HMAC that
turns a chat into a conversation key, and a key that seals sessions. A sealed session is bound to
its conversation key, so a row moved to another conversation does not open.
"""

from __future__ import annotations

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_EXAMPLES = (
    "example",
    "changeme",
    "change-me",
    "change_me",
    "your-secret",
    "0123456789",
    "password",
)
"""What secret keys contain that were copied from somewhere."""
_FEWEST_SIGNS = 10


class SealBroken(Exception):
    """Sealed data was changed, moved, or sealed with another secret."""


class Keys:
    """Everything derived from the secret."""

    def __init__(self, secret: str) -> None:
        self._chats = _derived(secret, "chat")
        self._box = ChaCha20Poly1305(_derived(secret, "session"))

    def conversation(self, channel: str, chat: str) -> str:
        """Return the key under which a chat's conversation is stored: 64 hexadecimal digits."""
        return hmac.new(self._chats, f"{channel}:{chat}".encode(), sha256).hexdigest()

    def seal(self, conversation: str, data: bytes) -> bytes:
        """Encrypt data for one conversation."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._box.encrypt(nonce, data, conversation.encode())

    def open(self, conversation: str, sealed: bytes) -> bytes:
        """Decrypt what `seal` returned for the same conversation; raises `SealBroken`."""
        try:
            return self._box.decrypt(sealed[:_NONCE], sealed[_NONCE:], conversation.encode())
        except InvalidTag:
            raise SealBroken("the data does not belong to this conversation or key") from None


def read_or_make_secret(path: Path) -> str:
    """Return the secret kept in `path`; at the first run make one that only the owner may read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret + "\n")
    return secret


def refuse_known_secret(secret: str) -> None:
    """Raise `RuntimeError` when a secret was copied from an example: others know it."""
    known = any(part in secret.lower() for part in _EXAMPLES)
    if known or len(set(secret)) < _FEWEST_SIGNS:
        raise RuntimeError(
            "KOMEK_SECRET_KEY looks like an example, and whoever knows it can open what it seals; "
            "leave it out to have one made, or set a random one: openssl rand -base64 48"
        )


def _derived(secret: str, purpose: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"komek/{purpose}".encode())
    return hkdf.derive(secret.encode())

"""Passwords of staff: long rather than mixed, hard to guess, stored as Argon2id.

No rule says which characters to use and none is ever changed by force: both make people choose
worse ones (OWASP ASVS 5.0, 6.2).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from .words import N_

SHORTEST = 15
LONGEST = 128
_STRONG_ENOUGH = 4
"""More than ten thousand million guesses; at 3 "password1 password1" would pass."""
_LOOKED_AT = 72
"""As many characters as the guesser of weak passwords reads; if they are strong, the whole is."""
_AT_ONCE = 2
"""Each hash takes 64 MiB: a flood of guesses must not take the memory of the assistant."""

# Russian and Kazakh words typed on their keyboards, as the Latin keys under the fingers: so the
# guesser, which knows "qwerty" and the Latin form of well-known passwords, sees through "йцукен".
_KEYS = str.maketrans(
    "йцукенгшщзхъфывапролджэячсмитьбюё" + "әіңғүұқөһ",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`" + "234567890",
)

TOO_SHORT = N_("Use at least 15 characters: four or more unrelated words are easy to remember.")
TOO_LONG = N_("Use at most 128 characters.")
TOO_WEAK = N_(
    "That password is easy to guess. Add words that have nothing to do with each other, "
    "with you or with this site."
)


_T = TypeVar("_T")


class Passwords:
    """Hashes passwords, compares them, and says what is wrong with a new one."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobodys = self._hasher.hash(secrets.token_urlsafe())
        self._limiter: anyio.CapacityLimiter | None = None

    async def hash(self, password: str) -> str:
        """Return what is stored of a password."""
        return await self._apart(self._hasher.hash, password)

    async def matches(self, stored: str | None, password: str) -> bool:
        """Compare a password with what is stored; nothing stored takes as long and never matches."""
        return await self._apart(self._same, stored or self._nobodys, password) and bool(stored)

    def outdated(self, stored: str) -> bool:
        """Tell whether a hash was made with other costs than today's."""
        return self._hasher.check_needs_rehash(stored)

    async def problem(self, password: str, name: str) -> str | None:
        """Return what is wrong with a new password of this account, or nothing."""
        if len(password) < SHORTEST:
            return TOO_SHORT
        if len(password) > LONGEST:
            return TOO_LONG
        return None if await anyio.to_thread.run_sync(_strong, password, name) else TOO_WEAK

    def _same(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _apart(self, work: Callable[..., _T], *arguments: str) -> _T:
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(_AT_ONCE)
        return await anyio.to_thread.run_sync(work, *arguments, limiter=self._limiter)


def _strong(password: str, name: str) -> bool:
    about = [name, *name.replace("-", ".").replace("_", ".").split("."), "komek", "kazakhstan"]
    forms = {password[:_LOOKED_AT], password[:_LOOKED_AT].lower().translate(_KEYS)}
    return all(zxcvbn(form, about)["score"] >= _STRONG_ENOUGH for form in forms)

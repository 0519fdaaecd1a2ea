"""Telling people of one day apart without being able to say, on any later day, who they were."""

from __future__ import annotations

from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Final

_SALT: Final = 32
_SIZE: Final = 16
_RANDOM: Final = Path("/dev/urandom")


class Pseudonyms:
    """Gives each conversation a pseudonym that holds for one day and one process.

    The salt is random, never leaves the memory of this process and is overwritten when the day is
    over; after that nobody can work out a pseudonym of that day again. A restart begins with a
    new salt, so somebody who writes before and after it is counted twice that day.

    The salt is read straight into a buffer that we overwrite, and hashed with keyed BLAKE2b, whose
    state is wiped when it is let go of; HMAC would leave padded copies of the salt in memory.
    """

    def __init__(self) -> None:
        self._day: date | None = None
        self._salt = bytearray(_SALT)

    def of(self, conversation: str, day: date) -> bytes:
        """Return the pseudonym of a conversation key on that day: 16 bytes."""
        self.turn(day)
        return blake2b(conversation.encode(), key=self._salt, digest_size=_SIZE).digest()

    def turn(self, day: date) -> None:
        """Destroy the salt when its day is over; days only go forward."""
        if self._day is None or day > self._day:
            self._day = day
            with _RANDOM.open("rb", buffering=0) as random:
                if random.readinto(self._salt) != _SALT:
                    raise OSError("the system gave too little randomness")

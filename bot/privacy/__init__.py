"""Keeping people unknown: pseudonymous conversation keys and sealed sessions."""

from .keys import Keys, SealBroken, read_or_make_secret

__all__ = ["Keys", "SealBroken", "read_or_make_secret"]

"""What survives a restart: sealed sessions in SQLite or PostgreSQL."""

from .store import Kept, Store

__all__ = ["Kept", "Store"]

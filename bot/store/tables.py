"""The tables. Nothing in them names a person or holds a word that somebody typed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables."""


class SessionRow(Base):
    """One conversation, sealed with a key that is not in the database."""

    __tablename__ = "session"

    conversation: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    last_update: Mapped[int | None] = mapped_column(BigInteger)
    """The number of the last update applied, so that a repeated one is applied once."""
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)

"""The tables of the staff's desk: who may sign in, what is open, and what staff did."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, LargeBinary, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from .tables import Base


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Store every moment in UTC, so that moments can be compared in the database."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Say that what was read is UTC."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class AccountRow(Base):
    """One member of staff."""

    __tablename__ = "staff_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    folded: Mapped[str] = mapped_column(String(200), unique=True)
    """The name without the difference between capitals and small letters."""
    role: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    created: Mapped[datetime] = mapped_column(Moment)
    disabled: Mapped[datetime | None] = mapped_column(Moment)
    password: Mapped[str | None] = mapped_column(String(200))
    """Argon2id, with its salt and costs; nothing until the one-time link was used."""
    totp: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The secret of the second factor, sealed with a key that is not in the database."""
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    """The half minute of the last code that was accepted; it and those before are used up."""
    telegram: Mapped[str | None] = mapped_column(String(64), unique=True)
    """The conversation key (HMAC) of the linked Telegram chat."""


class TicketRow(Base):
    """Something that works once: a link to set a password, a code that links Telegram."""

    __tablename__ = "staff_ticket"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey(AccountRow.id), index=True)
    purpose: Mapped[str] = mapped_column(String(8))
    expires: Mapped[datetime] = mapped_column(Moment)


class RecoveryRow(Base):
    """A recovery code that has not been used yet."""

    __tablename__ = "staff_recovery"

    account: Mapped[int] = mapped_column(ForeignKey(AccountRow.id), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)


class SignInRow(Base):
    """One browser that is signed in; the cookie's token is not in here, only its SHA-256."""

    __tablename__ = "staff_session"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey(AccountRow.id), index=True)
    begun: Mapped[datetime] = mapped_column(Moment)
    """When the person last proved who they are: a proof begins a new session."""
    seen: Mapped[datetime] = mapped_column(Moment, index=True)
    offered: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The sealed secret of a second factor that is being set up."""


class AuditRow(Base):
    """One deed of staff: when, who, what, about which thing; never any data."""

    __tablename__ = "staff_audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    who: Mapped[int | None] = mapped_column(ForeignKey(AccountRow.id))
    """Nobody when it was done by a command or by somebody who is not signed in."""
    what: Mapped[str] = mapped_column(String(32))
    about: Mapped[str | None] = mapped_column(String(64))

"""The tables of the conversations and the question log. Nothing in them names a person.

What somebody typed is in none of them but `masked_text`, after the masking.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, DateTime, Index, LargeBinary, SmallInteger, String, Text
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


class EventRow(Base):
    """One event of the question log; by its random number nobody can tell what came after what."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date, index=True)
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    channel: Mapped[str] = mapped_column(String(10))
    topic: Mapped[str] = mapped_column(String(40))
    entry: Mapped[str] = mapped_column(String(60))
    detail: Mapped[str] = mapped_column(String(40))
    band: Mapped[str] = mapped_column(String(6))
    campaign: Mapped[str] = mapped_column(String(32))


class PersonOfDayRow(Base):
    """Whose event this was, by the pseudonym of a day; deleted when the day is counted."""

    __tablename__ = "person_of_day"

    event: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date, index=True)
    person: Mapped[bytes] = mapped_column(LargeBinary(16))


class MaskedTextRow(Base):
    """The masked text of a question that got no sure answer."""

    __tablename__ = "masked_text"

    event: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date, index=True)
    language: Mapped[str] = mapped_column(String(2))
    entry: Mapped[str] = mapped_column(String(60))
    """The likeliest entry of a "did you mean"; empty when nothing was found."""
    masked: Mapped[str] = mapped_column(String(300))
    teller: Mapped[int | None] = mapped_column(SmallInteger)
    """Numbers the people of one day from 1 when the day is counted, so that one person asking the
    same thing twice is not taken for two. It starts anew every day and means nothing beside it."""
    gap: Mapped[int | None] = mapped_column(BigInteger, index=True)
    """The group of texts that ask alike; nothing until the day is counted."""


class GapRow(Base):
    """A group of masked texts that ask alike, and what staff made of it."""

    __tablename__ = "gap"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(String(2))
    leader: Mapped[str] = mapped_column(String(300))
    """The key of the first text, which others are compared with."""
    state: Mapped[str] = mapped_column(String(10))


class LearnedWayRow(Base):
    """A way of asking that staff attached to an entry."""

    __tablename__ = "learned_way"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(2))
    way: Mapped[str] = mapped_column(String(300))
    added: Mapped[date] = mapped_column(Date)


class LabelledQuestionRow(Base):
    """A question with the entry that answers it, for the regression set."""

    __tablename__ = "labelled_question"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(String(300))
    added: Mapped[date] = mapped_column(Date)


class DraftAnswerRow(Base):
    """The beginning of an answer that staff want to be written."""

    __tablename__ = "draft_answer"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    answer: Mapped[str] = mapped_column(String(40))
    topic: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(2))
    ways: Mapped[str] = mapped_column(Text)
    """One a line."""
    added: Mapped[date] = mapped_column(Date)


class TallyRow(Base):
    """How often something happened on a day, and by how many people: what is left of a day."""

    __tablename__ = "tally"

    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    dimension: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    value: Mapped[str] = mapped_column(String(80), primary_key=True)
    week: Mapped[date] = mapped_column(Date)
    """The Monday of the day's week."""
    count: Mapped[int] = mapped_column(BigInteger)
    people: Mapped[int] = mapped_column(BigInteger)

    # Covering: the figures of a page are read from the index alone.
    __table_args__ = (
        Index("ix_tally_week", "measure", "dimension", "week", "value", "count", "people"),
    )

"""The question log: events, the pseudonyms of the open day, masked texts, and what is left of days."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the question log."""
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("entry", sa.String(60), nullable=False),
        sa.Column("detail", sa.String(40), nullable=False),
        sa.Column("band", sa.String(6), nullable=False),
        sa.Column("campaign", sa.String(32), nullable=False),
    )
    op.create_index("ix_event_day", "event", ["day"])
    op.create_table(
        "person_of_day",
        sa.Column("event", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person", sa.LargeBinary(16), nullable=False),
    )
    op.create_index("ix_person_of_day_day", "person_of_day", ["day"])
    op.create_table(
        "masked_text",
        sa.Column("event", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("entry", sa.String(60), nullable=False),
        sa.Column("masked", sa.String(300), nullable=False),
        sa.Column("teller", sa.SmallInteger(), nullable=True),
        sa.Column("gap", sa.BigInteger(), nullable=True),
    )
    op.create_index("ix_masked_text_day", "masked_text", ["day"])
    op.create_index("ix_masked_text_gap", "masked_text", ["gap"])
    op.create_table(
        "gap",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("leader", sa.String(300), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
    )
    op.create_table(
        "tally",
        sa.Column("measure", sa.String(20), primary_key=True),
        sa.Column("dimension", sa.String(20), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("value", sa.String(80), primary_key=True),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
    )
    op.create_index(
        "ix_tally_week",
        "tally",
        ["measure", "dimension", "week", "value", "count", "people"],
    )


def downgrade() -> None:
    """Drop the tables of the question log."""
    for table in ("tally", "gap", "masked_text", "person_of_day", "event"):
        op.drop_table(table)

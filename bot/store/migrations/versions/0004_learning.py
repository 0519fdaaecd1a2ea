"""What staff made of gaps: ways of asking, labelled questions, drafts of answers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of what was learned."""
    for name, text in (("learned_way", "way"), ("labelled_question", "text")):
        op.create_table(
            name,
            sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
            sa.Column("entry", sa.String(60), nullable=False),
            sa.Column("language", sa.String(2), nullable=False),
            sa.Column(text, sa.String(300), nullable=False),
            sa.Column("added", sa.Date(), nullable=False),
        )
    op.create_table(
        "draft_answer",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("added", sa.Date(), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables of what was learned."""
    for table in ("draft_answer", "labelled_question", "learned_way"):
        op.drop_table(table)

"""The staff's desk: accounts, what works once, who is signed in, and the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the desk."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "staff_account",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("folded", sa.String(200), nullable=False, unique=True),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("created", moment, nullable=False),
        sa.Column("disabled", moment, nullable=True),
        sa.Column("password", sa.String(200), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("telegram", sa.String(64), nullable=True, unique=True),
    )
    op.create_table(
        "staff_ticket",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account", sa.Integer(), sa.ForeignKey("staff_account.id"), nullable=False),
        sa.Column("purpose", sa.String(8), nullable=False),
        sa.Column("expires", moment, nullable=False),
    )
    op.create_index("ix_staff_ticket_account", "staff_ticket", ["account"])
    op.create_table(
        "staff_recovery",
        sa.Column("account", sa.Integer(), sa.ForeignKey("staff_account.id"), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
    )
    op.create_table(
        "staff_session",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account", sa.Integer(), sa.ForeignKey("staff_account.id"), nullable=False),
        sa.Column("begun", moment, nullable=False),
        sa.Column("seen", moment, nullable=False),
        sa.Column("offered", sa.LargeBinary(), nullable=True),
    )
    op.create_index("ix_staff_session_account", "staff_session", ["account"])
    op.create_index("ix_staff_session_seen", "staff_session", ["seen"])
    op.create_table(
        "staff_audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("who", sa.Integer(), sa.ForeignKey("staff_account.id"), nullable=True),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("about", sa.String(64), nullable=True),
    )
    op.create_index("ix_staff_audit_at", "staff_audit", ["at"])


def downgrade() -> None:
    """Drop the tables of the desk."""
    for table in ("audit", "session", "recovery", "ticket", "account"):
        op.drop_table(f"staff_{table}")

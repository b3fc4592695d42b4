"""Officials' decisions about infectors, and rankings of source venues.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")
INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "infector_decisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("case", ID, nullable=False),
        sa.Column("infector", ID, nullable=True),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("decided_by", ID, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_infector_decisions_case_cases")),
        sa.ForeignKeyConstraint(
            ["infector"], ["cases.id"], name=op.f("fk_infector_decisions_infector_cases")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["officials.id"], name=op.f("fk_infector_decisions_decided_by_officials")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_infector_decisions")),
    )
    op.create_index(op.f("ix_infector_decisions_case"), "infector_decisions", ["case"])
    op.create_table(
        "source_runs",
        sa.Column("id", ID, nullable=False),
        sa.Column("disease", sa.String(32), nullable=False),
        sa.Column("jurisdiction", sa.String(16), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("result", JSON, nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["officials.id"], name=op.f("fk_source_runs_made_by_officials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_runs")),
        sa.UniqueConstraint("disease", "jurisdiction", name=op.f("uq_source_runs_disease_jurisdiction")),
    )


def downgrade() -> None:
    op.drop_table("source_runs")
    op.drop_index(op.f("ix_infector_decisions_case"), "infector_decisions")
    op.drop_table("infector_decisions")

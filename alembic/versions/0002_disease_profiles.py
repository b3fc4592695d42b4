"""Disease profiles that a city adds: every version stays, each to be reviewed by a second person.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")
INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "disease_profiles",
        sa.Column("slug", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", ID, nullable=True),
        sa.Column("reviewed_by", ID, nullable=True),
        sa.Column("reviewed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"], ["officials.id"], name=op.f("fk_disease_profiles_added_by_officials")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["officials.id"], name=op.f("fk_disease_profiles_reviewed_by_officials")
        ),
        sa.PrimaryKeyConstraint("slug", "version", name=op.f("pk_disease_profiles")),
    )


def downgrade() -> None:
    op.drop_table("disease_profiles")

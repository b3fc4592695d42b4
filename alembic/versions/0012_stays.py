"""Who came along, own corrections, zones that are no more, and links by which staff begin a shift.

Revision: 0012, after 0011. The check is written with its column: both databases take that without making a
table again, and drop it with the column. On PostgreSQL the partitions of visits follow their parent.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")
INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
WITH_COMPANY = ("visits", "case_visits", "exposures", "event_exposures")
REASONS = "'forgot', 'wrong_time', 'left_earlier', 'stayed_longer'"


def upgrade() -> None:
    for table in WITH_COMPANY:
        for name in ("companions", "children"):
            op.add_column(table, sa.Column(name, sa.SmallInteger(), nullable=False, server_default="0"))
    op.execute(
        "ALTER TABLE visits ADD COLUMN correction VARCHAR(24) "
        f"CONSTRAINT ck_visits_visit_correction CHECK (correction IN ({REASONS}))"
    )
    op.add_column("visits", sa.Column("first_left_at", INSTANT, nullable=True))
    op.add_column("zones", sa.Column("removed_at", INSTANT, nullable=True))
    op.create_table(
        "shift_links",
        sa.Column("token_sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("venue", ID, nullable=False),
        sa.Column("ending", sa.String(4), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["venue"], ["venues.id"], name=op.f("fk_shift_links_venue_venues")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_shift_links")),
    )
    op.create_index(op.f("ix_shift_links_venue"), "shift_links", ["venue"])


def downgrade() -> None:
    op.drop_index(op.f("ix_shift_links_venue"), "shift_links")
    op.drop_table("shift_links")
    op.drop_column("zones", "removed_at")
    for name in ("first_left_at", "correction"):
        op.drop_column("visits", name)
    for table in reversed(WITH_COMPANY):
        for name in ("children", "companions"):
            op.drop_column(table, name)

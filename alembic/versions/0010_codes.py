"""Links of screens that show a venue's changing code, and an index of the codes that have ended.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")
INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
ENDED = sa.text("valid_until IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "screen_links",
        sa.Column("token_sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("venue", ID, nullable=False),
        sa.Column("ending", sa.String(4), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["venue"], ["venues.id"], name=op.f("fk_screen_links_venue_venues")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_screen_links")),
    )
    op.create_index(op.f("ix_screen_links_venue"), "screen_links", ["venue"])
    # Nearly every code is in force: only the few that have ended are looked for by their end.
    op.create_index(
        op.f("ix_codes_valid_until"), "codes", ["valid_until"], postgresql_where=ENDED, sqlite_where=ENDED
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_codes_valid_until"), "codes")
    op.drop_index(op.f("ix_screen_links_venue"), "screen_links")
    op.drop_table("screen_links")

"""Shifts that have not ended, by venue and time: they last longer than any other stay.

Revision: 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SHIFTS = sa.text("assurance = 'staff'")


def upgrade() -> None:
    op.create_index(
        "ix_visits_shifts",
        "visits",
        ["venue", "entered_at"],
        unique=False,
        postgresql_where=SHIFTS,
        sqlite_where=SHIFTS,
    )


def downgrade() -> None:
    op.drop_index("ix_visits_shifts", table_name="visits")

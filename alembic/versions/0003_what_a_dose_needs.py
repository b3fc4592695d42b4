"""The air of places, and the earliest and latest likely end of a case's visits.

Revision: 0003, after 0002. The checks are written with their columns: both databases take that without making
a table again, and drop them with the column.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
AIR = "'closed', 'windows', 'mechanical', 'open_air'"
CHECKS = {"venues": "ventilation", "zones": "zone_ventilation"}


def upgrade() -> None:
    for table, name in CHECKS.items():
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN ventilation VARCHAR(24) "
            f"CONSTRAINT ck_{table}_{name} CHECK (ventilation IN ({AIR}))"
        )
    for name in ("left_least", "left_most"):
        op.add_column("case_visits", sa.Column(name, INSTANT, nullable=True))


def downgrade() -> None:
    for name in ("left_most", "left_least"):
        op.drop_column("case_visits", name)
    for table in reversed(CHECKS):
        op.drop_column(table, "ventilation")

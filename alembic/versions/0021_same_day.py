"""Beside a visit of a day that is over, where else its person was that day.

Revision: 0021, after 0020. A trace reads it on the page of the visit. It is filled when a day is put in
order; days that lie in order already go without until they are gone. The index of what was taken back is
empty but for a few.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INDEX = "ix_visits_withdrawn"
WITHDRAWN = sa.text("withdrawn_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("visits", sa.Column("same_day", sa.LargeBinary(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL statement_timeout = 0")
    op.create_index(
        INDEX, "visits", ["pseudonym"], unique=False, postgresql_where=WITHDRAWN, sqlite_where=WITHDRAWN
    )


def downgrade() -> None:
    op.drop_index(INDEX, table_name="visits")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS forget_same_day() CASCADE")
    op.drop_column("visits", "same_day")

"""Indexes behind the lists, searches and maps of a large city.

Folded names compare byte by byte on PostgreSQL too, so that a search for a beginning is a range of the index.

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

Indexes = tuple[tuple[str, list[str]], ...]

GONE = (
    ("cases", ["state", "reported_at"]),
    ("cases", ["jurisdiction"]),
    ("cases", ["ward", "counted_on"]),
    ("contacts", ["case"]),  # the unique key of case and person begins with it
    ("venues", ["folded_name"]),
)
NEW = (
    ("cases", ["state", "reported_at", "id"]),
    ("cases", ["jurisdiction", "state", "reported_at", "id"]),
    ("cases", ["disease", "classification", "counted_on", "ward"]),
    ("cases", ["disease", "counted_on"]),
    ("cases", ["subject"]),
    ("contacts", ["person"]),
    ("events", ["opened_at", "id"]),
    ("venues", ["folded_name", "ward", "id"]),
)


def upgrade() -> None:
    _change(GONE, NEW)


def downgrade() -> None:
    _change(NEW, GONE)


def _change(gone: Indexes, new: Indexes) -> None:
    for table, columns in gone:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table_name=table)
    if op.get_bind().dialect.name == "postgresql":
        collation = "C" if new is NEW else "default"
        op.execute(
            sa.text(f'ALTER TABLE venues ALTER COLUMN folded_name TYPE varchar(200) COLLATE "{collation}"')
        )
    for table, columns in new:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns, unique=False)

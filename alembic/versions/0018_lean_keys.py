"""Keys of visits without what no statement reads from them.

Revision: 0018, after 0017. While `left_at` stood in an index, every check-out wrote all of them anew; now
most check-outs touch the row alone. On PostgreSQL this builds two indexes of every partition again, and
nobody uses the visits meanwhile.
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _keys(["pseudonym"], "")


def downgrade() -> None:
    _keys(["pseudonym", "entered_at"], "INCLUDE (left_at, pseudonym)")


def _keys(by_pseudonym: list[str], included: str) -> None:
    op.drop_index("ix_visits_pseudonym", table_name="visits")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL statement_timeout = 0")
        op.execute("ALTER TABLE visits DROP CONSTRAINT pk_visits")
        op.execute(
            f"ALTER TABLE visits ADD CONSTRAINT pk_visits PRIMARY KEY (venue, entered_at, id) {included}"
        )
    op.create_index("ix_visits_pseudonym", "visits", by_pseudonym, unique=False)

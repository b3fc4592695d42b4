"""An index for one ward's cases of one disease, which SQLite looked for among all of the disease.

Revision: 0020, after 0019.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

COLUMNS = ["jurisdiction", "disease", "counted_on"]
NAME = f"ix_cases_{'_'.join(COLUMNS)}"


def upgrade() -> None:
    op.create_index(NAME, "cases", COLUMNS, unique=False)


def downgrade() -> None:
    op.drop_index(NAME, table_name="cases")

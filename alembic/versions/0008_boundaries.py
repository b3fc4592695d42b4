"""Boundaries by validity: from which day, which are in force, former districts, old ward codes into new ones.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NEWEST_IN_FORCE = (
    "UPDATE imports SET in_force = true WHERE id IN "
    "(SELECT max(id) FROM imports WHERE kind IN ('ward', 'district', 'province') GROUP BY kind)"
)


def upgrade() -> None:
    op.add_column("imports", sa.Column("valid_from", sa.Date(), nullable=True))
    # a default for the rows that are there; every row from now on says it itself
    op.add_column("imports", sa.Column("in_force", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("imports", sa.Column("districts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("imports", sa.Column("wards_version", sa.Integer(), nullable=True))
    op.add_column("imports", sa.Column("population", sa.String(200), nullable=False, server_default=""))
    op.execute(NEWEST_IN_FORCE)
    op.create_table(
        "area_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old_code", sa.String(16), nullable=False),
        sa.Column("new_code", sa.String(16), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_area_changes_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_changes")),
    )
    op.create_index(op.f("ix_area_changes_old_code"), "area_changes", ["old_code"])


def downgrade() -> None:
    op.drop_index(op.f("ix_area_changes_old_code"), "area_changes")
    op.drop_table("area_changes")
    for column in ("population", "wards_version", "districts", "in_force", "valid_from"):
        op.drop_column("imports", column)

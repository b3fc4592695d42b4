"""Test results of followed contacts, from which thresholds can one day be fitted.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "test_results",
        sa.Column("id", ID, nullable=False),
        sa.Column("contact", ID, nullable=True),
        sa.Column("disease", sa.String(32), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "positive",
                "negative",
                "not_tested",
                name="test_result",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("features", JSON, nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contacts.id"], name=op.f("fk_test_results_contact_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_results")),
        sa.UniqueConstraint("contact", name=op.f("uq_test_results_contact")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("test_results")

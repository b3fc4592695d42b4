"""One human is several persons: which was joined into which, and the codes by which browsers are linked.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")
INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "joined_persons",
        sa.Column("person", ID, nullable=False),
        sa.Column("into", ID, nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "browser",
                "chat_app",
                "installed",
                "other_phone",
                "recovery",
                name="joined_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_joined_persons_person_persons")),
        sa.ForeignKeyConstraint(["into"], ["persons.id"], name=op.f("fk_joined_persons_into_persons")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_joined_persons")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_joined_persons_into"), "joined_persons", ["into"])
    op.create_table(
        "join_codes",
        sa.Column("code_mac", sa.LargeBinary(32), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_join_codes_person_persons")),
        sa.PrimaryKeyConstraint("code_mac", name=op.f("pk_join_codes")),
    )
    op.create_index(op.f("ix_join_codes_person"), "join_codes", ["person"])
    op.create_index(op.f("ix_join_codes_expires_at"), "join_codes", ["expires_at"])
    # Whoever looks at their own visits asks which of them stand in a case's file.
    op.create_index(op.f("ix_case_visits_person"), "case_visits", ["person"])


def downgrade() -> None:
    op.drop_index(op.f("ix_case_visits_person"), "case_visits")
    op.drop_index(op.f("ix_join_codes_expires_at"), "join_codes")
    op.drop_index(op.f("ix_join_codes_person"), "join_codes")
    op.drop_table("join_codes")
    op.drop_index(op.f("ix_joined_persons_into"), "joined_persons")
    op.drop_table("joined_persons")

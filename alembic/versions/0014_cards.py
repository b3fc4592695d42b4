"""Cards: a keyed MAC in the place of a plain hash of the number, registration, blocking, the key's year.

A plain SHA-256 of fourteen digits is undone in hours by trying them all. No card could be issued before this
revision, so the table is made anew: a MAC cannot be computed from a hash.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")
INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.drop_table("cards")
    op.create_table(
        "cards",
        sa.Column("number_mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("sealed", sa.LargeBinary(length=512), nullable=True),
        sa.Column("key_year", sa.Integer(), nullable=True),
        sa.Column("registered_at", INSTANT, nullable=True),
        sa.Column("registered_by", ID, nullable=True),
        sa.Column("blocked_at", INSTANT, nullable=True),
        sa.Column("replaced_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_cards_person_persons")),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["officials.id"], name=op.f("fk_cards_registered_by_officials")
        ),
        sa.PrimaryKeyConstraint("number_mac", name=op.f("pk_cards")),
    )
    op.create_index(op.f("ix_cards_person"), "cards", ["person"], unique=False)
    op.create_index(op.f("ix_cards_expires_on"), "cards", ["expires_on"], unique=False)


def downgrade() -> None:
    op.drop_table("cards")
    op.create_table(
        "cards",
        sa.Column("number_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(length=1024), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_cards_person_persons")),
        sa.PrimaryKeyConstraint("number_sha256", name=op.f("pk_cards")),
    )
    op.create_index(op.f("ix_cards_person"), "cards", ["person"], unique=False)

"""Releases of the public map: inserted once, never changed.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "map_releases",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("disease", sa.String(32), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(16), nullable=False),
        sa.Column("blocks", JSON, nullable=False),
        sa.Column("elsewhere", sa.Integer(), nullable=True),
        sa.Column("late", sa.Integer(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("narrowest", sa.Integer(), nullable=True),
        sa.Column("boundaries", sa.Integer(), nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("own_cases", sa.Boolean(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["boundaries"], ["imports.id"], name=op.f("fk_map_releases_boundaries_imports")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_map_releases")),
        sa.UniqueConstraint("disease", "first", name=op.f("uq_map_releases_disease_first")),
    )
    _freeze()


def downgrade() -> None:
    op.drop_table("map_releases")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION map_releases_are_frozen()")


def _freeze() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION map_releases_are_frozen() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'map releases are frozen'; END $$"
        )
        op.execute(
            "CREATE TRIGGER map_releases_are_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON map_releases "
            "FOR EACH STATEMENT EXECUTE FUNCTION map_releases_are_frozen()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER map_releases_no_{verb.lower()} BEFORE {verb} ON map_releases "
            "BEGIN SELECT RAISE(ABORT, 'map releases are frozen'); END"
        )

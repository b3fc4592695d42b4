"""Traces of events, beside those of cases.

Revision: 0004, after 0003. Tables of their own rather than an event beside the case in `traces`: SQLite would
have to make `traces` again under the foreign keys of `exposures`, which it does not let go of within a
transaction; and whatever counts the traces of cases goes on without knowing of events.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")
INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "event_traces",
        sa.Column("id", ID, nullable=False),
        sa.Column("event", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_event_traces_event_events")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["officials.id"], name=op.f("fk_event_traces_made_by_officials")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_traces")),
        sa.UniqueConstraint("event", "number", name=op.f("uq_event_traces_event_number")),
    )
    op.create_table(
        "event_exposures",
        sa.Column("trace", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("venue", ID, nullable=False),
        sa.Column("zone", ID, nullable=True),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("assumed", sa.Boolean(), nullable=False),
        sa.Column(
            "assurance",
            sa.Enum(
                "static",
                "typed",
                "card",
                "dynamic",
                "staff",
                name="event_exposure_assurance",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("flags", sa.SmallInteger(), nullable=False),
        sa.Column("parts", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["trace"], ["event_traces.id"], name=op.f("fk_event_exposures_trace_event_traces")
        ),
        sa.ForeignKeyConstraint(["venue"], ["venues.id"], name=op.f("fk_event_exposures_venue_venues")),
        sa.PrimaryKeyConstraint("trace", "person", "number", name=op.f("pk_event_exposures")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("event_exposures")
    op.drop_table("event_traces")

"""Notices of exposures: what was sent to whom, in which version; when a notice was fetched and read.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")
INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
ADVICE = sa.Enum(
    "watch",
    "test",
    "stay_home",
    "nothing",
    name="notice_advice",
    native_enum=False,
    create_constraint=True,
    length=24,
)


def upgrade() -> None:
    op.create_table(
        "notice_sendings",
        sa.Column("id", ID, nullable=False),
        sa.Column("case", ID, nullable=True),
        sa.Column("event", ID, nullable=True),
        sa.Column("thread", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdraws", sa.Boolean(), nullable=False),
        sa.Column("advice", ADVICE, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("disease", sa.String(32), nullable=True),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("sent_by", ID, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("taken_back_at", INSTANT, nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_notice_sendings_case_cases")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_notice_sendings_event_events")),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["officials.id"], name=op.f("fk_notice_sendings_sent_by_officials")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_sendings")),
        sa.UniqueConstraint("thread", "version", name=op.f("uq_notice_sendings_thread_version")),
    )
    op.create_index(op.f("ix_notice_sendings_case"), "notice_sendings", ["case"])
    op.create_index(op.f("ix_notice_sendings_event"), "notice_sendings", ["event"])
    with op.batch_alter_table("notices") as table:
        table.add_column(sa.Column("sending", ID, nullable=True))
        table.add_column(sa.Column("exposed_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("until_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("fetched_at", INSTANT, nullable=True))
        table.drop_column("withdrawn_at")  # nothing ever set it: a withdrawal is a version of its own
        table.create_foreign_key(
            op.f("fk_notices_sending_notice_sendings"), "notice_sendings", ["sending"], ["id"]
        )
        table.create_index(op.f("ix_notices_sending"), ["sending"])


def downgrade() -> None:
    with op.batch_alter_table("notices") as table:
        table.drop_index(op.f("ix_notices_sending"))
        table.drop_constraint(op.f("fk_notices_sending_notice_sendings"), type_="foreignkey")
        table.add_column(sa.Column("withdrawn_at", INSTANT, nullable=True))
        for column in ("fetched_at", "until_on", "exposed_on", "sending"):
            table.drop_column(column)
    op.drop_index(op.f("ix_notice_sendings_event"), "notice_sendings")
    op.drop_index(op.f("ix_notice_sendings_case"), "notice_sendings")
    op.drop_table("notice_sendings")

"""What exposures are made of in columns of their own, and a trace's list in its order beside it.

Revision: 0019, after 0018. A document in each row was half of it, and with two look-ups a row for
foreign keys most of the time that a trace took to be kept: a trace and its exposures come and go in one
transaction, and its venues are those of the case's visits, which have a foreign key. Lists of traces made
before are put in order whenever they are looked at, as they were. On SQLite, which drops no foreign key, the
tables are made again.
"""

# ruff: noqa: S608 - every word is ours, never from input

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.LargeBinary(16).with_variant(postgresql.UUID(), "postgresql")
INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TABLES = {
    "exposures": ("exposure_assurance", "traces"),
    "event_exposures": ("event_exposure_assurance", "event_traces"),
}
ASSURANCES = ("static", "typed", "card", "dynamic", "staff")
LENGTHS = ("together", "after", "threshold")
DOSE = ("infectiousness", "through_air", "close_by", "least", "most")
COMMON = (
    *("trace", "person", "number", "venue", "zone", "starts_at", "ends_at"),
    *("assumed", "assurance", "flags", "companions", "children"),
)
QUARTER_HOUR = 15 * 60


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in TABLES:
        values = _read_sqlite() if sqlite else _read_postgres()
        if sqlite:
            _made_again(table, _columns(), values, foreign=False)
            continue
        for name, (kind, _) in _columns().items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
        op.execute(f"UPDATE {table} SET " + ", ".join(f"{name} = {value}" for name, value in values.items()))
        for name in (*LENGTHS, "on_shift"):
            op.alter_column(table, name, nullable=False)
        op.drop_column(table, "parts")
        for target in (TABLES[table][1], "venues"):
            column = "venue" if target == "venues" else "trace"
            op.drop_constraint(f"fk_{table}_{column}_{target}", table, type_="foreignkey")
    op.create_table(
        "trace_lists",
        sa.Column("trace", ID, nullable=False),
        sa.Column("persons", sa.LargeBinary(), nullable=False),
        sa.Column("shared", sa.LargeBinary(), nullable=False),
        sa.Column("flag_counts", JSON, nullable=False),
        sa.ForeignKeyConstraint(["trace"], ["traces.id"], name=op.f("fk_trace_lists_trace_traces")),
        sa.PrimaryKeyConstraint("trace", name=op.f("pk_trace_lists")),
    )
    if not sqlite:  # ids are random: nothing is gained by trying to press them
        op.execute(
            "ALTER TABLE trace_lists ALTER persons SET STORAGE EXTERNAL, ALTER shared SET STORAGE EXTERNAL"
        )


def downgrade() -> None:
    op.drop_table("trace_lists")
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in reversed(TABLES):
        if sqlite:
            _made_again(table, {"parts": (JSON, False)}, {"parts": _document("json_object")}, foreign=True)
            continue
        op.add_column(table, sa.Column("parts", JSON, nullable=True))
        op.execute(f"UPDATE {table} SET parts = {_document('jsonb_build_object')}")
        op.alter_column(table, "parts", nullable=False)
        for name in _columns():
            op.drop_column(table, name)
        for column, target in (("trace", TABLES[table][1]), ("venue", "venues")):
            op.create_foreign_key(f"fk_{table}_{column}_{target}", table, target, [column], ["id"])


def _columns() -> dict[str, tuple[sa.types.TypeEngine[Any], bool]]:
    """The new columns: type, and whether empty is allowed."""
    return {
        **{name: (sa.Float(), False) for name in LENGTHS},
        "counted": (sa.Float(), True),
        "on_shift": (sa.Boolean(), False),
        **{name: (sa.Float(), True) for name in DOSE},
    }


def _read_postgres() -> dict[str, str]:
    found = {name: f"CAST(parts ->> '{name}' AS float8)" for name in (*LENGTHS, "counted")}
    found |= {name: f"CAST(parts #>> '{{dose,{name}}}' AS float8)" for name in DOSE}
    return _completed(found, "CAST(parts ->> 'on_shift' AS boolean)", "false")


def _read_sqlite() -> dict[str, str]:
    found = {name: f"json_extract(parts, '$.{name}')" for name in (*LENGTHS, "counted")}
    found |= {name: f"json_extract(parts, '$.dose.{name}')" for name in DOSE}
    return _completed(found, "json_extract(parts, '$.on_shift')", "0")


def _completed(found: dict[str, str], on_shift: str, no: str) -> dict[str, str]:
    # Traces made by the first rule kept minutes only.
    return found | {
        "threshold": f"coalesce({found['threshold']}, {QUARTER_HOUR})",
        "on_shift": f"coalesce({on_shift}, {no})",
    }


def _document(build: str) -> str:
    """The document of old from the columns."""
    dose = f"{build}({_fields(DOSE)})"
    on_shift = "on_shift" if build.startswith("jsonb") else "json(iif(on_shift, 'true', 'false'))"
    fields = _fields((*LENGTHS, "counted"))
    return (
        f"{build}({fields}, 'on_shift', {on_shift}, "
        f"'dose', CASE WHEN infectiousness IS NULL THEN NULL ELSE {dose} END)"
    )


def _fields(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}', {name}" for name in names)


def _made_again(
    table: str,
    new: dict[str, tuple[sa.types.TypeEngine[Any], bool]],
    values: dict[str, str],
    *,
    foreign: bool,
) -> None:
    """The table of SQLite with other columns beside the common ones, its rows carried over."""
    check, traces = TABLES[table]
    before = f"{table}_before"
    op.rename_table(table, before)
    if table == "exposures":
        op.drop_index("ix_exposures_venue", before)
    keys = [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")
        for column, target in (("trace", traces), ("venue", "venues"))
    ]
    op.create_table(
        table,
        *(sa.Column(name, ID, nullable=False) for name in ("trace", "person")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("venue", ID, nullable=False),
        sa.Column("zone", ID, nullable=True),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("starts_at", "ends_at")),
        sa.Column("assumed", sa.Boolean(), nullable=False),
        sa.Column(
            "assurance",
            sa.Enum(*ASSURANCES, name=check, native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("flags", sa.SmallInteger(), nullable=False),
        *(
            sa.Column(name, sa.SmallInteger(), nullable=False, server_default="0")
            for name in ("companions", "children")
        ),
        *(sa.Column(name, kind, nullable=empty) for name, (kind, empty) in new.items()),
        *(keys if foreign else ()),
        sa.PrimaryKeyConstraint("trace", "person", "number", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
    if table == "exposures":
        op.create_index("ix_exposures_venue", table, ["venue"])
    op.execute(
        f"INSERT INTO {table} ({', '.join((*COMMON, *values))}) "
        f"SELECT {', '.join((*COMMON, *values.values()))} FROM {before}"
    )
    op.drop_table(before)

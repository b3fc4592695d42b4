"""What exposures held in a document stands in columns afterwards."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from app.domain.ids import VenueId
from app.store import migrate
from app.usecases.register_venue import register_venue
from tests.usecases.conftest import registration

DOSE = {"infectiousness": 1.25, "through_air": 0.5, "close_by": 0.1, "least": 0.0, "most": 3.0}
BY_DOSE = {
    "together": 1800.5,
    "after": 60.0,
    "threshold": 600.0,
    "counted": None,
    "on_shift": True,
    "dose": DOSE,
}
COUNTED = BY_DOSE | {"counted": 12.5, "on_shift": False, "dose": None}
FIRST_RULE = {"together": 60.0, "after": 0.0}
COLUMNS = "together, after, threshold, counted, on_shift, infectiousness, through_air, close_by, least, most"


@pytest.mark.parametrize("table", ["exposures", "event_exposures"])
def test_documents_become_columns(database, table):
    migrate.downgrade(database, "0018")
    sqlite = database.is_sqlite
    row, at = (UUID(int=5).bytes, 0) if sqlite else (UUID(int=5), datetime(2026, 11, 1, tzinfo=UTC))
    with database.engine.connect() as connection:
        # Rows without the case and the venue that they are of: the keys are off while they are put in.
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF" if sqlite else "SET session_replication_role = replica")
        for number, document in enumerate((BY_DOSE, COUNTED, FIRST_RULE), start=1):
            mark = "?" if sqlite else "%s"
            driver.execute(
                f"INSERT INTO {table} (trace, person, number, venue, starts_at, ends_at, assumed, "  # noqa: S608
                f"assurance, flags, parts) VALUES ({mark}, {mark}, {number}, {mark}, {mark}, {mark}, false, "
                f"'static', 0, {mark})",
                (row, row, row, at, at, json.dumps(document)),
            )
        driver.execute("PRAGMA foreign_keys=ON" if sqlite else "SET session_replication_role = DEFAULT")
        driver.commit()
    migrate.upgrade(database)
    with database.engine.begin() as connection:
        found = connection.execute(text(f"SELECT {COLUMNS} FROM {table} ORDER BY number")).all()  # noqa: S608
    dose = tuple(DOSE.values())
    assert [tuple(row) for row in found] == [
        (1800.5, 60.0, 600.0, None, True, *dose),
        (1800.5, 60.0, 600.0, 12.5, False, *[None] * 5),
        (60.0, 0.0, 900.0, None, False, *[None] * 5),
    ]


TRACES = {
    "exposures": ("traces", ', "case", window_start, window_end, case_version', 4),
    "event_exposures": ("event_traces", ", event", 1),
}


@pytest.mark.parametrize("table", sorted(TRACES))
def test_columns_become_documents_again(database, now, table):
    sqlite, id_, numbers = database.is_sqlite, UUID(int=5), range(1, 4)
    row, at = (id_.bytes, 0) if sqlite else (id_, now)
    with database.writing() as session:
        register_venue(session, VenueId(id_), registration("Mall"), None, now=now)
    traces, more, count = TRACES[table]
    values = {1: [row], 4: [row, at, at, 1]}[count]
    mark = "?" if sqlite else "%s"
    with database.engine.connect() as connection:
        # A trace without the case that it is of.
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF" if sqlite else "SET session_replication_role = replica")
        driver.execute(
            f"INSERT INTO {traces} (id, number, rule, made_by, made_at{more}) "  # noqa: S608
            f"VALUES ({mark}, 1, 'dose', {mark}, {mark}{', '.join(['', *[mark] * count])})",
            (row, row, at, *values),
        )
        lengths = [(1800.5, 60.0, 600.0, None), (1800.5, 60.0, 600.0, 12.5), (60.0, 0.0, 900.0, None)]
        doses = [tuple(DOSE.values()), (None,) * 5, (None,) * 5]
        for number, length, dose in zip(numbers, lengths, doses, strict=True):
            driver.execute(
                f"INSERT INTO {table} (trace, person, number, venue, starts_at, ends_at, assumed, "  # noqa: S608
                f"assurance, flags, {COLUMNS}) VALUES ({mark}, {mark}, {number}, {mark}, {mark}, {mark}, "
                f"false, 'static', 0, {', '.join([mark] * 10)})",
                (row, row, row, at, at, *length, number == 1, *dose),
            )
        driver.execute("PRAGMA foreign_keys=ON" if sqlite else "SET session_replication_role = DEFAULT")
        driver.commit()
    migrate.downgrade(database, "0018")
    with database.engine.begin() as connection:
        query = text(f"SELECT parts FROM {table} ORDER BY number")  # noqa: S608
        found = connection.execute(query).scalars().all()
    documents = [json.loads(one) if isinstance(one, str) else one for one in found]
    without_dose = {"threshold": 900.0, "on_shift": False, "dose": None}
    assert documents == [BY_DOSE, COUNTED, BY_DOSE | FIRST_RULE | without_dose]

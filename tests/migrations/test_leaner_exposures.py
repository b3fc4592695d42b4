"""What exposures held in a document stands in columns afterwards."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from app.store import migrate

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

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text

from app.domain.areas import AreaKind
from app.store import imports, migrate


def test_the_boundaries_that_were_in_force_before_are_so_after(database):
    migrate.downgrade(database, "0007")
    rows = [(1, "ward"), (2, "ward"), (3, "province"), (4, "case-counts")]
    at = datetime(2026, 11, 1, tzinfo=UTC)
    moment = at if database.engine.dialect.name == "postgresql" else int(at.timestamp() * 1_000_000)
    with database.engine.begin() as connection:
        for number, kind in rows:
            connection.execute(
                text("INSERT INTO imports VALUES (:id, :kind, 'x', :sha, 0, :at)"),
                {"id": number, "kind": kind, "sha": bytes(32), "at": moment},
            )
    migrate.upgrade(database)
    with database.reading() as session:
        found = {kind: imports.in_force(session, kind) for kind in AreaKind}
        assert {kind: taken and taken.id for kind, taken in found.items()} == {
            AreaKind.WARD: 2,
            AreaKind.DISTRICT: None,
            AreaKind.PROVINCE: 3,
        }
        flagged = session.execute(text("SELECT id FROM imports WHERE in_force ORDER BY id")).scalars()
        assert list(flagged) == [2, 3]
        assert imports.overdue(session, at.date()) == []

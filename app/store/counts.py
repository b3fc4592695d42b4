"""How many cases, where and when: imported day counts, and our own case files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Date, String, column, func, text
from sqlalchemy import select as select_columns
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, select

from app.domain.cases import Classification
from app.domain.counts import DayCount, WardDay
from app.domain.ward_counts import StoredCount
from app.domain.windows import Window
from app.store.tables import CaseCountRow, CaseRow, ImportRow


def save(session: Session, disease: str, counts: Sequence[DayCount], import_id: int) -> None:
    """Keep imported counts; where a ward's day has one already, the new one takes its place."""
    if not counts:
        return
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(CaseCountRow)
    statement = statement.on_conflict_do_update(
        index_elements=["disease", "day", "area_code"],
        set_={"cases": statement.excluded.cases, "import_id": statement.excluded.import_id},
    )
    rows = [
        {"disease": disease, "day": c.day, "area_code": c.ward, "cases": c.cases, "import_id": import_id}
        for c in counts
    ]
    session.execute(statement, rows)


def imported(session: Session, disease: str, window: Window) -> tuple[dict[WardDay, int], set[int]]:
    """Imported cases by ward and day, and the numbers of the imports that they came with."""
    rows = session.exec(
        select(
            col(CaseCountRow.area_code),
            col(CaseCountRow.day),
            col(CaseCountRow.cases),
            col(CaseCountRow.import_id),
        ).where(
            CaseCountRow.disease == disease,
            col(CaseCountRow.day).between(window.first, window.last),
        )
    ).all()
    return {(ward, day): cases for ward, day, cases, _ in rows}, {number for *_, number in rows}


def reported(session: Session, disease: str, window: Window) -> list[StoredCount]:
    """Imported counts as they stand, each with the version of the wards whose codes it uses."""
    rows = session.execute(
        select_columns(
            col(CaseCountRow.area_code),
            col(CaseCountRow.day),
            col(CaseCountRow.cases),
            col(CaseCountRow.import_id),
            col(ImportRow.wards_version),
        )
        .join(ImportRow, col(ImportRow.id) == col(CaseCountRow.import_id))
        .where(
            col(CaseCountRow.disease) == disease,
            col(CaseCountRow.day).between(window.first, window.last),
        )
    )
    return [StoredCount(*row) for row in rows]


def of_case_files(session: Session, disease: str, window: Window) -> dict[WardDay, int]:
    """Confirmed cases of our own by ward and day; an empty ward is one that nobody knows."""
    rows = session.exec(
        select(col(CaseRow.ward), col(CaseRow.counted_on), func.count())
        .where(
            CaseRow.disease == disease,
            CaseRow.classification == Classification.CONFIRMED,
            col(CaseRow.counted_on).between(window.first, window.last),
        )
        .group_by(col(CaseRow.ward), col(CaseRow.counted_on))
    )
    return {(ward or "", day): cases for ward, day, cases in rows}


def days(session: Session) -> dict[str, tuple[date, date]]:
    """For every disease with a count or a confirmed case: the first and the last day of any.

    The ends of each disease's range of an index, however many counts and cases lie between.
    """
    found: dict[str, tuple[date, date]] = {}
    for disease, first, last in session.execute(_DAYS):
        if first is not None:
            known = found.get(disease, (first, last))
            found[disease] = min(first, known[0]), max(last, known[1])
    return found


_ENDS = """
    WITH RECURSIVE known(disease) AS (
        SELECT (SELECT min(disease) FROM {table})
        UNION ALL
        SELECT (SELECT min(disease) FROM {table} WHERE disease > known.disease) FROM known
        WHERE known.disease IS NOT NULL
    )
    SELECT disease,
        (SELECT min({day}) FROM {table} t WHERE t.disease = known.disease {which}),
        (SELECT max({day}) FROM {table} t WHERE t.disease = known.disease {which})
    FROM known WHERE disease IS NOT NULL
"""
_DAYS = text(
    "SELECT * FROM ("  # noqa: S608 - texts of ours, put together once
    + _ENDS.format(table="case_counts", day="day", which="")
    + ") c UNION ALL SELECT * FROM ("
    + _ENDS.format(table="cases", day="counted_on", which="AND t.classification = 'confirmed'")
    + ") f ORDER BY 1"
).columns(column("disease", String), column("first", Date), column("last", Date))

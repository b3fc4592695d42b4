"""How many cases, where and when: imported day counts, and our own case files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, union_all
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
    """For every disease with a count or a confirmed case: the first and the last day of any."""
    every = union_all(
        select(col(CaseCountRow.disease).label("disease"), col(CaseCountRow.day).label("day")),
        select(col(CaseRow.disease), col(CaseRow.counted_on)).where(
            CaseRow.classification == Classification.CONFIRMED
        ),
    ).subquery()
    rows = session.execute(
        select_columns(every.c.disease, func.min(every.c.day), func.max(every.c.day))
        .group_by(every.c.disease)
        .order_by(every.c.disease)
    )
    return {disease: (first, last) for disease, first, last in rows}

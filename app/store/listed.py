"""Whom the lists in force of several open cases have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.domain.cases import CaseState
from app.domain.ids import CaseId, PersonId
from app.domain.officials import Official
from app.science.tracing import Exposure
from app.store.bulk import batched
from app.store.canonical import canonical_of, with_joined
from app.store.exposures import exposure_of
from app.store.jurisdictions import covered
from app.store.tables import CaseRow, ExposureRow, TraceRow

_PERSONS_A_QUERY = 5000
_WHO: Final = canonical_of(col(ExposureRow.person))


def often_listed(
    session: Session, disease: str, official: Official, *, least: int, most: int
) -> list[PersonId]:
    """Persons on at least so many lists of a disease's open cases that this official covers, by lists."""
    times = func.count(func.distinct(col(ExposureRow.trace)))
    rows = session.execute(
        with_joined(select_columns(_WHO).select_from(ExposureRow), col(ExposureRow.person))
        .where(col(ExposureRow.trace).in_(_in_force(disease, official)))
        .group_by(_WHO)
        .having(times >= least)
        .order_by(times.desc(), _WHO)
        .limit(most)
    )
    return [PersonId(person) for (person,) in rows]


def exposures_of(
    session: Session, disease: str, official: Official, persons: Sequence[PersonId]
) -> list[tuple[CaseId, Exposure]]:
    """What these persons shared with those cases."""
    found: list[tuple[CaseId, Exposure]] = []
    for some in batched(persons, _PERSONS_A_QUERY):
        rows = session.execute(
            with_joined(
                select_columns(col(TraceRow.case), ExposureRow, _WHO)
                .select_from(TraceRow)
                .join(ExposureRow, col(ExposureRow.trace) == col(TraceRow.id)),
                col(ExposureRow.person),
            ).where(_WHO.in_(some), col(ExposureRow.trace).in_(_in_force(disease, official)))
        )
        found += [(CaseId(case), exposure_of(row, PersonId(who))) for case, row, who in rows]
    return found


def _in_force(disease: str, official: Official) -> Select[Any]:
    """The newest trace of each open case that is not undone."""
    later = aliased(TraceRow)
    superseded = (
        select(later.id)
        .where(later.case == TraceRow.case, later.number > TraceRow.number, col(later.undone_at).is_(None))
        .exists()
    )
    return (
        select_columns(col(TraceRow.id))
        .join(CaseRow, col(CaseRow.id) == col(TraceRow.case))
        .where(
            col(CaseRow.state) == CaseState.OPEN,
            col(CaseRow.disease) == disease,
            col(TraceRow.undone_at).is_(None),
            ~superseded,
            covered(CaseRow.jurisdiction, official),
        )
    )

"""Test results of followed contacts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.domain.spaces import SpaceKind
from app.domain.test_results import Features, KeptResult, Result
from app.store.tables import ResultRow


def put(session: Session, kept: KeptResult) -> None:
    """Keep a result; a newer one under the same id takes its place."""
    session.merge(
        ResultRow(
            id=kept.id,
            contact=kept.contact,
            disease=kept.disease,
            rule=kept.rule,
            result=kept.result,
            week=kept.week,
            features=asdict(kept.features),
        )
    )
    session.flush()


def of_contact(session: Session, contact: UUID) -> KeptResult | None:
    """The result of one contact, while it still hangs on it."""
    row = session.exec(select(ResultRow).where(ResultRow.contact == contact)).first()
    return None if row is None else _kept(row)


def of_contacts(session: Session, contacts: Collection[UUID]) -> dict[UUID, Result]:
    """How the tests of these contacts came out, for those that have a result."""
    rows = session.exec(
        select(ResultRow.contact, ResultRow.result).where(col(ResultRow.contact).in_(contacts))
    )
    return {contact: Result(result) for contact, result in rows if contact is not None}


def every(session: Session) -> list[KeptResult]:
    """All of them. By their random ids, so that the order says nothing of when each came."""
    return [_kept(row) for row in session.exec(select(ResultRow).order_by(col(ResultRow.id)))]


def _kept(row: ResultRow) -> KeptResult:
    return KeptResult(
        id=row.id,
        contact=row.contact,
        disease=row.disease,
        rule=row.rule,
        result=row.result,
        week=row.week,
        features=_features(row.features),
    )


def _features(kept: dict[str, Any]) -> Features:
    by_space = {SpaceKind(kind): minutes for kind, minutes in kept["minutes_by_space"].items()}
    return Features(**kept | {"minutes_by_space": by_space, "flags": tuple(kept["flags"])})

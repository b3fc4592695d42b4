"""The newest ranking of source venues for each disease and jurisdiction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select

from app.domain.ids import OfficialId, VenueId
from app.store.tables import SourceRunRow


@dataclass(frozen=True, slots=True)
class FoundVenue:
    """One venue of a ranking, as `science.sources` gives it: "5 cases, 0.8 expected"."""

    venue: VenueId
    cases: int
    expected: float
    left_out: int
    p: float
    q: float


@dataclass(frozen=True, slots=True)
class SourceRun:
    """One ranking."""

    id: UUID
    disease: str
    jurisdiction: str | None
    made_by: OfficialId
    made_at: datetime
    days: int
    """Cases of so many days took part."""
    cases: int
    """Independent ones with check-ins in their backward windows."""
    people: int
    """In the pool that they were compared with."""
    wards: int
    """Strata; 0 where no ward is known and all are one."""
    seed: int
    permutations: int
    smallest_q: float
    too_few: int
    """Venues with one or two cases: never named."""
    found: tuple[FoundVenue, ...]


def put(session: Session, run: SourceRun) -> None:
    """Keep a ranking in the place of the one before it."""
    kept = asdict(run)
    result = {name: kept[name] for name in _FIGURES}
    result["found"] = [venue | {"venue": str(venue["venue"])} for venue in kept["found"]]
    session.exec(
        delete(SourceRunRow).where(
            col(SourceRunRow.disease) == run.disease,
            col(SourceRunRow.jurisdiction) == (run.jurisdiction or ""),
        )
    )
    session.add(
        SourceRunRow(
            id=run.id,
            disease=run.disease,
            jurisdiction=run.jurisdiction or "",
            made_by=run.made_by,
            made_at=run.made_at,
            result=result,
        )
    )
    session.flush()


def get(session: Session, disease: str, jurisdiction: str | None) -> SourceRun | None:
    """The newest ranking."""
    row = session.exec(
        select(SourceRunRow).where(
            SourceRunRow.disease == disease, SourceRunRow.jurisdiction == (jurisdiction or "")
        )
    ).first()
    return None if row is None else _run(row)


_FIGURES = ("days", "cases", "people", "wards", "seed", "permutations", "smallest_q", "too_few")


def _run(row: SourceRunRow) -> SourceRun:
    result: dict[str, Any] = row.result
    return SourceRun(
        id=row.id,
        disease=row.disease,
        jurisdiction=row.jurisdiction or None,
        made_by=OfficialId(row.made_by),
        made_at=row.made_at,
        **{name: result[name] for name in _FIGURES},
        found=tuple(
            FoundVenue(**venue | {"venue": VenueId(UUID(venue["venue"]))}) for venue in result["found"]
        ),
    )

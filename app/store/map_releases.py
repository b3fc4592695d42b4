"""Releases of the public map: added, read, never changed. Not the release codes of `store/releases`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.domain.areas import Area, AreaKind
from app.domain.map_releases import Block, MapRelease
from app.domain.windows import Window
from app.store.tables import AreaRow, MapReleaseRow


def add(session: Session, release: MapRelease, *, counted: int) -> MapRelease:
    """Keep a release; it comes back with its number.

    `counted` is every case of the period as known now: by it a later release tells how many came late.
    """
    row = MapReleaseRow(
        disease=release.disease,
        first=release.period.first,
        last=release.period.last,
        k=release.k,
        rule=release.rule,
        blocks=[[list(block.wards), block.cases, block.first_part] for block in release.blocks],
        elsewhere=release.elsewhere,
        late=release.late,
        counted=counted,
        narrowest=release.narrowest,
        boundaries=release.boundaries,
        sources=list(release.sources),
        own_cases=release.own_cases,
        made_at=release.made_at,
    )
    session.add(row)
    session.flush()
    assert row.number is not None  # noqa: S101 - it has been flushed
    return replace(release, number=row.number)


def by_number(session: Session, number: int) -> MapRelease | None:
    """One release."""
    row = session.get(MapReleaseRow, number)
    return None if row is None else _release(row)


def newest(session: Session, disease: str | None = None) -> MapRelease | None:
    """The last release of a disease, or of any."""
    rows = select(MapReleaseRow).order_by(col(MapReleaseRow.number).desc()).limit(1)
    row = session.exec(rows if disease is None else rows.where(MapReleaseRow.disease == disease)).first()
    return None if row is None else _release(row)


def since(session: Session, disease: str, day: date) -> list[MapRelease]:
    """The releases of a disease that tell of a day or of later ones, oldest first."""
    rows = select(MapReleaseRow).where(MapReleaseRow.disease == disease, col(MapReleaseRow.last) >= day)
    return [_release(row) for row in session.exec(rows.order_by(col(MapReleaseRow.number)))]


def newest_first(session: Session, *, before: int | None, limit: int) -> list[MapRelease]:
    """Releases of all diseases with numbers below `before`."""
    rows = select(MapReleaseRow).order_by(col(MapReleaseRow.number).desc()).limit(limit)
    if before is not None:
        rows = rows.where(col(MapReleaseRow.number) < before)
    return [_release(row) for row in session.exec(rows)]


def numbered(session: Session, disease: str) -> list[tuple[int, Window]]:
    """Number and period of every release of a disease, the newest first."""
    rows = select_columns(col(MapReleaseRow.number), col(MapReleaseRow.first), col(MapReleaseRow.last)).where(
        col(MapReleaseRow.disease) == disease
    )
    found = session.execute(rows.order_by(col(MapReleaseRow.number).desc()))
    return [(number, Window(first, last)) for number, first, last in found if number is not None]


def diseases(session: Session) -> list[str]:
    """Those that have a release."""
    return list(session.exec(select(MapReleaseRow.disease).distinct().order_by(col(MapReleaseRow.disease))))


def periods(session: Session, disease: str) -> list[Window]:
    """What has been released of a disease, oldest first."""
    rows = select_columns(col(MapReleaseRow.first), col(MapReleaseRow.last)).where(
        col(MapReleaseRow.disease) == disease
    )
    return [Window(first, last) for first, last in session.execute(rows.order_by(col(MapReleaseRow.first)))]


def told(session: Session, disease: str) -> int:
    """Cases of all its releases that have been told: in their own release, or later as late."""
    counted = func.coalesce(func.sum(MapReleaseRow.counted), 0)
    late = func.coalesce(func.sum(MapReleaseRow.late), 0)
    return int(session.exec(select(counted + late).where(MapReleaseRow.disease == disease)).one())


def wards(session: Session, release: MapRelease) -> list[Area]:
    """The wards of a release as they were then, by code."""
    found = session.execute(
        select_columns(
            col(AreaRow.code),
            col(AreaRow.name),
            col(AreaRow.name_en),
            col(AreaRow.population),
            col(AreaRow.parent_code),
            col(AreaRow.approximate),
        )
        .where(col(AreaRow.version) == release.boundaries, col(AreaRow.kind) == AreaKind.WARD.value)
        .order_by(col(AreaRow.code))
    )
    return [Area(code, AreaKind.WARD, *rest) for code, *rest in found]


def outlines(session: Session, release: MapRelease) -> dict[str, bytes]:
    """The simplified outlines of these wards, as WKB by code."""
    found = session.exec(
        select(AreaRow.code, AreaRow.drawn).where(
            AreaRow.version == release.boundaries, AreaRow.kind == AreaKind.WARD.value
        )
    )
    return dict(found.all())


def _release(row: MapReleaseRow) -> MapRelease:
    assert row.number is not None  # noqa: S101 - it has been read
    return MapRelease(
        number=row.number,
        disease=row.disease,
        period=Window(row.first, row.last),
        k=row.k,
        blocks=tuple(Block(tuple(wards), cases, first) for wards, cases, first in row.blocks),
        elsewhere=row.elsewhere,
        late=row.late,
        narrowest=row.narrowest,
        rule=row.rule,
        boundaries=row.boundaries,
        sources=tuple(row.sources),
        own_cases=row.own_cases,
        made_at=row.made_at,
    )

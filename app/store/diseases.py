"""Disease profiles: those that ship, and those that the city has added and reviewed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from app.domain.disease_files import disease_of, written_disease
from app.domain.disease_profiles import DISEASES
from app.domain.diseases import Disease
from app.domain.errors import InputRefused, Problem
from app.domain.ids import OfficialId
from app.store import city
from app.store.tables import DiseaseProfileRow


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of a profile that the city has added."""

    disease: Disease
    version: int
    added_at: datetime
    added_by: OfficialId | None
    """None: from the command line."""
    reviewed_at: datetime | None
    reviewed_by: OfficialId | None


def by_slug(session: Session, slug: str) -> Disease:
    """The profile in use: the one that ships, else the newest reviewed version.

    Raises:
        InputRefused: there is none.
    """
    found = DISEASES.get(slug) or _newest_reviewed(session, slug)
    if found is None:
        raise InputRefused([Problem("disease", "choice")])
    return found


def profiles(session: Session, slugs: Collection[str] | None = None) -> dict[str, Disease]:
    """Every profile in use by its slug, those that ship first; no query where all `slugs` are among these."""
    if slugs is not None and DISEASES.keys() >= set(slugs):
        return dict(DISEASES)
    added = {kept.disease.slug: kept.disease for kept in versions(session) if kept.reviewed_at is not None}
    return {**DISEASES, **added}


def active(session: Session) -> dict[str, Disease]:
    """The profiles that new cases may be reported with, in the order of the city's policy."""
    chosen = city.policy(session).diseases
    known = profiles(session, chosen)
    return {slug: known[slug] for slug in chosen if slug in known}


def versions(session: Session, slug: str | None = None) -> list[Kept]:
    """What the city has added, by slug, the oldest version first."""
    query = select(DiseaseProfileRow).order_by(col(DiseaseProfileRow.slug), col(DiseaseProfileRow.version))
    if slug is not None:
        query = query.where(DiseaseProfileRow.slug == slug)
    return [_kept(row) for row in session.exec(query)]


def add(session: Session, disease: Disease, *, by: OfficialId | None, now: datetime) -> Kept:
    """Keep a profile as the next version of its slug."""
    before = versions(session, disease.slug)
    row = DiseaseProfileRow(
        slug=disease.slug,
        version=before[-1].version + 1 if before else 1,
        document=written_disease(disease),
        added_at=now,
        added_by=by,
    )
    session.add(row)
    session.flush()
    return _kept(row)


def save_review(session: Session, slug: str, version: int, *, by: OfficialId, now: datetime) -> None:
    """Note who has reviewed a version."""
    row = session.get_one(DiseaseProfileRow, (slug, version))
    row.reviewed_by, row.reviewed_at = by, now
    session.flush()


def _newest_reviewed(session: Session, slug: str) -> Disease | None:
    reviewed = [kept for kept in versions(session, slug) if kept.reviewed_at is not None]
    return reviewed[-1].disease if reviewed else None


def _kept(row: DiseaseProfileRow) -> Kept:
    document: dict[str, Any] = row.document
    return Kept(
        disease_of(document),
        row.version,
        row.added_at,
        None if row.added_by is None else OfficialId(row.added_by),
        row.reviewed_at,
        None if row.reviewed_by is None else OfficialId(row.reviewed_by),
    )

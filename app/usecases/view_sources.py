"""An official reads where several cases may have been infected, as it was computed last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.audit import AuditAction
from app.domain.diseases import Disease
from app.domain.ids import VenueId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.venues import Venue
from app.store import audit, source_runs, venues
from app.store.db import Session
from app.store.source_runs import SourceRun
from app.usecases.find_event import lies_in, wards_of
from app.usecases.find_sources import USUAL_DAYS
from app.usecases.gather_sources import find_walkers, independent

MAY_BE_CHANCE: Final = 0.5
"""At this q half of the venues named are there by chance."""


@dataclass(frozen=True, slots=True)
class SourcesView:
    """Everything that the page shows."""

    disease: Disease
    cases: int
    """Independent ones of the usual days that could take part today."""
    run: SourceRun | None
    venues: Mapping[VenueId, Venue]
    open_to_event: set[VenueId]
    """Where the official may open an event."""


def view_sources(
    session: Session, official: Official, disease: Disease, *, policy: Policy, now: datetime
) -> SourcesView:
    """The newest ranking of a disease over the official's cases."""
    walkers = find_walkers(session, official, disease, days=USUAL_DAYS, policy=policy, now=now)
    run = source_runs.get(session, disease.slug, official.jurisdiction)
    known = venues.by_ids(session, {row.venue for row in run.found} if run else ())
    wards = wards_of(session, official)
    return SourcesView(
        disease=disease,
        cases=independent(walkers),
        run=run,
        venues=known,
        open_to_event={venue.id for venue in known.values() if lies_in(venue, wards)},
    )


def record_links_viewing(
    session: Session, official: Official, disease: Disease, part: str, *, now: datetime
) -> None:
    """Write down that an official saw links between cases; `part` says which: sources, people or chains."""
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.LINKS_VIEWED,
        detail={"part": part, "disease": disease.slug},
        now=now,
    )

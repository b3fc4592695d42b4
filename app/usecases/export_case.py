"""An official takes a case's co-present people and contacts away as a table. No name or number is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.audit import AuditAction
from app.domain.ids import CaseId, PersonId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.science.dose import Parts
from app.science.ranking import Listed
from app.science.tracing import Exposure
from app.store import audit
from app.store.db import Session
from app.usecases.case_view import CaseView
from app.usecases.view_case import view_case
from app.usecases.write_table import Cell, Table
from app.vault.keystore import KeyStore

COLUMNS: Final = (
    "Case",
    "Rank",
    "Person",
    "Decision",
    "Reason",
    "Band",
    "Hours",
    "At least",
    "At most",
    "Venue",
    "Zone",
    "Address",
    "Date",
    "From",
    "To",
    "Minutes together",
    "Minutes after",
    "Infectiousness",
    "Through the air",
    "Close by",
    "End assumed",
    "Check-in",
    "Left details",
    "People with them",
    "Under 16",
)
"""English column names; the caller translates them."""


def export_case(
    session: Session,
    official: Official,
    case: CaseId,
    *,
    word: Callable[..., str],
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Table:
    """The case's list in force, one row an exposure, under audit.

    A person is named by rank only: nobody who is merely co-present is called a contact, and no identifier
    leaves by which two cases could be joined.

    Raises:
        CaseUnknown: none, or another jurisdiction's.
    """
    view = view_case(session, official, case, keys=keys)
    rows = [
        _row(view, rank, person, exposure, word=word, zone=policy.zone)
        for rank, person in enumerate(view.listed, start=1)
        for exposure in person.exposures
    ]
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.CASE_EXPORTED,
        case=case,
        detail={"rows": len(rows)},
        now=now,
    )
    return Table(view.case.reference, [word(name) for name in COLUMNS], rows)


def _row(
    view: CaseView,
    rank: int,
    person: Listed,
    exposure: Exposure,
    word: Callable[..., str],
    zone: ZoneInfo,
) -> list[Cell]:
    decided = view.contacts.get(PersonId(person.who))
    venue = view.venues[exposure.venue]
    start, end = exposure.span.start.astimezone(zone), exposure.span.end.astimezone(zone)
    return [
        view.case.reference,
        rank,
        f"{view.case.reference}-{rank:03d}",
        word(decided.standing.value if decided else "co-present"),
        decided.reason if decided else "",
        int(person.band),
        round(person.hours, 2),
        round(person.least, 2),
        round(person.most, 2),
        venue.name,
        view.zone_names.get(exposure.zone, "") if exposure.zone else "",
        venue.registration.address,
        f"{start:%Y-%m-%d}",
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        round(exposure.together.total_seconds() / 60),
        round(exposure.after.total_seconds() / 60),
        *_parts(exposure.parts),
        word("yes" if exposure.assumed else "no"),
        word(exposure.assurance.value),
        word("yes" if person.who in view.reachable else "no"),
        exposure.companions,
        exposure.children,
    ]


def _parts(parts: Parts | None) -> list[Cell]:
    if parts is None:
        return ["", "", ""]
    return [round(part, 2) for part in (parts.infectiousness, parts.through_air, parts.close_by)]

"""Who may have infected whom among the cases of a disease that an official may see.

Shared by the page of one case and by the chains, so that both say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.domain.case_visits import CaseVisit
from app.domain.cases import Case
from app.domain.diseases import Disease
from app.domain.ids import CaseId, VenueId
from app.domain.infectious_days import infectious_span
from app.domain.infector_decisions import InfectorDecision
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.spans import Span, local_day
from app.domain.venues import Venue
from app.science.case_meetings import Pair, Walk, ill_of, meetings, shared_of
from app.science.infectiousness import curve_of
from app.science.infectors import Infectors, likely_infectors
from app.science.tracing import Exposure
from app.store import case_visits, cases, infector_decisions, venues
from app.store.db import Session
from app.usecases.find_presences import presence_of_case, spaces_of

REPORTING_SHARE: Final = 0.5
"""Share of infections that become known cases: assumed, as in the evaluation."""
DAYS: Final = 60
"""Cases with an older onset take no part: none is reported that late either."""
MOST: Final = 500
"""So many of the newest cases take part at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The cases, in the order that positions count, and what is known between them."""

    cases: list[Case]
    place: dict[CaseId, int]
    visits: dict[CaseId, list[CaseVisit]]
    venues: dict[VenueId, Venue]
    """Where at least two of them were."""
    met: dict[Pair, list[Exposure]]
    infectors: Infectors
    """By the weights alone: what an official said stands beside them."""
    decisions: dict[CaseId, InfectorDecision]
    """Those in force; whom they name may be no case of these."""
    cut: bool
    """Whether older cases were left out because there were too many."""


def weigh_infectors(
    session: Session,
    official: Official,
    illness: Disease,
    *,
    also: Case | None = None,
    policy: Policy,
    now: datetime,
) -> Weighed:
    """Weigh all pairs of recent cases; `also` takes part whenever it fell ill."""
    today = local_day(now, policy.zone)
    found = cases.of_disease(
        session, illness.slug, official, since=today - timedelta(days=DAYS), limit=MOST + 1
    )
    cut, found = len(found) > MOST, found[:MOST]
    if also is not None and all(case.id != also.id for case in found):
        found.append(also)
    visits = case_visits.of_cases(session, [case.id for case in found])
    common = _common(visits)
    places = venues.by_many_ids(session, common)
    decisions = infector_decisions.in_force(session, [case.id for case in found])

    walks = [
        _walk(case, [v for v in visits.get(case.id, ()) if v.venue in places], illness, policy, today)
        for case in found
    ]
    met = _apart(meetings(walks, illness, spaces_of(session, places.keys(), places)), found, visits)
    place = {case.id: position for position, case in enumerate(found)}
    weighed = likely_infectors(
        ill_of([case.dates for case in found], illness, zone=policy.zone, today=today),
        shared_of(met, walks, illness),
        serial_interval=illness.serial_interval,
        incubation=illness.incubation,
        reporting_share=REPORTING_SHARE,
    )
    return Weighed(found, place, visits, places, met, weighed, decisions, cut)


def _common(visits: dict[CaseId, list[CaseVisit]]) -> set[VenueId]:
    """The venues where at least two cases were."""
    seen: dict[VenueId, set[CaseId]] = {}
    for case, theirs in visits.items():
        for visit in theirs:
            seen.setdefault(visit.venue, set()).add(case)
    return {venue for venue, there in seen.items() if len(there) > 1}


def _walk(case: Case, theirs: list[CaseVisit], illness: Disease, policy: Policy, today: date) -> Walk:
    return Walk(
        case.id,
        [presence_of_case(visit, Span(visit.start, visit.ends.most)) for visit in theirs],
        curve_of(case.dates, illness, zone=policy.zone, today=today) if theirs else None,
        infectious_span(case.dates, illness, zone=policy.zone, today=today),
    )


def _apart(
    met: dict[Pair, list[Exposure]], found: list[Case], visits: dict[CaseId, list[CaseVisit]]
) -> dict[Pair, list[Exposure]]:
    """Without pairs of two files of one person: nobody meets themselves."""
    persons = [{visit.person for visit in visits.get(case.id, ())} - {None} for case in found]
    return {pair: shared for pair, shared in met.items() if not persons[pair[0]] & persons[pair[1]]}

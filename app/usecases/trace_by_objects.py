"""One case compared with everybody, visit by visit: the trace as it reads, and by the Corona-Warn-App's rule.

Traces by the other rules go over columns (`trace_by_columns`), which say the same: a test on random cities
holds the two together.
"""

from __future__ import annotations

from app.domain.policy import Policy
from app.science.rules import exposures_by
from app.science.tracing import Exposure
from app.store import venues
from app.store.db import Session
from app.usecases.find_doubts import with_doubts
from app.usecases.find_presences import presence_of_case, presences_of, visits_around
from app.usecases.plan_trace import Plan
from app.vault.keystore import KeyStore


def trace_by_objects(
    session: Session, plan: Plan, *, keys: KeyStore, policy: Policy
) -> tuple[list[Exposure], int]:
    """The exposures, and how many pseudonyms were opened to find them."""
    around, arrived = visits_around(session, plan.windows, plan.places, keys, policy)
    named = with_doubts(session, arrived, plan.places, around)
    places = plan.places | venues.with_parents(session, {visit.venue for visit, _ in named})
    onset = plan.case.dates.onset
    shared = exposures_by(
        plan.rule,
        [presence_of_case(visit, plan.window) for visit in plan.walked],
        presences_of(named, places, policy, without={visit.person for visit in plan.walked}),
        plan.illness,
        curve=plan.curve,
        spaces=plan.spaces,
        onset=onset.day if onset else plan.case.dates.sample_on or plan.today,
        today=plan.today,
    )
    return shared, len(named)

"""One case compared with everybody over columns: gather, decide, doubt, and the rows to keep."""

from __future__ import annotations

import numpy as np

from app.domain.assurance import Assurance
from app.domain.policy import Policy
from app.domain.tracing_rules import TracingRule
from app.science.presence_columns import Ints
from app.science.trace_stays import Stays
from app.science.tracing import WEAKNESS
from app.store.db import Session
from app.store.exposure_rows import ExposureColumns
from app.store.raw_ids import ids_of
from app.usecases.decide_trace import Decided, decide_trace
from app.usecases.doubt_trace import doubts_of
from app.usecases.gather_trace import Gathered, gather_trace, windows_in_columns
from app.usecases.plan_trace import Plan
from app.vault.keystore import KeyStore


def gather(session: Session, plan: Plan, *, keys: KeyStore, policy: Policy) -> Gathered:
    """Read what the case's visits may have met."""
    return gather_trace(
        session,
        windows_in_columns(plan.windows, plan.places, policy),
        zones={visit.zone for visit in plan.walked if visit.zone is not None},
        without={visit.person for visit in plan.walked if visit.person is not None},
        keys=keys,
        policy=policy,
    )


def decide(plan: Plan, gathered: Gathered, *, policy: Policy) -> Decided:
    """Who was there, for how long, and what that was worth."""
    return decide_trace(
        plan.walked,
        plan.window,
        gathered,
        plan.illness,
        places=plan.places,
        spaces=plan.spaces,
        curve=plan.curve if plan.rule is TracingRule.DOSE else None,
        policy=policy,
    )


def doubt(
    session: Session, plan: Plan, decided: Decided, *, keys: KeyStore, policy: Policy
) -> ExposureColumns:
    """The rows to keep: what was decided, under the flags that visits have from each other."""
    gathered, stays, met = decided.gathered, decided.stays, decided.met
    flags = doubts_of(
        session, gathered, _rows(stays, met.other), places=plan.places, keys=keys, policy=policy
    )
    theirs = stays.presences
    who = theirs.who[met.other]
    begins = np.flatnonzero(np.diff(who, prepend=-1))
    counts = np.diff(np.append(begins, len(who)))
    zones = ids_of(gathered.zones)
    return ExposureColumns(
        person=gathered.persons[who],
        number=np.arange(len(who)) - np.repeat(begins, counts) + 1,
        venue=gathered.places[theirs.venue[met.other]],
        zone=np.where(met.zone >= 0, zones[met.zone], b"") if len(zones) else np.zeros(len(who), "S16"),
        start=met.start,
        end=met.end,
        together=met.together,
        after=met.after,
        threshold=met.threshold,
        assumed=met.assumed,
        weakness=met.weakness,
        on_shift=stays.weakness[met.other] == WEAKNESS[Assurance.STAFF],
        flags=decided.ill.flags[met.ill] | stays.flags(flags)[met.other],
        companions=stays.companions[met.other],
        children=stays.children[met.other],
        parts=met.parts,
    )


def _rows(stays: Stays, wanted: Ints) -> Ints:
    """The check-ins behind some stays."""
    which = np.repeat(np.arange(len(stays.first)), np.diff(np.append(stays.first, len(stays.rows))))
    return stays.rows[np.isin(which, wanted)]

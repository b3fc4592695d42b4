"""An official asks where several cases may have been infected.

It reads, computes for some seconds and then keeps the answer: the writer that check-ins wait for is held for
the last of these only.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final
from uuid import uuid4

import numpy as np

from app.domain.audit import AuditAction
from app.domain.errors import TooFewForSources
from app.domain.officials import Official
from app.domain.policy import Policy
from app.science.sources import FEWEST, source_venues
from app.store import audit, source_runs
from app.store.db import Database
from app.store.source_runs import FoundVenue, SourceRun
from app.usecases.choose_disease import choose_disease
from app.usecases.gather_sources import find_walkers, gather_sources, independent
from app.vault.keystore import KeyStore

DAYS: Final = (14, 21, 28)
"""Over how many days of onsets one may ask."""
USUAL_DAYS: Final = 21


def find_sources(
    database: Database,
    official: Official,
    disease: str,
    *,
    days: int,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
    seed: int | None = None,
) -> SourceRun:
    """Rank the venues of the official's cases and keep the ranking; the one before it is gone.

    Raises:
        TooFewForSources: under three independent cases with check-ins.
    """
    seed = secrets.randbelow(2**31) if seed is None else seed
    rng = np.random.default_rng(seed)
    days = days if days in DAYS else USUAL_DAYS
    with database.reading() as session:
        illness = choose_disease(session, disease).disease
        walkers = find_walkers(session, official, illness, days=days, policy=policy, now=now)
        if independent(walkers) < FEWEST:
            raise TooFewForSources(illness.slug)
        columns = gather_sources(session, walkers, illness, keys=keys, policy=policy, now=now, rng=rng)

    ranked = source_venues(
        columns.cases,
        columns.visits,
        null=columns.pool,
        incubation=illness.incubation,
        window=illness.incubation_window,
        rng=rng,
        found=columns.found,
    )

    run = SourceRun(
        id=uuid4(),
        disease=illness.slug,
        jurisdiction=official.jurisdiction,
        made_by=official.id,
        made_at=now,
        days=days,
        cases=independent(walkers),
        people=len(columns.pool.person),
        wards=columns.wards,
        seed=seed,
        permutations=ranked.permutations,
        smallest_q=ranked.smallest_q,
        too_few=len(ranked.too_few),
        found=tuple(
            FoundVenue(columns.venues[row.venue], row.cases, row.expected_cases, row.left_out, row.p, row.q)
            for row in ranked.rows
        ),
    )
    with database.writing() as session:
        # The entry first: it waits for others, so that two who press at once replace each other in turn.
        audit.record(
            session,
            actor=official.id,
            action=AuditAction.SOURCES_SOUGHT,
            detail={
                "run": run.id,
                "disease": run.disease,
                "days": days,
                "cases": len(walkers),
                "pool": run.people,
                "pseudonyms_opened": columns.opened,
            },
            now=now,
        )
        source_runs.put(session, run)
    return run

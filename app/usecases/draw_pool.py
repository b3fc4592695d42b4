"""People whose days the cases might as well have had, drawn from check-ins whatever the venue.

Cases share wards, so that beside the whole city every place of their wards would look special. A stratum is
the ward in which somebody checks in most, of cases and others by the same count; where no venue's ward is
known, all are one. Whoever checks in more often is drawn more often, as they are infected more often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np

from app.domain.ids import PersonId, VenueId
from app.domain.policy import Policy
from app.domain.spans import Span, days_between, local_day
from app.science.tracing import Presence
from app.store import venues, visit_draws
from app.store.db import Session
from app.usecases.find_histories import find_histories
from app.usecases.find_presences import presences_of
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import persons

MOST_PEOPLE: Final = 1600
"""Over all wards: opening more would not sharpen the answer by much."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Others' stays by person, and how many pseudonyms were opened to see them."""

    stays: Mapping[PersonId, list[Presence]]
    opened: int


def main_ward(there: Iterable[VenueId], wards: Mapping[VenueId, str | None]) -> str | None:
    """The ward of most of these check-ins, the first by code where several are."""
    counts = Counter(ward for venue in there if (ward := wards.get(venue)) is not None)
    return min(counts, key=lambda ward: (-counts[ward], ward), default=None)


def draw_pool(
    session: Session,
    wards: Iterable[str | None],
    during: Span,
    *,
    keys: KeyStore,
    policy: Policy,
    rng: np.random.Generator,
    most: int = MOST_PEOPLE,
) -> Drawn:
    """Draw people with check-ins in these wards, and open all their days in the span.

    Args:
        session: To read with.
        wards: The strata; None is the whole city.
        during: The days in question.
        keys: Whose days still stand.
        policy: For the city's zone and the longest stay.
        rng: Draws.
        most: People in all.
    """
    wanted = sorted(set(wards), key=lambda ward: ward or "")
    found: dict[PersonId, None] = {}
    for ward in wanted:
        above = UUID(bytes=rng.bytes(16))
        drawn = visit_draws.drawn(session, above, during, max(most // len(wanted), 1), ward=ward)
        for pseudonym, at in drawn:
            day = local_day(at, policy.zone)
            if keys.has(day):
                found |= dict.fromkeys(persons(keys.day(day).link, [pseudonym]))
    days = days_between(local_day(during.start, policy.zone), local_day(during.end, policy.zone))
    named = find_histories(session, found, days, keys)
    places = venues.with_parents(session, {visit.venue for visit, _ in named})
    stays: dict[PersonId, list[Presence]] = {}
    for stay in presences_of(named, places, policy):
        stays.setdefault(PersonId(stay.who), []).append(stay)
    return Drawn(stays, len(named))

"""An official looks at which venues the cases of an outbreak have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from app.domain.cases import Case, CaseState, Classification
from app.domain.errors import NotYours
from app.domain.ids import VenueId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.roles import Permission
from app.domain.spans import local_day
from app.domain.venues import Venue
from app.science.chains import chains
from app.science.disclosure import OFFICIALS_K
from app.science.venue_network import FEWEST, VenueNetwork
from app.store import subjects
from app.store.db import Session
from app.usecases.choose_disease import choose_disease
from app.usecases.exposure_ground import gather_ground
from app.usecases.map_view import Asked
from app.usecases.network_columns import NetworkColumns, network_columns
from app.usecases.network_map_view import NetworkLink, NetworkMapView, NetworkVenue, Outbreak
from app.usecases.view_chains import links_of, young_among
from app.usecases.weigh_infectors import Weighed, weigh_infectors
from app.vault.keystore import KeyStore

MOST_LINKS: Final = 150
"""More lines hide each other: then those of the fewest cases are left out, all of one number together."""


def view_network_map(
    session: Session,
    official: Official,
    asked: Asked,
    *,
    outbreak: str = "",
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> NetworkMapView:
    """The venues where cases of the official's jurisdiction could be infected or infect, and what links them.

    A constant number of queries, however many cases and venues there are. `outbreak` is the reference of the
    earliest case of a chain; any other text is all cases. Who is under sixteen, or may be, takes no part, as
    in the pictures of chains.

    A file holds no number below `OFFICIALS_K`, whole weeks, and all cases only: an outbreak could be
    subtracted from them.

    Raises:
        NotYours: the official's role does not include exact numbers.
        NoAreas: no wards have been imported.
        TooMany: more stays than one picture can be made of.
    """
    if not official.may(Permission.VIEW_EXACT_COUNTS):
        raise NotYours(Permission.VIEW_EXACT_COUNTS)
    today, free = local_day(now, policy.zone), not asked.for_export
    same = replace(asked, until=asked.until or today)
    ground = gather_ground(session, official, same, free=free, policy=policy, now=now)
    illness = ground.profiles.get(ground.disease) or choose_disease(session, "").disease
    weighed = weigh_infectors(session, official, illness, policy=policy, now=now)
    found = [case for case in weighed.cases if _counts(case)]
    young = young_among(session, found, keys, policy, now)
    grown = [case for case in found if case.id not in young]

    columns = network_columns(
        grown,
        weighed.visits,
        subjects.by_ids(session, [case.subject for case in grown]),
        illness,
        ground.window,
        zone=policy.zone,
        today=today,
    )
    fewest = FEWEST if free else OFFICIALS_K
    outbreaks = list(_outbreaks(weighed, columns, fewest, policy.zone)) if free else []
    chosen = next((one for one in outbreaks if one[0].reference == outbreak), None)
    people = frozenset(columns.person.values())
    shown, people, drawn = chosen or (None, people, columns.network(people, fewest_cases=fewest))
    links, least = _strongest(drawn, columns.venues, fewest)
    return NetworkMapView(
        ground=ground,
        disease=illness,
        outbreaks=tuple(one for one, _, _ in outbreaks),
        chosen=shown,
        cases=len(people),
        young=len(young),
        venues=_venues(drawn, columns.venues, weighed.venues),
        links=links,
        least=least,
        weaker=len(drawn.common) - len(links),
        too_few=drawn.too_few,
        cut=weighed.cut,
    )


def _counts(case: Case) -> bool:
    """Confirmed, or still being worked on; discarded ones are no cases."""
    return case.classification is Classification.CONFIRMED or (
        case.state is CaseState.OPEN and case.classification is not Classification.DISCARDED
    )


def _outbreaks(
    weighed: Weighed, columns: NetworkColumns, fewest: int, zone: ZoneInfo
) -> Iterator[tuple[Outbreak, frozenset[int], VenueNetwork]]:
    """The chains that have venues in common, the largest first, with their people and networks."""
    links = links_of(weighed)
    graph = chains([case.id for case in weighed.cases], [(at.infector, case) for case, at in links.items()])
    members: dict[int, list[Case]] = {}
    # Behind the cases of the list the graph has infectors who are on none.
    for case, number in zip(weighed.cases, graph.component.tolist(), strict=False):
        members.setdefault(number, []).append(case)
    number = 0
    for chain in (members[n] for n in sorted(members) if len(members[n]) > 1):
        people = frozenset(columns.person[case.id] for case in chain if case.id in columns.person)
        network = columns.network(people, fewest_cases=fewest)
        if len(network.venue):
            number += 1
            first = min(chain, key=lambda case: (case.counted_on(zone), str(case.id)))
            yield Outbreak(first.reference, number, len(chain), len(network.venue)), people, network


def _venues(
    drawn: VenueNetwork, numbered: Sequence[VenueId], known: Mapping[VenueId, Venue]
) -> tuple[NetworkVenue, ...]:
    linked = np.bincount(np.concatenate([drawn.one, drawn.other]), minlength=len(drawn.venue))
    columns = (drawn.venue, drawn.cases, linked, drawn.component)
    found = [
        NetworkVenue(
            place := numbered[number],
            known[place].name,
            known[place].registration.address,
            known[place].registration.position,
            cases,
            links,
            part,
        )
        for number, cases, links, part in zip(*(column.tolist() for column in columns), strict=True)
    ]
    return tuple(sorted(found, key=lambda venue: (-venue.cases, -venue.links, str(venue.id))))


def _strongest(
    drawn: VenueNetwork, numbered: Sequence[VenueId], fewest: int
) -> tuple[tuple[NetworkLink, ...], int]:
    """The links to draw, the most cases first, and the fewest cases that one of them has."""
    common = np.sort(drawn.common)[::-1]
    least = fewest
    if len(common) > MOST_LINKS:
        # Where the strongest alone are too many, they are drawn all the same: a picture of nothing says less.
        least = min(int(common[MOST_LINKS]) + 1, int(common[0]))
    ends = (drawn.venue[drawn.one].tolist(), drawn.venue[drawn.other].tolist())
    found = [
        NetworkLink(numbered[one], numbered[other], cases)
        for one, other, cases in zip(*ends, drawn.common.tolist(), strict=True)
        if cases >= least
    ]
    return tuple(sorted(found, key=lambda link: (-link.cases, str(link.one), str(link.other)))), least

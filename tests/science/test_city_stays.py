"""Compiled stays of random persons against `domain.stays`, which says what a stay is."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest

from app.domain.assurance import Assurance
from app.domain.ids import Pseudonym, VenueId, ZoneId, new_visit_id
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.policy import Policy
from app.domain.registrations import Registration
from app.domain.stays import stays
from app.domain.venue_kinds import TYPICAL_STAY, VenueKind
from app.domain.venues import Venue, VenueState
from app.domain.visits import Visit
from app.science.city_cases import milliseconds
from app.science.city_numbers import Numbers
from app.science.city_stays import STAFF, WEAK, City, Places, Visits
from tests.science.test_city_kernel import NOON

POLICY = Policy()
MILLISECOND = timedelta(milliseconds=1)
BAR = OpeningHours(((Hours(960, 1560),),) * 7)
CAFE = OpeningHours(((Hours(360, 1320),),) * 7)
VENUES = [
    Registration("Mall", "", VenueKind.MALL, 900, OpeningHours(), None, None, None),
    Registration("Shop", "", VenueKind.SHOP, 9, OpeningHours(), None, VenueId(UUID(int=0)), None),
    Registration("Bar", "", VenueKind.BAR, 90, BAR, None, None, None),
    Registration("Café", "", VenueKind.CAFE, 9, CAFE, None, None, None),
]
PLACES = {
    VenueId(UUID(int=n)): Venue(VenueId(UUID(int=n)), there, None, VenueState.OPEN, NOON, None)
    for n, there in enumerate(VENUES)
}
KINDS = [Assurance.STATIC, Assurance.DYNAMIC, Assurance.STAFF]


def random_visits(seed):
    random = np.random.default_rng(seed)
    found = []
    for number in range(random.integers(60)):
        at = NOON + timedelta(milliseconds=int(random.integers(0, 2 * 86_400_000)))
        stayed = (
            None if random.random() < 0.5 else timedelta(milliseconds=int(random.integers(-9, 20_000_000)))
        )
        found.append(
            Visit(
                VenueId(UUID(int=int(random.integers(4)))), new_visit_id(at, number),
                Pseudonym(UUID(int=int(random.integers(3)))), KINDS[random.integers(3)], at, 1,
                zone=ZoneId(UUID(int=int(random.integers(2)))) if random.random() < 0.5 else None,
                left_at=None if stayed is None else at + stayed,
            )
        )  # fmt: skip
    return found


def columns(visits):
    def longest(visit):
        closing = PLACES[visit.venue].registration.hours.closing(visit.entered_at, POLICY.zone)
        return min(
            POLICY.longest_stay, POLICY.longest_stay if closing is None else closing - visit.entered_at
        )

    def left(visit):
        return (
            -longest(visit) if visit.left_at is None else max(visit.left_at - visit.entered_at, timedelta())
        )

    return Visits(
        np.array([v.pseudonym.int for v in visits], dtype=np.int32),
        np.array([v.venue.int for v in visits], dtype=np.int32),
        np.array([(v.entered_at - NOON) // MILLISECOND for v in visits], dtype=np.uint32),
        np.array([left(v) // MILLISECOND for v in visits], dtype=np.int32),
        np.array([-1 if v.zone is None else v.zone.int for v in visits], dtype=np.int16),
        np.array(
            [STAFF * (v.assurance is KINDS[2]) + WEAK * (v.assurance is KINDS[0]) for v in visits], np.uint8
        ),
    )


def found_in(visits, groups):
    places = Places(
        np.array([TYPICAL_STAY[there.kind] // MILLISECOND for there in VENUES], dtype=np.int32),
        np.array([-1, 0, -1, -1], dtype=np.int32),
    )
    held = columns(visits)
    city = City(milliseconds(NOON), np.bincount(held.venue, minlength=4))
    for group in range(groups):
        mine = held.who % groups == group
        city.add(Visits(*(column[mine] for column in held)), places, POLICY.re_entry // MILLISECOND)
    return city.sorted()


@pytest.mark.parametrize("seed", range(40))
def test_the_same_stays_as_the_domain(seed):
    visits = random_visits(seed)
    shard = found_in(visits, 1 + seed % 3)
    venue = np.repeat(shard.venue, np.diff(shard.first))
    found = zip(
        shard.who.tolist(), venue.tolist(), shard.zone.tolist(), shard.start.tolist(), shard.least.tolist(),
        shard.likely.tolist(), shard.most.tolist(), shard.weak.tolist(), strict=True,
    )  # fmt: skip
    expected = [
        (s.pseudonym.int, s.venue.int, -1 if s.zone is None else s.zone.int, (s.start - NOON) // MILLISECOND,
         *((end - s.start) // MILLISECOND for end in s.ends.all()), s.assurance is Assurance.STATIC)
        for s in stays(visits, PLACES, POLICY)
    ]  # fmt: skip
    assert sorted(found) == sorted(expected)
    assert shard.longest == max([one[6] for one in expected], default=0)
    for begin, end in zip(shard.first, shard.first[1:], strict=False):
        assert (np.diff(shard.start[begin:end].astype(np.int64)) >= 0).all()


def test_ids_keep_their_numbers_while_the_table_grows():
    random = np.random.default_rng(1)
    ids = random.integers(0, 256, (5000, 16), dtype=np.uint8)
    numbers = Numbers(ids[:10])
    assert numbers.add(np.concatenate((ids[:20], ids[:5]))).tolist() == [*range(20), *range(5)]
    assert numbers.add(ids).tolist() == list(range(5000))
    assert (numbers.ids == ids).all()
    assert numbers.find(ids[[7, 4999]]).tolist() == [7, 4999]
    assert numbers.find(np.zeros((1, 16), dtype=np.uint8)).tolist() == [-1]

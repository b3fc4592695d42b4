"""What one trace computes over columns, beside the rules in the domain that say the same of one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.domain.assurance import Assurance
from app.domain.doubts import arrivals_an_hour, bursts, too_fast
from app.domain.ids import Pseudonym, VenueId, new_visit_id
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.positions import Position
from app.domain.registrations import Registration
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.domain.visits import Visit
from app.science import doubt_columns
from app.science.case_meetings import microseconds
from app.science.closing_columns import closings, offsets
from app.science.stay_columns import NEVER

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
SAIGON, BERLIN = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Europe/Berlin")
SUMMER_ENDS = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
minutes = st.lists(st.integers(0, 3000), max_size=20)
openings = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 700)).map(lambda o: Hours(o[0], min(o[0] + o[1], 2160))),
    max_size=2,
).map(tuple)
PLACES = [
    Position(10.78, 106.69),
    Position(10.79, 106.70),
    Position(10.9, 106.8),
    Position(21.03, 105.85),
    None,
]


def place(number: int, capacity: int = 2) -> Venue:
    there = Registration("", "", VenueKind.CAFE, capacity, OpeningHours(), PLACES[number], None, None)
    return Venue(VenueId(UUID(int=number)), there, None, VenueState.OPEN, NOON, None)


VENUES = {VenueId(UUID(int=n)): place(n) for n in range(len(PLACES))}


def visit(who: int, venue: int, minute: int, number: int) -> Visit:
    at = NOON + timedelta(minutes=minute)
    name = Pseudonym(UUID(int=who))
    return Visit(VenueId(UUID(int=venue)), new_visit_id(at, number), name, Assurance.STATIC, at, 1)


@given(minutes, st.lists(openings, min_size=7, max_size=7), st.sampled_from([SAIGON, BERLIN]))
def test_openings_end_when_opening_hours_say(at, week, zone):
    hours = OpeningHours(tuple(week))
    moments = [SUMMER_ENDS + timedelta(minutes=minute) for minute in at]
    expected = [hours.closing(moment, zone) for moment in moments]
    found = closings(np.array([microseconds(m) for m in moments], dtype=np.int64), hours, zone)
    assert found.tolist() == [NEVER if end is None else microseconds(end) for end in expected]


def test_clocks_are_ahead_by_what_the_zone_says_on_the_night_when_they_change():
    moments = [SUMMER_ENDS + timedelta(minutes=7 * n) for n in range(300)]
    found = offsets(np.array([microseconds(m) for m in moments]), BERLIN)
    assert found.tolist() == [m.astimezone(BERLIN).utcoffset() / timedelta(microseconds=1) for m in moments]
    assert len(set(found.tolist())) == 2


@given(st.lists(st.integers(0, 200), max_size=30), st.integers(1, 4))
def test_bursts_are_the_same_arrivals(at, capacity):
    venue = place(0, capacity)
    seen = [visit(n, 0, minute, n) for n, minute in enumerate(at)]
    flagged = bursts(seen, {venue.id: venue})
    arrivals = np.sort(np.array([microseconds(one.entered_at) for one in seen], dtype=np.int64))
    found = doubt_columns.crowded(arrivals, arrivals_an_hour(venue))
    assert found.tolist() == sorted(microseconds(one.entered_at) for one in seen if one.id in flagged)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(0, 900)), max_size=20))
def test_nobody_travels_the_same_ways(table):
    seen = [visit(*row, n) for n, row in enumerate(table)]
    flagged = too_fast(seen, VENUES)
    known = sorted(
        (one for one in seen if VENUES[one.venue].registration.position is not None),
        key=lambda one: (one.pseudonym, one.entered_at, one.id),
    )
    spots = [VENUES[one.venue].registration.position for one in known]
    found = doubt_columns.too_fast(
        np.array([one.pseudonym.int for one in known], dtype=np.int64),
        np.array([microseconds(one.entered_at) for one in known], dtype=np.int64),
        np.array([spot.latitude for spot in spots]),
        np.array([spot.longitude for spot in spots]),
    )
    assert {one.id for one, far in zip(known, found.tolist(), strict=True) if far} == flagged


def test_the_comparisons_would_notice_another_rule():
    pair = [visit(0, 0, 0, 0), visit(0, 3, 60, 1)]
    assert len(too_fast(pair, VENUES)) == 2
    assert not too_fast([pair[0], replace(pair[1], pseudonym=Pseudonym(UUID(int=1)))], VENUES)

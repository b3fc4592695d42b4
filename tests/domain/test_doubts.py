"""What check-ins say about each other, when a trace asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.domain.assurance import Assurance, Flag
from app.domain.doubts import arrivals_an_hour, doubts
from app.domain.ids import Pseudonym, VenueId, new_visit_id
from app.domain.opening_hours import OpeningHours
from app.domain.positions import Position
from app.domain.registrations import Registration
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.domain.visits import Visit

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
BEN_THANH, THU_DUC, VUNG_TAU = (
    Position(10.7725, 106.698),
    Position(10.8494, 106.7537),
    Position(10.346, 107.0843),
)


def venue(n: int, position: Position | None = BEN_THANH, *, capacity: int = 2) -> Venue:
    kind = VenueKind.CAFE  # an hour's stay is typical
    there = Registration(f"V{n}", "", kind, capacity, OpeningHours(), position, None, None)
    return Venue(VenueId(UUID(int=n)), there, None, VenueState.OPEN, NOON, None)


def visit(minutes: float, place: Venue, *, who: int = 0, n: int = 0, **more: object) -> Visit:
    at = NOON + timedelta(minutes=minutes)
    return Visit(place.id, new_visit_id(at, n), Pseudonym(UUID(int=who)), Assurance.STATIC, at, 1, **more)


def flags(*visits: Visit, places: list[Venue]) -> list[Flag]:
    found = doubts(visits, {place.id: place for place in places})
    return [found.get(one.id, Flag(0)) for one in visits]


def test_more_arrivals_than_fit_into_any_hour_are_a_burst():
    cafe = venue(1)
    assert arrivals_an_hour(cafe) == 4
    full = [visit(n * 14, cafe, who=n, n=n) for n in range(4)]
    assert flags(*full, places=[cafe]) == [Flag(0)] * 4
    fifth = visit(59, cafe, who=9, n=9)
    assert flags(*full, fifth, places=[cafe]) == [Flag.BURST] * 5
    later = replace(fifth, id=new_visit_id(NOON + timedelta(minutes=60), 9))
    assert flags(*full, later, places=[cafe]) == [Flag(0)] * 5


def test_staff_and_visits_taken_back_are_no_burst():
    cafe = venue(1)
    crowd = [visit(n, cafe, who=n, n=n) for n in range(5)]
    assert flags(*crowd, places=[cafe])[0] == Flag.BURST
    assert not any(flags(*crowd[:4], replace(crowd[4], assurance=Assurance.STAFF), places=[cafe]))
    assert not any(flags(*crowd[:4], replace(crowd[4], withdrawn_at=NOON), places=[cafe]))


def test_two_entries_too_far_apart_are_both_doubted_and_a_bus_ride_is_not():
    market, thu_duc, sea = venue(1), venue(2, THU_DUC), venue(3, VUNG_TAU)
    places = [market, thu_duc, sea]
    assert flags(visit(0, market), visit(5, thu_duc), places=places) == [Flag(0)] * 2  # 10 km
    assert flags(visit(0, market), visit(2, thu_duc), places=places) == [Flag.IMPOSSIBLE_TRAVEL] * 2
    assert flags(visit(0, market), visit(45, sea), places=places) == [Flag(0)] * 2  # 63 km
    assert flags(visit(0, market), visit(20, sea), places=places) == [Flag.IMPOSSIBLE_TRAVEL] * 2


def test_only_one_persons_visits_at_known_places_are_compared():
    market, sea, nowhere = venue(1), venue(3, VUNG_TAU), venue(4, None)
    places = [market, sea, nowhere]
    assert not any(flags(visit(0, market), visit(1, sea, who=1), places=places))
    assert not any(flags(visit(0, market), visit(1, nowhere), places=places))
    assert all(flags(visit(0, market), visit(20, sea), places=places))


def test_a_check_out_pressed_at_home_proves_nothing():
    market, thu_duc = venue(1), venue(2, THU_DUC)
    left_late = visit(0, market, left_at=NOON + timedelta(minutes=300))
    assert not any(flags(left_late, visit(30, thu_duc), places=[market, thu_duc]))

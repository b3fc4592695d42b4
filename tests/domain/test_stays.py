from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.domain.assurance import Assurance
from app.domain.ids import Pseudonym, VenueId, ZoneId, new_visit_id
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.policy import Policy
from app.domain.registrations import Registration
from app.domain.stays import stays
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.domain.visits import Visit

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # ten in the morning in the city
POLICY = Policy()
WHO = Pseudonym(UUID(int=9))


def venue(
    n: int, kind: VenueKind = VenueKind.CAFE, *, parent: int | None = None, hours: OpeningHours | None = None
) -> Venue:
    inside = None if parent is None else VenueId(UUID(int=parent))
    there = Registration(f"V{n}", "", kind, 10, hours or OpeningHours(), None, inside, None)
    return Venue(VenueId(UUID(int=n)), there, None, VenueState.OPEN, NOW, None)


def visit(
    minutes: float, place: Venue, left: float | None = None, *, n: int = 0, who: Pseudonym = WHO, **changed
) -> Visit:
    at = NOW + timedelta(minutes=minutes)
    end = None if left is None else NOW + timedelta(minutes=left)
    return Visit(place.id, new_visit_id(at, n), who, Assurance.STATIC, at, 1, left_at=end, **changed)


def spans(*visits: Visit, places: list[Venue]) -> list[tuple[int, int, bool]]:
    found = stays(visits, {place.id: place for place in places}, POLICY)
    return [
        (
            round((s.span.start - NOW).total_seconds() / 60),
            round((s.span.end - NOW).total_seconds() / 60),
            s.end_assumed,
        )
        for s in found
    ]


def test_a_check_out_ends_a_stay():
    cafe = venue(1)
    assert spans(visit(0, cafe, 25), places=[cafe]) == [(0, 25, False)]


def test_without_one_a_typical_stay_is_assumed():
    cafe = venue(1)
    assert spans(visit(0, cafe), places=[cafe]) == [(0, 60, True)]


def test_closing_time_ends_an_assumed_stay():
    mornings = OpeningHours(((Hours(6 * 60, 10 * 60 + 20),),) * 7)
    cafe = venue(1, hours=mornings)
    assert spans(visit(0, cafe), places=[cafe]) == [(0, 20, True)]


def test_the_next_entry_elsewhere_ends_an_assumed_stay():
    cafe, shop = venue(1), venue(2, VenueKind.SHOP)
    assert spans(visit(0, cafe), visit(35, shop), places=[cafe, shop]) == [(0, 35, True), (35, 55, True)]


def test_a_shop_inside_does_not_end_the_stay_in_its_mall():
    mall, shop = venue(1, VenueKind.MALL), venue(2, VenueKind.SHOP, parent=1)
    assert spans(visit(0, mall), visit(35, shop), places=[mall, shop]) == [(0, 90, True), (35, 55, True)]


def test_somebody_elses_entry_ends_nothing():
    cafe, shop = venue(1), venue(2, VenueKind.SHOP)
    other = Pseudonym(UUID(int=10))
    found = spans(visit(0, cafe), visit(35, shop, who=other), places=[cafe, shop])
    assert (0, 60, True) in found


def test_overlapping_visits_of_one_person_are_one_stay():
    cafe = venue(1)
    assert spans(visit(0, cafe, 30), visit(10, cafe, 50, n=1), places=[cafe]) == [(0, 50, False)]


def test_coming_back_within_three_minutes_is_one_stay_and_later_is_two():
    cafe = venue(1)
    assert spans(visit(0, cafe, 30), visit(32, cafe, 50, n=1), places=[cafe]) == [(0, 50, False)]
    assert len(spans(visit(0, cafe, 30), visit(34, cafe, 50, n=1), places=[cafe])) == 2


def test_withdrawn_visits_are_left_out():
    cafe = venue(1)
    assert spans(visit(0, cafe, withdrawn_at=NOW + timedelta(minutes=1)), places=[cafe]) == []


def ends(*visits: Visit, places: list[Venue]) -> list[tuple[int, ...]]:
    found = stays(visits, {place.id: place for place in places}, POLICY)
    return [
        tuple(round((end - NOW).total_seconds() / 60) for end in (*stay.ends.all(), stay.span.end))
        for stay in found
    ]


def test_a_missing_check_out_leaves_a_least_a_likely_and_a_latest_end():
    cafe = venue(1)
    assert ends(visit(0, cafe), places=[cafe]) == [(15, 60, 150, 60)]
    assert ends(visit(0, cafe, 25), places=[cafe]) == [(25, 25, 25, 25)]


def test_all_three_ends_stop_at_closing_time_and_at_the_next_place():
    mornings = OpeningHours(((Hours(6 * 60, 10 * 60 + 50),),) * 7)
    cafe, shop = venue(1, hours=mornings), venue(2, VenueKind.SHOP)
    assert ends(visit(0, cafe), places=[cafe]) == [(15, 50, 50, 50)]
    assert ends(visit(0, cafe), visit(10, shop, 12), places=[cafe, shop])[0] == (10, 10, 10, 10)


def test_no_stay_is_assumed_longer_than_the_longest():
    factory = venue(1, VenueKind.FACTORY)
    longest = POLICY.longest_stay // timedelta(minutes=1)
    assert ends(visit(0, factory), places=[factory]) == [(135, 540, longest, 540)]


def test_a_night_in_a_bar_belongs_to_the_evening_on_which_it_opened():
    saturday_night = OpeningHours(((),) * 5 + ((Hours(17 * 60, 28 * 60),), ()))
    late = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)  # two in the morning of Sunday, in the city
    assert saturday_night.business_day(late, POLICY.zone).isoweekday() == 6
    assert saturday_night.business_day(late + timedelta(hours=3), POLICY.zone).isoweekday() == 7
    assert OpeningHours().business_day(late, POLICY.zone).isoweekday() == 7


def test_a_forgotten_shift_is_assumed_to_last_eight_hours_or_until_closing_time():
    cafe = venue(1)
    shift = visit(0, cafe)
    assert ends(replace(shift, assurance=Assurance.STAFF), places=[cafe]) == [(120, 480, 960, 480)]
    evenings = OpeningHours(((Hours(6 * 60, 15 * 60),),) * 7)
    closing = venue(1, hours=evenings)
    assert ends(replace(shift, assurance=Assurance.STAFF), places=[closing]) == [(120, 300, 300, 300)]


def test_the_next_table_ends_the_stay_at_the_one_before_and_never_a_shift():
    cafe, first, second = venue(1), ZoneId(UUID(int=5)), ZoneId(UUID(int=6))
    table, other = visit(0, cafe, zone=first), visit(20, cafe, zone=second, n=1)
    assert spans(table, other, places=[cafe]) == [(0, 20, True), (20, 80, True)]
    door = visit(20, cafe, n=1)
    assert spans(table, door, places=[cafe]) == [(0, 60, True), (20, 80, True)]
    shift = replace(table, assurance=Assurance.STAFF)
    assert spans(shift, other, places=[cafe])[0] == (0, 480, True)


def test_a_stay_of_several_visits_has_the_larger_company_and_a_shift_stays_a_shift():
    cafe = venue(1)
    alone, family = visit(0, cafe), visit(10, cafe, n=1, companions=3, children=2)
    [stay] = stays([alone, replace(family, assurance=Assurance.STAFF)], {cafe.id: cafe}, POLICY)
    assert (stay.companions, stay.children, stay.assurance) == (3, 2, Assurance.STAFF)

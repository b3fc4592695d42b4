from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.domain.compliance import AlikeVenues, Expected, WardUse, use_by_ward
from app.domain.expected_visits import MEAN_PRESENT, NOT_ESTIMATED, expected_visits, minutes_open
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.venue_kinds import TYPICAL_STAY, VenueKind
from app.domain.windows import Window

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)
WEEK = Window(MONDAY, SUNDAY)
NEVER_CLOSED = OpeningHours()
WEEKDAYS = OpeningHours(((Hours(8 * 60, 18 * 60),),) * 5 + ((), ()))
CAFE = AlikeVenues("00004", VenueKind.CAFE, WEEKDAYS, datetime(2026, 1, 1, tzinfo=UTC), capacity=40)


def venue(scans=0, **changed):
    return replace(CAFE, scans=scans, silent=int(not scans), **changed)


def use(*venues, window=WEEK):
    return use_by_ward(venues, Expected(window, ZONE))


def test_a_cafe_for_40_open_ten_hours_may_expect_twenty_visits():
    # 40 places, 5 % taken on average, 10 hours, one hour each.
    assert expected_visits(VenueKind.CAFE, 40, WEEKDAYS, MONDAY) == pytest.approx(20)
    assert expected_visits(VenueKind.CAFE, 40, WEEKDAYS, SUNDAY) == 0


def test_a_workplace_holds_people_who_come_once():
    expected = expected_visits(VenueKind.WORKPLACE, 100, WEEKDAYS, MONDAY)
    assert expected == pytest.approx(100 * 0.3 * 10 / 8)
    assert expected < 100


def test_nobody_comes_in_the_middle_of_the_night():
    assert minutes_open(NEVER_CLOSED, MONDAY) == 16 * 60
    two = OpeningHours(((Hours(0, 24 * 60), Hours(60, 36 * 60)),) * 7)
    assert minutes_open(two, MONDAY) == 16 * 60
    assert minutes_open(OpeningHours(((Hours(17 * 60, 26 * 60),),) * 7), MONDAY) == 9 * 60


@pytest.mark.parametrize("kind", VenueKind)
def test_every_kind_is_estimated_or_named_as_not(kind):
    expected = expected_visits(kind, 100, NEVER_CLOSED, MONDAY)
    assert (expected is None) == (kind in NOT_ESTIMATED)
    assert 0 < MEAN_PRESENT[kind] < 1
    if expected is not None:
        hours = TYPICAL_STAY[kind].total_seconds() / 3600
        assert expected * hours / 16 / 100 == pytest.approx(MEAN_PRESENT[kind])


def test_a_ward_adds_up_its_venues():
    busy, park = venue(scans=30), venue(scans=9, kind=VenueKind.PARK)
    found = use(busy, venue(), park, venue(ward=None))
    assert found["00004"] == WardUse(
        venues=3, silent=1, scans=39, estimated_scans=30, expected=pytest.approx(200), not_estimated=1
    )
    assert found["00004"].silent_share == pytest.approx(1 / 3)
    assert found["00004"].per_expected == pytest.approx(0.15)
    assert found[None].venues == 1


def test_venues_that_are_alike_count_as_they_would_one_by_one():
    one, other, quiet = venue(scans=3), venue(scans=9, capacity=80), venue(capacity=10)
    together = replace(CAFE, capacity=130, scans=12, venues=3, silent=1)
    assert use(together) == use(one, other, quiet)


def test_a_ward_without_venues_has_no_share():
    assert (WardUse().silent_share, WardUse().per_expected) == (None, None)
    only_park = use(venue(kind=VenueKind.PARK))["00004"]
    assert (only_park.silent_share, only_park.per_expected) == (1.0, None)


def test_a_venue_counts_from_the_first_day_its_code_stood_from_the_start():
    friday_morning = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    friday_midnight = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
    thursday = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
    assert use(venue(since=friday_morning)) == {}
    whole = use(venue(since=friday_midnight, hours=NEVER_CLOSED))["00004"]
    later = use(venue(since=thursday))["00004"]
    assert later.expected == pytest.approx(20)
    assert whole.expected == pytest.approx(2 * 40 * 0.05 * 16)


def test_a_venue_that_was_closed_all_those_days_is_not_without_a_scan():
    weekend = Window(date(2026, 11, 21), SUNDAY)
    assert use(venue(), window=weekend) == {}
    assert use(venue(kind=VenueKind.PARK), window=weekend) == {}
    assert use(venue(hours=NEVER_CLOSED), window=weekend)["00004"].venues == 1

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from app.domain.ids import VisitId, entered_at
from app.domain.spans import day_span
from app.simulation import crowd as crowds
from app.simulation.columns import HOUR, MINUTE, microseconds, midnight
from app.simulation.crowd import Crowd

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CROWD = Crowd(1_400_000, 14, 7, date(2026, 11, 9))
DAY = 3


@pytest.fixture(scope="module")
def day():
    return crowds.day(CROWD, DAY, ZONE)


def columns(of):
    return [getattr(of, name) for name in of.__slots__]


def test_the_same_seed_gives_the_same_city_and_another_another(day):
    again = crowds.day(CROWD, DAY, ZONE)
    assert all(np.array_equal(a, b) for a, b in zip(columns(day), columns(again), strict=True))
    other = crowds.day(Crowd(1_400_000, 14, 8, CROWD.first_day), DAY, ZONE)
    assert not np.array_equal(day.entered, other.entered)
    assert not np.array_equal(crowds.venue_ids(CROWD)[0], crowds.venue_ids(Crowd(1, 1, 8, date.max))[0])


def test_a_fortnight_of_a_hundred_million_visits_has_fourteen_million_persons():
    large = Crowd(100_000_000, 14, 1, CROWD.first_day)
    assert large.persons == 14_285_714
    assert large.visits / large.days / large.venues == pytest.approx(30, rel=1e-3)


def test_no_visit_is_lost_between_the_days():
    odd = Crowd(1_000_003, 14, 1, CROWD.first_day)
    assert sum(odd.visits_on(n) for n in range(14)) == odd.visits


def test_visits_are_sorted_as_the_primary_key_is(day):
    key = day.venue.astype(np.int64) << 52 | day.entered
    assert (np.diff(key) >= 0).all()
    ids = [bytes(row) for row in crowds.venue_ids(CROWD)]
    assert ids == sorted(ids)
    assert len(set(ids)) == CROWD.venues


def test_times_are_whole_milliseconds_of_the_local_day(day):
    for times in (day.entered, day.received, day.left[day.left >= 0]):
        assert (times % 1000 == 0).all()
    span = day_span(CROWD.first_day + timedelta(days=DAY), ZONE)
    assert day.entered.min() >= microseconds(span.start)
    assert day.entered.max() < microseconds(span.end)
    assert (day.received > day.entered).all()


def test_ids_carry_the_times_of_entry_and_differ(day):
    assert len(np.unique(day.id.view("V16"))) == len(day.entered)
    for row in range(0, len(day.entered), 9973):
        visit = VisitId(UUID(bytes=day.id[row].tobytes()))
        assert visit.variant == "specified in RFC 4122"
        assert entered_at(visit) == datetime.fromtimestamp(day.entered[row] / 1e6, UTC)


def test_two_thirds_check_out_after_a_lognormal_time(day):
    left = day.left >= 0
    assert left.mean() == pytest.approx(2 / 3, abs=0.01)
    stay = (day.left - day.entered)[left]
    assert np.median(stay) == pytest.approx(45 * MINUTE, rel=0.02)
    assert stay.min() >= MINUTE
    assert stay.max() == 8 * HOUR
    assert np.quantile(stay, 0.8413) / np.median(stay) == pytest.approx(np.exp(0.8), rel=0.05)


def test_places_are_as_unequal_as_zipf_says(day):
    found = np.sort(np.bincount(day.venue, minlength=CROWD.venues))[::-1]
    wanted = np.sort(crowds.fame(CROWD))[::-1] * len(day.venue)
    assert found[:10] == pytest.approx(wanted[:10], rel=0.1)
    ranks = np.arange(1, CROWD.venues + 1)
    slope = np.polyfit(np.log(ranks[:300]), np.log(found[:300]), 1)[0]
    assert slope == pytest.approx(-0.7, abs=0.03)
    # Fame is spread over the ids, or the largest places would be neighbours in the key's tree.
    assert abs(np.corrcoef(np.arange(CROWD.venues), crowds.fame(CROWD))[0, 1]) < 0.1


def test_no_door_takes_more_than_one_code_lets_through_and_the_rest_stays_zipf():
    assert crowds.busiest(CROWD) < crowds.BUSIEST, "a small city needs no limit"
    large = Crowd(100_000_000, 14, 1, CROWD.first_day)
    found = np.sort(crowds.fame(large))[::-1]
    assert found.sum() == pytest.approx(1)
    assert crowds.busiest(large) == pytest.approx(crowds.BUSIEST, rel=1e-5)
    limited = int((found > found[0] * 0.999).sum())
    assert limited == 35
    ranks = np.arange(1, len(found) + 1)[limited:]
    assert np.ptp(found[limited:] * ranks**0.7) == pytest.approx(0, abs=1e-9)


def test_people_come_at_lunch_and_in_the_evening(day):
    hours = (day.entered - midnight(CROWD.first_day + timedelta(days=DAY), ZONE)) // HOUR
    count = np.bincount(hours, minlength=24)
    assert count[12] > 3 * count[15]
    assert count[18] > 3 * count[15]
    assert count[:5].sum() == 0


def test_a_few_are_out_much_more_than_most(day):
    everybody = np.arange(CROWD.persons)
    mean = crowds.activity(CROWD, everybody)
    assert mean.mean() == pytest.approx(0.5, rel=1e-3)
    assert mean.max() == pytest.approx(6, rel=0.05)
    assert mean.min() > 0.2
    found = np.bincount(day.person, minlength=CROWD.persons)
    assert found[:2000].mean() == pytest.approx(mean[:2000].mean(), rel=0.05)
    assert found[-100_000:].mean() == pytest.approx(mean[-100_000:].mean(), rel=0.05)


def test_cases_are_drawn_among_those_who_are_out_about_four_times_a_day():
    persons = crowds.persons_out(CROWD, 4.3, 100)
    assert len(set(persons.tolist())) == 100
    assert crowds.activity(CROWD, persons).mean() == pytest.approx(4.3, abs=0.2)
    assert len(crowds.persons_out(CROWD, 4.3, 10**9)) == CROWD.persons
    assert crowds.persons_out(CROWD, 1e9, 5).tolist() == [0, 1, 2, 3, 4]


def test_persons_have_ids_of_their_own_whoever_is_asked_for():
    ids = crowds.person_ids(CROWD, np.arange(CROWD.persons))
    assert len(np.unique(ids.view("V16"))) == CROWD.persons
    assert np.array_equal(crowds.person_ids(CROWD, np.array([5, 3])), ids[[5, 3]])
    bits = np.unpackbits(ids[:10_000], axis=1).mean(axis=0)
    assert np.abs(bits - 0.5).max() < 0.03


def test_a_tiny_crowd_still_has_somebody_somewhere():
    tiny = Crowd(3, 2, 1, CROWD.first_day)
    assert (tiny.venues, tiny.persons) == (1, 3)
    assert [len(crowds.day(tiny, n, ZONE).entered) for n in range(2)] == [1, 2]

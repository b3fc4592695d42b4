from datetime import timedelta

import numpy as np
import pytest

from app.domain.venue_kinds import VenueKind
from app.simulation.columns import HOUR, MINUTE, midnight, moment, stream, take
from app.simulation.gravity import kilometres
from app.simulation.places import KINDS
from app.simulation.routines import true_stays

from .conftest import START


def clock(city, days):
    """Minutes after midnight of the business day at which the stays of these days begin, and their kinds."""
    rows = np.concatenate([np.arange(city.first_stay[d], city.first_stay[d + 1]) for d in days])
    day = np.searchsorted(city.first_stay, rows, side="right") - 1
    stays = take(city.stays, rows)
    begins = midnight(city.start, city.zone) + day * 24 * HOUR
    return stays, (stays.start - begins) / MINUTE, city.places.kind[stays.venue]


def of(kind, kinds):
    return kinds == KINDS.index(kind)


def test_a_stay_takes_time_and_happens_on_its_day(city):
    _, minute, _ = clock(city, range(city.days))
    assert (city.stays.end > city.stays.start).all()
    assert minute.min() >= 4 * 60 + 40
    assert minute.max() < 28 * 60


def test_visitors_are_there_in_opening_hours_only(city):
    stays, minute, _ = clock(city, range(city.days))
    weekday = (np.searchsorted(city.first_stay, np.arange(len(minute)), side="right") - 1) % 7
    visitor = ~stays.staff
    opens, closes = (table[stays.venue, weekday] for table in (city.places.opens, city.places.closes))
    leaves = minute + (stays.end - stays.start) / MINUTE
    assert (minute[visitor] > opens[visitor] - 0.01).all()
    assert (leaves[visitor] < closes[visitor] + 0.01).all()


def test_the_domain_calls_those_hours_open_too(city):
    visits = take(city.stays, ~city.stays.staff)
    rows = stream(1).choice(len(visits.person), 500, replace=False)
    for venue, start, end in zip(visits.venue[rows], visits.start[rows], visits.end[rows], strict=True):
        hours = city.places.hours[venue]
        assert hours.open_at(moment(start), city.zone)
        closing = hours.closing(moment(start), city.zone)
        assert closing is None or moment(end) <= closing + timedelta(seconds=1)


def test_staff_come_a_little_before_and_leave_a_little_after(city):
    stays, minute, _ = clock(city, range(7))
    day = np.searchsorted(city.first_stay, np.arange(len(stays.person)), side="right") - 1
    staff = np.flatnonzero(stays.staff)
    opens = city.places.opens[stays.venue[staff], day[staff] % 7]
    closes = city.places.closes[stays.venue[staff], day[staff] % 7]
    length = (stays.end[staff] - stays.start[staff]) / MINUTE
    assert (minute[staff] >= opens - 26).all()
    assert (minute[staff] + length <= closes + 11).all()


def test_nobody_is_in_two_places_that_are_not_one_inside_the_other(city, inside):
    for rows in (~inside, inside):  # on the street; and of those inside others, one at a time as well
        stays = take(city.stays, rows)
        stays = take(stays, np.lexsort((stays.start, stays.person)))
        follows = stays.person[1:] == stays.person[:-1]
        assert follows.sum() > 1000
        assert (stays.start[1:][follows] >= stays.end[:-1][follows]).all()


def test_whoever_is_inside_a_place_is_in_the_place_around_it(city, inside):
    outer = {}
    for person, venue, start, end in zip(
        city.stays.person.tolist(), city.stays.venue.tolist(), city.stays.start, city.stays.end, strict=True
    ):
        outer.setdefault((person, venue), []).append((start, end))
    nested = np.flatnonzero(inside)
    assert len(nested) > 1000
    for row in nested:
        around = outer.get((city.stays.person[row], city.places.parent[city.stays.venue[row]]), [])
        assert any(a <= city.stays.start[row] and city.stays.end[row] <= b for a, b in around)


def test_nobody_flies(city, inside):
    places = city.places
    stays = take(city.stays, ~inside & ~of(VenueKind.VEHICLE, places.kind[city.stays.venue]))
    stays = take(stays, np.lexsort((stays.start, stays.person)))
    one, other = stays.venue[:-1], stays.venue[1:]
    follows = (stays.person[1:] == stays.person[:-1]) & (one != other)
    km = kilometres(places.lon[one], places.lat[one], places.lon[other], places.lat[other])[follows]
    hours = (stays.start[1:] - stays.end[:-1])[follows] / HOUR
    assert (km / hours).max() < 60


def test_the_city_has_its_rhythm(city):
    tuesday, minute, kind = clock(city, [1])
    market = minute[of(VenueKind.MARKET, kind) & ~tuesday.staff]
    assert np.median(market) < 9 * 60
    lunch = minute[of(VenueKind.RESTAURANT, kind)]
    assert ((lunch > 11 * 60) & (lunch < 13 * 60)).sum() > ((lunch > 14 * 60) & (lunch < 16 * 60)).sum() * 3
    sunday, minute, sunday_kind = clock(city, [6])
    assert not of(VenueKind.SCHOOL, sunday_kind).any()
    assert of(VenueKind.WORSHIP, sunday_kind).sum() > 3 * of(VenueKind.WORSHIP, kind).sum()
    assert of(VenueKind.MALL, sunday_kind).sum() > 1.5 * of(VenueKind.MALL, kind).sum()
    assert sunday.staff.sum() < tuesday.staff.sum() * 0.7


def test_bars_are_full_after_midnight_on_saturdays(city):
    stays, minute, kind = clock(city, [5])
    length = (stays.end - stays.start) / MINUTE
    late = of(VenueKind.BAR, kind) & ~stays.staff & (minute + length > 24 * 60)
    assert late.sum() > 20
    stays, minute, kind = clock(city, [0])
    length = (stays.end - stays.start) / MINUTE
    assert (of(VenueKind.BAR, kind) & ~stays.staff & (minute + length > 24 * 60)).sum() < late.sum()


def test_households_go_out_together(city):
    stays, _, kind = clock(city, [5, 6])
    malls = take(stays, of(VenueKind.MALL, kind) & ~stays.staff)
    household = city.residents.household[malls.person]
    order = np.lexsort((malls.start, malls.venue, household))
    household, malls = household[order], take(malls, order)
    same = (household[1:] == household[:-1]) & (malls.venue[1:] == malls.venue[:-1])
    same &= np.diff(malls.start) < 30 * MINUTE
    company = np.append(same, False) | np.insert(same, 0, False)
    assert company.mean() > 0.45


def test_two_to_four_stays_a_day(city):
    assert 1.5 < len(city.stays.person) / len(city.residents) / city.days < 4


@pytest.mark.parametrize("day", [START, START + timedelta(days=5)])
def test_any_day_can_be_made_alone(city, day):
    one, again = (true_stays(city.town, day, city.zone, stream(5, day.toordinal())) for _ in range(2))
    assert (one.start == again.start).all()
    assert (one.venue == again.venue).all()
    other = true_stays(city.town, day, city.zone, stream(6, day.toordinal()))
    assert len(other.person) != len(one.person) or (other.start != one.start).any()

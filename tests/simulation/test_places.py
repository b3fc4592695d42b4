import unicodedata
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import phonenumbers
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from app.domain.opening_hours import OpeningHours
from app.domain.text import clean
from app.domain.venue_kinds import VenueKind
from app.simulation.columns import stream
from app.simulation.gravity import kilometres
from app.simulation.layout import ZIPF, _columns_of, build
from app.simulation.places import KINDS, registration
from app.simulation.trades import TRADES, daily, weekdays
from app.simulation.wards import wards

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
KEYS = [trade.key for trade in TRADES]


@pytest.fixture(scope="module")
def places():
    return build(wards(), 20_000, stream(3, 1))


def test_the_register_takes_every_venue_and_changes_no_letter_of_it(places):
    for row, sign in enumerate(places.signs):
        kept = registration(places, row, None)
        assert (kept.name, kept.address) == (sign.name, sign.address)
        assert kept.kind is TRADES[places.trade[row]].kind


def test_names_are_unique_nfc_and_vietnamese(places):
    names = [sign.name for sign in places.signs]
    assert len(set(names)) == len(names)
    assert all(unicodedata.is_normalized("NFC", name) and clean(name) == name for name in names)
    assert sum(not name.isascii() for name in names) > 0.9 * len(names)
    assert any(name.startswith("Phở ") for name in names)
    assert any(name.startswith("Chợ ") for name in names)


def test_phone_numbers_can_belong_to_nobody(places):
    numbers = [phonenumbers.parse(sign.phone) for sign in places.signs]
    assert len({n.national_number for n in numbers}) == len(numbers)
    assert all(phonenumbers.is_possible_number(n) for n in numbers)
    assert not any(phonenumbers.is_valid_number(n) for n in numbers)


def test_every_kind_of_venue_is_there(places):
    absent = {KINDS[k] for k in set(range(len(KINDS))) - set(places.kind.tolist())}
    assert not absent


def test_what_is_inside_another_is_where_that_is(places):
    inner = np.flatnonzero(places.parent >= 0)
    host = places.parent[inner]
    assert len(inner) > 100
    assert (places.parent[host] == -1).all()
    assert (places.ward[inner] == places.ward[host]).all()
    away = kilometres(places.lon[inner], places.lat[inner], places.lon[host], places.lat[host])
    assert away.max() < 0.2
    hosts = {
        (TRADES[t].inside, TRADES[h].key)
        for t, h in zip(places.trade[inner], places.trade[host], strict=True)
    }
    assert hosts == {("market", "market"), ("mall", "mall"), ("hospital", "hospital")}
    for row, parent in zip(inner, host, strict=True):
        assert places.signs[parent].name in places.signs[row].address


def test_venues_stand_in_their_wards(places):
    street = places.parent < 0
    shapes = np.array([ward.geometry for ward in wards()], dtype=object)[places.ward[street]]
    assert shapely.intersects_xy(shapes, places.lon[street], places.lat[street]).all()


def test_a_ward_has_at_most_one_committee(places):
    homes = places.ward[places.trade == KEYS.index("ward")]
    assert len(np.unique(homes)) == len(homes)


@pytest.mark.parametrize("key", [trade.key for trade in TRADES if trade.essential])
def test_nobody_lives_far_from_the_essential(places, key):
    lon, lat = (np.array([getattr(w.centroid, axis) for w in wards()]) for axis in ("longitude", "latitude"))
    there = np.unique(places.ward[places.trade == KEYS.index(key)])
    far = kilometres(lon[:, None], lat[:, None], lon[None, there], lat[None, there]).min(axis=1)
    assert far.max() <= 15


def test_bars_crowd_the_centre_and_factories_do_not(places):
    centre = kilometres(places.lon, places.lat, np.array(106.704), np.array(10.7805))
    bars, factories = (
        np.median(centre[places.kind == KINDS.index(k)]) for k in (VenueKind.BAR, VenueKind.FACTORY)
    )
    assert bars < 10 < factories


def test_popularity_falls_as_zipf_says(places):
    cafes = np.sort(places.popularity[places.trade == KEYS.index("cafe")])
    assert cafes[-1] / cafes[0] == pytest.approx(len(cafes) ** ZIPF)
    assert cafes.mean() == pytest.approx(1)


def test_the_same_numbers_build_the_same_places(places):
    again = build(wards(), 20_000, stream(3, 1))
    assert again.signs == places.signs
    assert (again.lon == places.lon).all()
    assert build(wards(), 20_000, stream(4, 1)).signs != places.signs


def test_a_bar_closes_on_the_next_morning():
    bars = [trade.hours.week[5][0].closes for trade in TRADES if trade.kind is VenueKind.BAR]
    assert sorted(bars) == [26 * 60, 28 * 60]


@given(
    hours=st.sampled_from([daily(5, 14), daily(17, 26), weekdays(7.5, 17, (7.5, 11.5)), OpeningHours()]),
    day=st.integers(0, 6),
    minute=st.integers(0, 24 * 60 - 1),
)
def test_columns_of_hours_say_what_the_domain_says(hours, day, minute):
    opens, closes = _columns_of([hours])
    moment = datetime(2026, 11, 2, tzinfo=ZONE) + timedelta(days=day, minutes=minute)
    tonight = opens[0, day] <= minute < closes[0, day]
    last_night = opens[0, day - 1] <= minute + 24 * 60 < closes[0, day - 1]
    assert (tonight or last_night) == hours.open_at(moment, ZONE)

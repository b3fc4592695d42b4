import unicodedata

import numpy as np
import phonenumbers
import pytest

from app.domain.people import contact_details
from app.domain.venue_kinds import VenueKind
from app.simulation.city import found
from app.simulation.places import KINDS
from app.simulation.residents import AGE_GROUPS
from app.simulation.trades import TRADES

from .conftest import START

KEYS = [trade.key for trade in TRADES]


@pytest.fixture(scope="module")
def town():
    return found(20_000, START, 11).town


@pytest.fixture(scope="module")
def people(town):
    return town.residents


def test_there_are_as_many_as_asked_for(people):
    assert len(people) == len(people.names) == len(people.phones) == 20_000


def test_households_are_of_urban_size_and_live_together(people):
    sizes = np.bincount(people.household)
    assert sizes.mean() == pytest.approx(3.4, abs=0.1)
    assert sizes.min() == 1
    assert sizes.max() == 8
    for column in (people.ward, people.lon, people.lat):
        assert (column == column[people.head][people.household]).all()
    assert (np.diff(people.household) >= 0).all()


def test_no_child_lives_alone(people):
    oldest = np.zeros(len(people.head), dtype=np.int8)
    np.maximum.at(oldest, people.household, people.age)
    assert oldest.min() >= 18


def test_ages_are_those_of_a_city(people):
    shares = dict(zip(AGE_GROUPS, np.bincount(people.group) / len(people), strict=True))
    assert 0.05 < shares["toddler"] < 0.11
    assert 0.10 < shares["child"] + shares["teen"] < 0.22
    assert 0.08 < shares["elder"] < 0.16
    assert people.age.max() < 100


def test_each_household_has_one_shopper_of_age(people):
    assert (np.bincount(people.household, people.shopper) == 1).all()
    assert people.age[people.shopper].min() >= 18


def test_pupils_go_to_the_school_of_their_age(town, people):
    days = people.days
    pupil = (days.venue >= 0) & ~days.staff
    assert (town.places.kind[days.venue[pupil]] == KINDS.index(VenueKind.SCHOOL)).all()
    level = np.array(KEYS)[town.places.trade[days.venue[pupil]]]
    age = people.age[pupil]
    expected = np.select(
        [age < 6, age < 11, age < 15, age < 18], ["nursery", "primary", "middle", "high"], "university"
    )
    assert (level == expected).all()
    assert pupil[(people.age >= 7) & (people.age <= 10)].mean() > 0.98


def test_most_adults_work_and_only_grown_people_do(people):
    adults = (people.age >= 25) & (people.age < 60)
    assert 0.7 < people.days.staff[adults].mean() < 0.9
    assert people.age[people.days.staff].min() >= 18


def test_nobody_works_where_and_when_there_is_nothing_open(town, people):
    days = people.days
    at = np.flatnonzero(days.venue >= 0)
    opened = town.places.opens[days.venue[at]] != -1
    goes = (days.weekdays[at, None] >> np.arange(7) & 1).astype(bool)
    assert not (goes & ~opened).any()
    assert (days.ends[at] > days.begins[at]).all()


def test_venues_hold_the_people_attached_to_them(town, people):
    attached = np.bincount(people.days.venue[people.days.venue >= 0], minlength=len(town.places))
    assert (attached <= town.places.capacity).all()


def test_names_are_nfc_and_go_into_the_register_as_they_are(people):
    for name in people.names[:3000]:
        assert unicodedata.is_normalized("NFC", name)
        assert contact_details(name, "+84500000000").name == name
    families = [name.split()[0] for name in people.names]
    assert families.count("Nguyễn") / len(families) == pytest.approx(0.40, abs=0.05)


def test_phones_ring_nobody_and_small_children_have_none(people):
    numbers = [phonenumbers.parse(phone) for phone in people.phones if phone]
    assert len({n.national_number for n in numbers}) == len(numbers)
    assert not any(phonenumbers.is_valid_number(n) for n in numbers[:2000])
    has = np.array([phone is not None for phone in people.phones])
    assert not has[people.age < 10].any()
    assert has[(people.age >= 18) & (people.age < 60)].mean() > 0.95
    assert not (has & people.has_card).any()


def test_willingness_differs_widely(people):
    low, high = np.quantile(people.willing, [0.1, 0.9])
    assert low < 0.3
    assert high > 0.85
    assert 0 <= people.willing.min() <= people.willing.max() <= 1


def test_usual_places_are_of_their_kind_and_on_the_street(town, people):
    for number in range(len(KINDS)):
        known = people.usual[number][people.usual[number] >= 0]
        assert (town.places.kind[known] == number).all()
        assert (town.places.parent[known] == -1).all()
    assert (people.usual[KINDS.index(VenueKind.MARKET)] >= 0).all()


def test_children_go_where_their_elders_go(people):
    child = people.age < 18
    theirs = people.usual[:, people.head[people.household]]
    assert (people.usual[:, child] == theirs[:, child]).all()
    assert (people.usual[:, ~child] != theirs[:, ~child]).mean() > 0.1

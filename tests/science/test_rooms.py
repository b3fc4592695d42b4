from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.disease_profiles import DISEASES
from app.domain.spaces import SpaceKind, Ventilation, space_of
from app.domain.venue_kinds import VenueKind
from app.science.errors import BadParameter, NegativeSpan
from app.science.rooms import REFERENCE_VOLUME, mixed_hours, near, room_of

DOSE = DISEASES["covid-19"].dose
hours = st.floats(0, 12)
losses = st.floats(0.3, 40)


def test_the_reference_room_counts_one_to_one():
    office = space_of(VenueKind.WORKPLACE, 10)
    room = room_of(office, DOSE)
    assert office.mixing_volume == REFERENCE_VOLUME
    assert room.through_air + near(room, 5) == pytest.approx(1.0)


def test_fresh_air_thins_what_comes_through_the_air_and_not_what_comes_close():
    shut, open_ = (
        room_of(space_of(VenueKind.CAFE, 20, ventilation=air), DOSE)
        for air in (Ventilation.CLOSED, Ventilation.OPEN_AIR)
    )
    assert open_.through_air < shut.through_air / 10
    assert open_.close_by == shut.close_by > 0


def test_a_hall_does_not_thin_the_air_without_limit():
    stall, hall = (room_of(space_of(VenueKind.MARKET, n), DOSE) for n in (500, 50_000))
    assert hall.through_air == stall.through_air > 0


def test_what_an_owner_says_narrows_what_is_not_known():
    unknown = room_of(space_of(VenueKind.CAFE, 20), DOSE)
    known = room_of(space_of(VenueKind.CAFE, 20, ventilation=Ventilation.MECHANICAL), DOSE)
    assert known.air_deviation < unknown.air_deviation


def test_every_kind_of_venue_has_a_space():
    kinds = {space_of(kind, 30).kind for kind in VenueKind}
    assert kinds == set(SpaceKind)


def test_more_people_make_each_less_near():
    room = room_of(space_of(VenueKind.BAR, 50), DOSE)
    assert near(room, 5) == near(room, 15) > near(room, 30) > near(room, 300) > 0


@given(hours, hours, hours, losses)
def test_air_never_counts_more_than_the_time_in_it(stay, enters, length, loss):
    found = mixed_hours(stay, enters, enters + length, loss=loss, tail=1.0)
    assert -1e-12 <= found <= min(length, max(0.0, stay + 1.0 - enters)) + 1e-12


@given(hours, hours, hours, losses)
def test_a_stay_may_be_cut_in_two(stay, enters, length, loss):
    middle = enters + length / 3
    parts = [
        mixed_hours(stay, first, last, loss=loss, tail=0.5)
        for first, last in ((enters, middle), (middle, enters + length))
    ]
    whole = mixed_hours(stay, enters, enters + length, loss=loss, tail=0.5)
    assert sum(parts) == pytest.approx(whole, abs=1e-9)


def test_whoever_comes_later_breathes_less():
    found = [mixed_hours(2, 2 + wait / 10, 3 + wait / 10, loss=3.0, tail=4.0) for wait in range(6)]
    assert found == sorted(found, reverse=True)
    assert found[5] / found[0] == pytest.approx(math.exp(-1.5), rel=0.01)


def test_nothing_counts_after_the_tail_or_before_the_case():
    assert mixed_hours(2, 2.5, 9, loss=3.0, tail=0.5) == 0
    assert mixed_hours(2, -1, 0, loss=3.0, tail=0.5) == 0


def test_impossible_times_are_named():
    with pytest.raises(NegativeSpan):
        mixed_hours(1, 3, 2, loss=1.0, tail=0.5)
    with pytest.raises(BadParameter):
        mixed_hours(1, 0, 1, loss=0.0, tail=0.5)

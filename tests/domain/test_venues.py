from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputRefused
from app.domain.ids import VenueId
from app.domain.look_alikes import likeness, look_alikes
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.positions import Position
from app.domain.registrations import register
from app.domain.venue_kinds import TYPICAL_STAY, VenueKind
from app.domain.venues import Venue, VenueState

CITY = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
BAR = OpeningHours(((Hours(18 * 60, 28 * 60),),) * 7)
HERE = Position(10.7870, 106.6890)


def said(**changed):
    values = {
        "name": "Phở Hòa",
        "address": "260C Pasteur",
        "kind": VenueKind.RESTAURANT,
        "capacity": 80,
        "hours": OpeningHours(),
        "position": HERE,
    }
    return register(**values | changed)


def problems(**changed):
    with pytest.raises(InputRefused) as refused:
        said(**changed)
    return [(problem.field, problem.kind) for problem in refused.value.problems]


def local(hour, minute=0, day=23):
    return datetime(2026, 11, day, hour, minute, tzinfo=CITY)


def test_a_name_typed_in_nfd_is_kept_in_nfc():
    assert said(name="Pho\u031b\u0309 Ho\u0300a").name == "Phở Hòa"


@pytest.mark.parametrize("name", ["Nguyễn Thị Hương", "Phở Hòa Pasteur", "O'Brien", "7-Eleven (Q.1) & Co."])
def test_names_stay_byte_for_byte(name):
    assert said(name=name).name == name


def test_all_problems_come_at_once():
    found = problems(name=" ", address="x" * 201, capacity=0)
    assert found == [("name", "missing"), ("address", "too_long"), ("capacity", "range")]


@pytest.mark.parametrize("name", ["{{7*7}}", "{% if %}", "<b>x</b>", "{# x #}"])
def test_template_and_tag_marks_are_refused_in_names(name):
    assert problems(name=name) == [("name", "markup")]


def test_hours_that_cannot_be_are_refused():
    assert problems(hours=OpeningHours(((Hours(600, 600),),) * 7)) == [("closes", "hours")]
    assert problems(hours=OpeningHours(((),) * 7)) == [("days", "never_open")]


def test_a_bar_is_open_past_midnight_of_the_evening_it_opened():
    assert BAR.open_at(local(18), CITY)
    assert BAR.open_at(local(3, 59, day=24), CITY)
    assert not BAR.open_at(local(4, day=24), CITY)
    assert BAR.closing(local(1, day=24), CITY) == local(4, day=24)


def test_a_closed_day_has_no_opening_but_the_night_before_reaches_into_it():
    closed_on_tuesday = OpeningHours(
        tuple(() if day == 1 else (Hours(18 * 60, 28 * 60),) for day in range(7))
    )
    assert closed_on_tuesday.open_at(local(2, day=24), CITY)  # Monday's night
    assert not closed_on_tuesday.open_at(local(20, day=24), CITY)


def test_a_place_without_hours_never_closes():
    assert OpeningHours().open_at(NOW, CITY)
    assert OpeningHours().closing(NOW, CITY) is None


def test_every_kind_has_a_typical_stay():
    assert set(TYPICAL_STAY) == set(VenueKind)


def venue(name, position=HERE, address="260C Pasteur"):
    there = said(name=name, position=position, address=address)
    return Venue(VenueId(UUID(int=len(name))), there, None, VenueState.OPEN, NOW, None)


def test_a_similar_name_close_by_is_shown_and_others_are_not():
    near = venue("Pho Hoa Pasteur")
    far = venue("Phở Hòa Pasteur!", Position(10.80, 106.70))
    other = venue("Nhà thuốc Long Châu")
    assert look_alikes(said(name="Phở Hòa Pasteur"), [near, far, other]) == [near]


def test_without_a_position_the_same_address_counts():
    same, elsewhere = venue("Phở Hòa"), venue("Phở Hòa.", address="1 Lê Lợi")
    assert look_alikes(said(name="Phở Hoà", position=None), [same, elsewhere]) == [same]


def test_a_hundred_metres_are_a_hundred_metres():
    north = Position(HERE.latitude + 100 / 111_195, HERE.longitude)
    assert HERE.metres_to(north) == pytest.approx(100, rel=0.01)


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_symmetric_and_one_for_the_same(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1


@given(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 700), st.integers(0, 7 * 1440))
def test_whatever_is_open_closes_later_and_within_the_longest_opening(day, opens, length, minute):
    week = tuple((Hours(opens, opens + length),) if n == day else () for n in range(7))
    moment = local(0) + timedelta(minutes=minute)
    closing = OpeningHours(week).closing(moment, CITY)
    if closing is not None:
        assert moment < closing <= moment + timedelta(minutes=length)

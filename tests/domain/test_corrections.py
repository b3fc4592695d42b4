"""A person says when a visit of theirs really ended, and who came along."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.assurance import Assurance, Flag
from app.domain.codes import make_code
from app.domain.corrections import Correction
from app.domain.errors import InputRefused, VisitWithdrawn
from app.domain.ids import Pseudonym, VenueId, ZoneId, new_visit_id
from app.domain.issued_codes import IssuedCode
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.policy import Policy
from app.domain.registrations import Registration
from app.domain.stay_errors import CorrectionTooLate
from app.domain.typed_codes import make_typed_code
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.domain.visits import (
    Entry,
    Visit,
    correct_leaving,
    leave,
    start,
    stay,
    with_companions,
    withdraw,
)

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
POLICY = Policy()
PLACE = VenueId(UUID(int=1))
WHO = Pseudonym(UUID(int=2))
MORNINGS = OpeningHours(((Hours(6 * 60, 11 * 60),),) * 7)


def code(zone: int | None = None) -> IssuedCode:
    part = None if zone is None else ZoneId(UUID(int=zone))
    return IssuedCode(make_code(1), make_typed_code(1), PLACE, part, NOON - timedelta(days=9))


def venue(hours: OpeningHours | None = None) -> Venue:
    there = Registration("Phở", "Q1", VenueKind.RESTAURANT, 50, hours or OpeningHours(), None, None, None)
    return Venue(PLACE, there, None, VenueState.OPEN, NOON, None)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def enter(minutes: float, earlier: list[Visit] = (), *, n: int = 0, zone: int | None = None, **of) -> Visit:
    hours = of.pop("hours", None)
    entry = Entry(new_visit_id(at(minutes), n), WHO, of.pop("assurance", Assurance.STATIC), 1, **of)
    return start(entry, code(zone), venue(hours), earlier, policy=POLICY, now=at(minutes))


def gone(minutes: float = 30) -> Visit:
    return leave(enter(0), at=at(minutes), now=at(minutes))


def correct(visit: Visit, minutes: float, *, now: float, reason: Correction = Correction.WRONG_TIME) -> Visit:
    return correct_leaving(visit, at=at(minutes), reason=reason, now=at(now), policy=POLICY)


# ---- corrections ----


def test_a_correction_keeps_what_was_recorded_first_and_is_flagged():
    once = correct(gone(30), 20, now=60)
    twice = correct(once, 25, now=90, reason=Correction.LEFT_EARLIER)
    assert (once.left_at, once.first_left_at, once.correction) == (at(20), at(30), Correction.WRONG_TIME)
    assert (twice.left_at, twice.first_left_at, twice.correction) == (
        at(25), at(30), Correction.LEFT_EARLIER,
    )  # fmt: skip
    assert twice.flags & Flag.EDITED
    assert not gone().flags & Flag.EDITED
    assert [once.version, twice.version] == [3, 4]


def test_a_forgotten_check_out_is_said_later_and_had_none_before():
    told = correct(enter(0), 45, now=600, reason=Correction.FORGOT)
    assert (told.left_at, told.first_left_at) == (at(45), None)
    again = correct(told, 50, now=601, reason=Correction.FORGOT)
    assert again.first_left_at is None, "what a person said first is not what was recorded"


def test_saying_the_same_again_changes_nothing():
    once = correct(gone(), 20, now=60)
    assert correct(once, 20, now=61) == once


@pytest.mark.parametrize(
    ("visit", "last_minute"),
    [(gone(30), 30 + 24 * 60), (enter(0), (16 + 24) * 60), (correct(gone(30), 600, now=700), 30 + 24 * 60)],
    ids=["checked out", "never checked out", "corrected before"],
)
def test_a_day_after_the_recorded_end_is_the_last_moment(visit, last_minute):
    assert correct(visit, 10, now=last_minute).left_at == at(10)
    with pytest.raises(CorrectionTooLate):
        correct(visit, 10, now=last_minute + 1)


@pytest.mark.parametrize(
    ("minutes", "kind"), [(0, "order"), (-5, "order"), (61, "not_yet"), (16 * 60 + 1, "too_long_stay")]
)
def test_no_stay_ends_before_it_begins_later_than_now_or_beyond_the_longest(minutes, kind):
    with pytest.raises(InputRefused) as refused:
        correct(gone(), minutes, now=60 if kind == "not_yet" else 1200)
    assert [(p.field, p.kind) for p in refused.value.problems] == [("left_at", kind)]


def test_a_withdrawn_visit_is_neither_corrected_nor_given_companions():
    taken_back = withdraw(gone(), now=at(31))
    with pytest.raises(VisitWithdrawn):
        correct(taken_back, 20, now=60)
    with pytest.raises(VisitWithdrawn):
        with_companions(taken_back, 1, 0)


@given(
    st.lists(st.tuples(st.sampled_from(["again", "tap", "leave", "stay"]), st.integers(0, 90)), max_size=6)
)
def test_no_repeat_of_anything_brings_back_what_was_corrected(messages):
    told = correct(gone(30), 20, now=60)
    kept = [told]
    for what, minutes in messages:
        if what == "again":
            entry = Entry(told.id, WHO, Assurance.STATIC, 1, companions=9)
            assert start(entry, code(), venue(), kept, policy=POLICY, now=at(100)) == told
        elif what == "tap":
            found = enter(minutes, kept, n=minutes + 1)
            assert found == told if minutes < 20 else found.id != told.id
        elif what == "leave":
            assert leave(told, at=at(minutes + 1), now=at(100)) == told
        else:
            assert stay(told) == told


def test_without_a_correction_coming_back_at_once_goes_on_with_the_visit():
    assert enter(32, [gone(30)], n=1).id == gone(30).id


# ---- companions ----


def test_who_came_along_is_kept_and_the_same_again_is_no_change():
    family = with_companions(enter(0), 3, 2)
    assert (family.companions, family.children, family.version) == (3, 2, 2)
    assert with_companions(family, 3, 2) == family


@pytest.mark.parametrize(
    ("companions", "children", "wrong"),
    [
        (61, 0, [("companions", "range")]),
        (-1, 0, [("companions", "range")]),
        (0, -1, [("children", "range")]),
        (2, 3, [("children", "more_children")]),
        (99, 99, [("companions", "range"), ("children", "range")]),
    ],
)
def test_numbers_out_of_reason_are_refused_at_the_door_and_later(companions, children, wrong):
    for ask in (
        lambda: with_companions(enter(0), companions, children),
        lambda: enter(0, companions=companions, children=children),
    ):
        with pytest.raises(InputRefused) as refused:
            ask()
        assert [(p.field, p.kind) for p in refused.value.problems] == wrong
    assert with_companions(enter(0), 60, 60).children == 60


# ---- zones and shifts ----


def test_a_table_asks_about_itself_and_the_door_about_whatever_there_is():
    table = enter(0, zone=5)
    assert enter(10, [table], n=1, zone=5).id == table.id
    assert enter(10, [table], n=1).id == table.id
    moved = enter(10, [table], n=1, zone=6)
    assert (moved.id != table.id, moved.zone) == (True, ZoneId(UUID(int=6)))
    assert enter(20, [table, moved], n=2).id == moved.id, "the door asks about the table of now"
    assert enter(20, [table, moved], n=2, zone=5).id not in (table.id, moved.id), "back at the first"


def test_a_tap_from_before_the_move_still_belongs_to_the_first_table():
    table = enter(0, zone=5)
    moved = enter(10, [table], n=1, zone=6)
    assert enter(5, [table, moved], n=2, zone=5).id == table.id


def test_a_guest_becomes_staff_by_a_visit_of_its_own_and_no_code_ends_a_shift():
    guest = enter(0)
    shift = enter(5, [guest], n=1, assurance=Assurance.STAFF)
    assert (shift.id != guest.id, shift.assurance) == (True, Assurance.STAFF)
    for zone in (None, 5):
        assert enter(60, [guest, shift] if zone is None else [shift], n=2, zone=zone).id in (
            guest.id,
            shift.id,
        )
    assert enter(60, [shift], n=3, assurance=Assurance.STAFF).id == shift.id


def test_staff_who_come_before_the_doors_open_are_not_doubted_for_it():
    assert enter(0, hours=MORNINGS).flags & Flag.CLOSED_HOURS
    assert not enter(0, hours=MORNINGS, assurance=Assurance.STAFF).flags

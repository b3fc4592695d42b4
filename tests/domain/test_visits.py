from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.assurance import Assurance, Flag
from app.domain.codes import make_code
from app.domain.errors import EntryInFuture, LeftBeforeEntry, VisitWithdrawn
from app.domain.ids import Pseudonym, VenueId, new_visit_id
from app.domain.issued_codes import IssuedCode
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.policy import Policy
from app.domain.registrations import Registration
from app.domain.typed_codes import make_typed_code
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.domain.visits import Entry, Visit, leave, start, stay, withdraw

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
POLICY = Policy()
PLACE = VenueId(UUID(int=1))
WHO = Pseudonym(UUID(int=2))
CODE = IssuedCode(make_code(1), make_typed_code(1), PLACE, None, NOW - timedelta(days=9))


def venue(hours: OpeningHours | None = None) -> Venue:
    there = Registration(
        "Phở", "Pasteur", VenueKind.RESTAURANT, 50, hours or OpeningHours(), None, None, None
    )
    return Venue(PLACE, there, None, VenueState.OPEN, NOW, None)


def enter(minutes: float, earlier: list[Visit], *, n: int = 0, late: timedelta = timedelta()) -> Visit:
    at = NOW + timedelta(minutes=minutes)
    entry = Entry(new_visit_id(at, n), WHO, Assurance.STATIC, 1)
    return start(entry, CODE, venue(), earlier, policy=POLICY, now=at + late)


def deliver(entries: list[tuple[float, int]]) -> list[Visit]:
    """What is kept after these (minute, number) entries arrived in this order."""
    kept: dict[object, Visit] = {}
    for minutes, n in entries:
        visit = enter(minutes, list(kept.values()), n=n)
        kept[visit.id] = visit
    return list(kept.values())


def test_the_time_of_entry_is_the_one_inside_the_id():
    assert enter(7, []).entered_at == NOW + timedelta(minutes=7)


def test_scanning_again_while_there_answers_with_the_same_visit():
    first = enter(0, [])
    assert enter(55, [first]) == first


def test_coming_back_within_three_minutes_goes_on_with_the_visit():
    left = leave(enter(0, []), at=NOW + timedelta(minutes=30), now=NOW + timedelta(minutes=30))
    back = enter(32.9, [left], n=1)
    assert (back.id, back.left_at, back.version) == (left.id, None, 3)


def test_coming_back_later_is_another_visit():
    left = leave(enter(0, []), at=NOW + timedelta(minutes=30), now=NOW + timedelta(minutes=30))
    assert enter(33, [left], n=1).id != left.id


def test_a_repeat_from_the_middle_of_a_finished_stay_does_not_reopen_it():
    left = leave(enter(0, []), at=NOW + timedelta(minutes=30), now=NOW + timedelta(minutes=30))
    assert enter(10, [left], n=1, late=timedelta(hours=1)) == left


def test_a_withdrawn_visit_takes_in_its_second_tap_and_nothing_later():
    gone = withdraw(enter(0, []), now=NOW + timedelta(minutes=10))
    with pytest.raises(VisitWithdrawn):
        enter(1, [gone], n=1)
    assert enter(11, [gone], n=2).withdrawn_at is None


def test_a_visit_after_one_that_ended_and_was_withdrawn_later_is_kept():
    left = leave(enter(0, []), at=NOW + timedelta(minutes=30), now=NOW + timedelta(minutes=30))
    gone = withdraw(left, now=NOW + timedelta(hours=6))
    assert enter(120, [gone], n=1, late=timedelta(hours=5)).withdrawn_at is None


def test_entering_while_closed_is_kept_and_flagged():
    mornings = OpeningHours(((Hours(6 * 60, 11 * 60),),) * 7)
    entry = Entry(new_visit_id(NOW, 0), WHO, Assurance.STATIC, 1)
    open_then = start(entry, CODE, venue(mornings), [], policy=POLICY, now=NOW)
    later = Entry(new_visit_id(NOW + timedelta(hours=3), 0), WHO, Assurance.STATIC, 1)
    closed_then = start(later, CODE, venue(mornings), [], policy=POLICY, now=NOW + timedelta(hours=3))
    assert not open_then.flags & Flag.CLOSED_HOURS
    assert closed_then.flags & Flag.CLOSED_HOURS


def test_leaving_twice_keeps_the_first_time():
    once = leave(enter(0, []), at=NOW + timedelta(minutes=5), now=NOW + timedelta(minutes=5))
    assert leave(once, at=NOW + timedelta(minutes=9), now=NOW + timedelta(minutes=9)) == once


def test_nobody_leaves_before_coming_or_in_the_future():
    visit = enter(0, [])
    with pytest.raises(LeftBeforeEntry):
        leave(visit, at=NOW, now=NOW + timedelta(minutes=1))
    with pytest.raises(EntryInFuture):
        leave(visit, at=NOW + timedelta(minutes=2), now=NOW + timedelta(minutes=1))


@given(st.lists(st.sampled_from(["leave", "stay", "withdraw"]), max_size=8))
def test_nothing_happens_to_a_visit_after_it_was_withdrawn(actions):
    visit, withdrawn = enter(0, []), False
    for step, action in enumerate(actions, start=1):
        at = NOW + timedelta(minutes=step)
        before = visit
        try:
            visit = {
                "leave": lambda v, at=at: leave(v, at=at, now=at),
                "stay": stay,
                "withdraw": lambda v, at=at: withdraw(v, now=at),
            }[action](visit)
        except VisitWithdrawn:
            assert withdrawn
        assert not withdrawn or visit == before
        withdrawn = visit.withdrawn_at is not None
        assert visit.version - before.version in {0, 1}


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 9)), min_size=1, max_size=8), st.data())
def test_repeating_and_reordering_entries_never_keeps_an_id_twice_and_covers_the_same_time(entries, data):
    in_order = deliver(sorted(set(entries)))
    shuffled = deliver(data.draw(st.permutations(entries + entries)))
    assert len({visit.id for visit in shuffled}) == len(shuffled)
    assert min(v.entered_at for v in shuffled) == min(v.entered_at for v in in_order)

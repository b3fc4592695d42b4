from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.domain import retention
from app.domain.errors import InputRefused
from app.domain.ids import CaseId, OfficialId, PersonId
from app.domain.notices import LONGEST_DAYS, UNDO_WITHIN, Advice, Ground, Sending, draft, read_in_time, told

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def problems(*, advice="watch", days="14", place="", reason="F1"):
    with pytest.raises(InputRefused) as refused:
        draft(advice, days, place, reason)
    return {(problem.field, problem.kind) for problem in refused.value.problems}


def test_every_problem_of_a_notice_is_named_at_once():
    assert problems(advice="run", days="none", reason=" ") == {
        ("advice", "choose_advice"),
        ("days", "range"),
        ("reason", "missing"),
    }


@pytest.mark.parametrize("days", ["0", "-1", str(LONGEST_DAYS + 1), "", "1.5", "२x"])
def test_days_that_cannot_be_meant_are_refused(days):
    assert problems(days=days) == {("days", "range")}


def test_no_notice_is_deleted_before_its_last_day():
    assert timedelta(days=LONGEST_DAYS) <= retention.AFTER_CLOSING


@pytest.mark.parametrize(
    "place",
    [
        "https://example.org",
        "xem www.example.org",
        "bit.ly/abc",
        "BIT.LY/ABC",
        "ghe-hcm.top",
        "a@b",
        "trạm y tế. example.com",
    ],
)
def test_a_place_never_holds_a_link(place):
    assert problems(advice="test", place=place) == {("place", "link")}


@pytest.mark.parametrize("place", ["gọi 0901 234 567", "0901.234.567", "+84901234567"])
def test_a_place_never_holds_a_second_number(place):
    assert problems(advice="test", place=place) == {("place", "telephone")}


@pytest.mark.parametrize(
    "place", ["Trạm y tế phường Xuân Hòa", "TT Y tế Q.3, TP.HCM", "12 Lê Lợi, P. Sài Gòn", "BV Nhi đồng 1"]
)
def test_places_as_they_are_written_pass(place):
    assert draft("test", "3", place, "F1").place == place


def test_a_place_stands_only_with_a_test_and_nothing_to_do_has_no_days():
    assert draft("watch", "3", "bit.ly/abc", "F1").place == ""
    nothing = draft("nothing", "", "", "F1")
    assert (nothing.advice, nothing.days) == (Advice.NOTHING, 0)


def test_the_days_count_from_the_last_exposure():
    person = PersonId(uuid4())
    assert told(person, date(2026, 11, 20), 14).until_on == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("after", "in_time"),
    [(timedelta(), True), (timedelta(hours=24), True), (timedelta(hours=24, microseconds=1), False)],
)
def test_read_within_a_day_counts(after, in_time):
    assert read_in_time(NOW, NOW + after) is in_time
    assert not read_in_time(NOW, None)


def test_a_notice_is_taken_back_until_the_moment_it_shows():
    sent = Sending(
        id=UUID(int=1),
        ground=Ground(case=CaseId(uuid4())),
        thread=UUID(int=1),
        version=1,
        withdraws=False,
        draft=draft("watch", "3", "", "F1"),
        disease=None,
        sent_by=OfficialId(uuid4()),
        sent_at=NOW,
        published_at=NOW + UNDO_WITHIN,
        people=1,
    )
    just_before, then = NOW + UNDO_WITHIN - timedelta(microseconds=1), NOW + UNDO_WITHIN
    assert (sent.can_be_taken_back(just_before), sent.is_published(just_before)) == (True, False)
    assert (sent.can_be_taken_back(then), sent.is_published(then)) == (False, True)

"""The ways to beat do what is said of them, counted one by one on a city and by hand."""

from datetime import date, timedelta

import numpy as np
import pytest

from app.domain.venue_kinds import TYPICAL_STAY
from app.evaluation.baselines import any_overlap, corona_warn, fifteen_minutes
from app.evaluation.overlaps import Overlaps, minutes, whole
from app.science.corona_warn import CheckIn, corona_warn_minutes
from app.science.corona_warn_intervals import default_check_out
from app.simulation.columns import DAY, MINUTE, moment
from app.simulation.places import KINDS


def plain_overlaps(seen, case):
    """Person, venue, start and end of everybody's overlaps with one case, looked for one by one."""
    stays, of = seen.infectious
    others = seen.presences
    found = []
    for row in np.flatnonzero(of == case):
        start = np.maximum(others.start, stays.start[row])
        end = np.minimum(others.end, stays.end[row])
        meets = (others.venue == stays.venue[row]) & (end > start) & (others.who != stays.who[row])
        found += zip(others.who[meets], others.venue[meets], start[meets], end[meets], strict=True)
    return found


@pytest.fixture(scope="module")
def busy(seen):
    """Cases with many presences."""
    return np.argsort(-np.bincount(seen.infectious[1], minlength=len(seen.cases)), kind="stable")[:6].tolist()


def test_overlaps_are_those_found_one_by_one(seen, busy):
    found = seen.overlaps
    for case in busy:
        mine = found.case == case
        columns = (found.person[mine], found.venue[mine], found.start[mine], found.end[mine])
        rows = sorted(zip(*(column.tolist() for column in columns), strict=True))
        expected = sorted(tuple(int(x) for x in row) for row in plain_overlaps(seen, case))
        assert rows == expected
        assert len(rows) > 20


def test_overlaps_that_touch_are_one():
    table = Overlaps(
        case=np.array([0, 0, 0, 0, 1]),
        person=np.array([5, 5, 5, 6, 5]),
        venue=np.array([1, 2, 1, 1, 1]),
        start=np.array([0, 10, 50, 10, 20]),
        end=np.array([30, 20, 60, 40, 30]),
    )
    one = whole(table, people=10)
    rows = set(zip(one.case.tolist(), one.person.tolist(), one.start.tolist(), one.end.tolist(), strict=True))
    assert rows == {(0, 5, 0, 30), (0, 5, 50, 60), (0, 6, 10, 40), (1, 5, 20, 30)}
    assert minutes(one).sum() == pytest.approx((30 + 10 + 30 + 10) / 60e6)


def test_whoever_was_there_is_listed_in_the_order_of_meeting(seen, busy):
    contacts = any_overlap(seen).contacts
    for case in busy:
        first = {}
        for person, _, start, _ in plain_overlaps(seen, case):
            first[int(person)] = min(int(start), first.get(int(person), start))
        called = {person for person in first if seen.cases.called(np.array([case]), np.array([person]))[0]}
        mine = contacts.case == case
        assert set(contacts.item[mine].tolist()) == called
        order = contacts.item[mine][np.argsort(-contacts.score[mine], kind="stable")]
        times = [first[person] for person in order.tolist()]
        assert times == sorted(times)


def merged(spans):
    """Spans that touch as one, in order."""
    joined = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([start, end])
    return joined


def test_fifteen_minutes_of_one_day_are_asked_for_and_minutes_order_the_list(seen, busy):
    contacts = fifteen_minutes(seen).contacts
    brief = 0
    for case in busy:
        spans = {}
        for person, _, start, end in plain_overlaps(seen, case):
            spans.setdefault(int(person), []).append((int(start), int(end)))
        expected = {}
        for person, theirs in spans.items():
            days = {}
            for start, end in merged(theirs):
                day = (start + seen.ahead) // DAY
                days[day] = days.get(day, 0.0) + (end - start) / MINUTE
            total = sum(length for length in days.values() if length >= 15)
            brief += total == 0
            if total and seen.cases.called(np.array([case]), np.array([person]))[0]:
                expected[person] = total
        mine = contacts.case == case
        listed = dict(zip(contacts.item[mine].tolist(), contacts.score[mine].tolist(), strict=True))
        assert listed == pytest.approx(expected)
    assert brief > 0


def test_the_apps_rule_is_the_pure_function_of_each_case(seen, busy):
    contacts, visits = corona_warn(seen).contacts, seen.visits
    typical = [TYPICAL_STAY[kind] for kind in KINDS]

    def check_in(row):
        start = moment(visits.entered[row])
        usual = typical[seen.places.kind[visits.venue[row]]] // timedelta(minutes=1)
        end = moment(visits.left[row]) if visits.left[row] >= 0 else start + default_check_out(usual)
        return CheckIn(int(visits.who[row]), int(visits.venue[row]), start, end)

    for case in busy[:3]:
        who, told = seen.cases.who[case], seen.cases.reported_at[case]
        mine = np.flatnonzero(
            (visits.who == who) & (visits.entered < told) & (visits.entered >= told - 14 * DAY)
        )
        there = np.flatnonzero(np.isin(visits.venue, visits.venue[mine]))
        onset = date(1970, 1, 1) + timedelta(days=int(seen.cases.dated[case]))
        days = corona_warn_minutes([check_in(r) for r in mine], [check_in(r) for r in there], onset)
        expected = {}
        for (person, _), day in days.items():
            if day.high and seen.cases.called(np.array([case]), np.array([person]))[0]:
                expected[person] = expected.get(person, 0) + day.minutes
        rows = contacts.case == case
        listed = dict(zip(contacts.item[rows].tolist(), contacts.score[rows].tolist(), strict=True))
        assert listed == pytest.approx(expected)
        assert len(listed) > 3


@pytest.mark.parametrize("answer", [any_overlap, fifteen_minutes, corona_warn])
def test_looking_back_names_own_venues_and_cases_met_there(seen, answer):
    answers = answer(seen)
    stays, case = seen.exposed
    own = set(zip(case.tolist(), stays.venue.tolist(), strict=True))
    listed = set(zip(answers.sources.case.tolist(), answers.sources.item.tolist(), strict=True))
    assert own <= listed
    assert (answers.sources.score > 0).any()
    assert (answers.infectors.case != answers.infectors.item).all()
    assert len(answers.infectors) > 10
    assert answers.infectors.item.max() < len(seen.cases)


@pytest.mark.parametrize("answer", [any_overlap, fifteen_minutes, corona_warn])
def test_no_pair_stands_on_a_list_twice(seen, answer):
    answers = answer(seen)
    for listing in (answers.contacts, answers.sources, answers.infectors):
        assert len({*zip(listing.case.tolist(), listing.item.tolist(), strict=True)}) == len(listing)

from __future__ import annotations

import pytest
from sqlalchemy import event

from app.domain.contacts import Standing
from app.domain.disease_profiles import DISEASES
from app.usecases.close_case import close_case
from app.usecases.decide_contact import decide_contact
from app.usecases.list_people import list_people
from app.usecases.trace_case import trace_case
from app.usecases.undo_trace import undo_trace
from tests.outbreaks import Town, person_of

COVID = DISEASES["covid-19"]
ONE, TWO, THREE, EVERYWHERE, TWICE, LONGER, ONCE = range(7)


@pytest.fixture
def town(database, keys, policy, now):
    return Town(database, keys, policy, now)


@pytest.fixture
def official(town):
    return town.official()


@pytest.fixture
def places(town):
    found = [town.venue(f"Quán {n}") for n in range(3)]
    for number, venue in zip((ONE, TWO, THREE), found, strict=True):
        town.walk(([number, EVERYWHERE], venue, 3, 9, 10))
    town.walk(
        ([TWICE, ONCE], found[0], 3, 9, 9.5),
        (TWICE, found[1], 3, 9, 9.5),
        (LONGER, found[0], 3, 9, 10),
        (LONGER, found[1], 3, 9, 10),
        (TWO, found[0], 3, 15, 16),
        (TWO, found[0], 4, 2, 3),
    )
    return found


@pytest.fixture
def cases(do, town, official, places):
    found = [town.case(official, number, 2) for number in (ONE, TWO, THREE)]
    for case in found:
        do(trace_case, official, case)
    return found


def seen(do, official, disease=COVID):
    return do(list_people, official, disease)


def lists(view):
    return [len(person.lists) for person in view.people]


def test_people_come_by_lists_then_by_what_they_shared(do, official, cases):
    view = seen(do, official)
    assert lists(view) == [3, 2, 2]
    assert set(view.people[0].lists) == set(cases)
    longer, twice = view.people[1:]
    hours = [sum(one.hours for one in person.lists.values()) for person in (longer, twice)]
    assert hours[0] > hours[1] > 0
    assert view.open_cases == 3


def test_who_stands_on_one_list_only_is_not_there(do, official, cases, town):
    everybody = {
        who for person in seen(do, official).people for one in person.lists.values() for who in [one.who]
    }
    assert person_of(EVERYWHERE) in everybody
    assert person_of(ONCE) not in everybody


def test_a_decision_in_one_case_is_shown_for_that_case(do, official, cases):
    do(
        decide_contact,
        official,
        cases[0],
        person_of(EVERYWHERE),
        standing=Standing.EXCLUDED,
        reason="đứng ngoài",
    )
    assert seen(do, official).people[0].standings == {cases[0]: Standing.EXCLUDED}


def test_somebody_who_is_a_case_already_is_said_so(do, official, cases, town):
    own = town.case(official, EVERYWHERE, 1)
    assert seen(do, official).people[0].own == [own]


def test_only_lists_in_force_of_open_cases_count(do, official, cases):
    do(undo_trace, official, cases[2])
    assert lists(seen(do, official)) == [2, 2, 2]
    do(close_case, official, cases[1])
    assert lists(seen(do, official)) == []
    assert seen(do, official).open_cases == 2


def test_a_trace_made_again_is_one_list(do, official, cases):
    do(trace_case, official, cases[0])
    assert lists(seen(do, official)) == [3, 2, 2]


@pytest.mark.abuse("AB-25")
def test_the_lists_of_another_area_do_not_count(do, official, cases, town):
    near = town.official(jurisdiction="26734")
    mine = town.case(near, ONE, 2)
    do(trace_case, near, mine)
    assert seen(do, near).people == []
    assert seen(do, near).gatherings == []
    assert lists(seen(do, official))[0] == 4, "the control: the whole city sees them all"
    assert seen(do, official, DISEASES["measles"]).people == []


def test_a_gathering_of_several_cases_is_a_venue_and_a_day(do, official, cases, places, town):
    view = seen(do, official)
    [one] = view.gatherings
    assert one.venue == places[0]
    assert set(one.cases) == {cases[0], cases[1]}
    assert (one.span.start, one.span.end) == (town.at(3, 9), town.at(3, 16))


def test_the_day_of_a_gathering_ends_at_four_in_the_morning(do, official, cases, places, town):
    """The second case came at two in the night after the first had been there in the evening."""
    town.walk((60, places[2], 5, 22, 24), (61, places[2], 4, 1, 2), (62, places[2], 4, 5, 6))
    late = [town.case(official, number, 2) for number in (60, 61, 62)]
    found = {frozenset(one.cases) for one in seen(do, official).gatherings}
    assert frozenset(late[:2]) in found
    assert not any(late[2] in cases_ for cases_ in found)


def test_the_database_is_asked_as_often_for_three_cases_as_for_six(
    do, official, cases, town, places, database
):
    def questions():
        asked = []
        listen = lambda *args: asked.append(args[2])  # noqa: E731
        event.listen(database.engine, "before_cursor_execute", listen)
        seen(do, official)
        event.remove(database.engine, "before_cursor_execute", listen)
        return len([sql for sql in asked if sql.lstrip().upper().startswith("SELECT")])

    before = questions()
    for number in range(80, 83):
        town.walk((number, places[0], 3, 9, 10))
        do(trace_case, official, town.case(official, number, 2))
    assert questions() == before


def test_nothing_is_an_answer_too(do, official):
    view = seen(do, official)
    assert (view.people, view.gatherings, view.open_cases) == ([], [], 0)

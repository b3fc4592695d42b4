"""The venue network, in a town where a few friends ate, sang and prayed together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event

from app.domain.case_dates import Dates, Onset
from app.domain.cases import CaseState, Classification
from app.domain.errors import NoAreas, NotYours
from app.domain.roles import Role
from app.domain.windows import Window
from app.store import cases
from app.usecases import view_network_map as usecase
from app.usecases.map_view import Asked
from app.usecases.name_infector import name_infector
from app.usecases.view_network_map import view_network_map
from tests.outbreaks import Town
from tests.squares import take_in, written

FIRST, SECOND, THIRD, ALONE = range(4)
WEEKS = Asked("covid-19", days=28)


@pytest.fixture
def town(database, keys, policy, now, tmp_path):
    take_in(database, written(tmp_path / "w.json"), now)
    return Town(database, keys, policy, now)


@pytest.fixture
def official(town):
    return town.official()


@pytest.fixture
def places(town):
    names = ("Tiệc cưới Hoa Sen", "Karaoke 68", "Chùa Vĩnh Nghiêm", "Cà phê Vợt")
    return {name.split()[0]: town.venue(name) for name in names}


@pytest.fixture
def friends(town, official, places):
    """Three at a dinner, two of them at karaoke too; each was somewhere else alone."""
    hall, karaoke, temple, cafe = places.values()
    town.walk(
        ([FIRST, SECOND, THIRD], hall, 9, 19, 22),
        ([FIRST, SECOND], karaoke, 8, 20, 22),
        (FIRST, temple, 7, 8, 9),
        (SECOND, cafe, 7, 8, 9),
        (ALONE, cafe, 6, 8, 9),
        (ALONE, temple, 5, 8, 9),
    )
    return [town.case(official, number, onset) for number, onset in ((FIRST, 8), (SECOND, 5), (THIRD, 4))]


@pytest.fixture
def see(do):
    def see(official, asked=WEEKS, **named):
        return do(view_network_map, official, asked, **named)

    return see


def nodes(view):
    return {venue.name: venue.cases for venue in view.venues}


def links(view):
    name = {venue.id: venue.name for venue in view.venues}
    return {frozenset((name[link.one], name[link.other])): link.cases for link in view.links}


BOTH = frozenset(("Tiệc cưới Hoa Sen", "Karaoke 68"))


def test_what_several_cases_have_in_common_is_linked_with_their_number(see, official, friends):
    view = see(official)
    assert nodes(view) == {"Tiệc cưới Hoa Sen": 3, "Karaoke 68": 2}
    assert links(view) == {BOTH: 2}
    assert [venue.links for venue in view.venues] == [1, 1]
    assert (view.cases, view.too_few, view.parts, view.unplaced) == (3, 2, 1, 0)
    assert (view.least, view.weaker, view.cut) == (2, 0, False)


def test_where_one_case_went_is_never_shown(see, official, friends, town):
    view = see(official)
    assert not {"Chùa Vĩnh Nghiêm", "Cà phê Vợt"} & nodes(view).keys()
    town.case(official, ALONE, 3)
    view = see(official)
    assert nodes(view)["Chùa Vĩnh Nghiêm"] == nodes(view)["Cà phê Vợt"] == 2, "two by now"
    assert links(view) == {BOTH: 2}, "but no two of them in both"


def test_two_files_of_one_person_are_one(see, town, official, friends):
    town.case(official, FIRST, 8)
    assert nodes(see(official)) == {"Tiệc cưới Hoa Sen": 3, "Karaoke 68": 2}
    lonely = town.official(jurisdiction="26734")
    for _ in range(2):
        town.case(lonely, FIRST, 8)
    assert nodes(see(lonely)) == {}


def test_one_household_alone_draws_nothing(see, town, friends):
    home, flat = town.official(jurisdiction="26734"), town.official(jurisdiction="26737")
    for number in (FIRST, SECOND):
        town.case(home, number, 6, phone="+84901234567")
        town.case(flat, number, 6)
    assert nodes(see(home)) == {}
    assert links(see(flat)) == {BOTH: 2}, "the control"


@pytest.fixture
def change(database, policy):
    """Something about a case, as the store keeps it."""

    def change(case, **changed):
        with database.writing() as session:
            cases.save(session, replace(cases.get(session, case), **changed), policy.zone)

    return change


def test_only_days_on_which_a_case_could_be_infected_or_infect_count(see, official, town, change, friends):
    # Infectious up to eight days after the onset: over before they went out.
    for case in friends:
        change(case, dates=Dates(Onset(town.day(18)), None, None))
    assert nodes(see(official)) == {}
    for case in friends:
        change(case, dates=Dates(Onset(town.day(17)), None, None))
    assert nodes(see(official)) == {"Tiệc cưới Hoa Sen": 3}
    for case in friends:
        change(case, dates=Dates(Onset(town.day(9)), None, town.day(9)))
    assert nodes(see(official)) == {"Tiệc cưới Hoa Sen": 3}, "isolated before the other evening"
    for case in friends:
        change(case, dates=Dates(Onset(town.day(9)), None, None))
    assert links(see(official)) == {BOTH: 2}, "the control"


def test_stays_outside_the_window_are_not_there(see, official, friends, town):
    assert nodes(see(official, Asked("covid-19", town.day(0), 7))) == {}
    assert nodes(see(official, Asked("covid-19", town.day(8), 1))) == {"Karaoke 68": 2}
    assert nodes(see(official, Asked("covid-19", town.day(0), 10))) == nodes(see(official))


def test_children_take_no_part(see, official, town, places, friends):
    town.walk((20, places["Karaoke"], 8, 20, 22), (20, places["Chùa"], 7, 8, 9))
    town.case(official, 20, 4, birth_year=2014)
    view = see(official)
    assert (nodes(view), view.young) == ({"Tiệc cưới Hoa Sen": 3, "Karaoke 68": 2}, 1)
    town.walk((21, places["Karaoke"], 8, 20, 22))
    town.case(official, 21, 4, birth_year=1990)
    assert nodes(see(official))["Karaoke 68"] == 3, "the control"


@pytest.mark.parametrize(
    ("classification", "state", "counts"),
    [
        (Classification.CONFIRMED, CaseState.CLOSED, True),
        (Classification.SUSPECTED, CaseState.OPEN, True),
        (Classification.SUSPECTED, CaseState.CLOSED, False),
        (Classification.DISCARDED, CaseState.OPEN, False),
    ],
)
def test_confirmed_and_open_cases_count(see, official, friends, change, classification, state, counts):
    change(friends[1], classification=classification, state=state)
    assert links(see(official)) == ({BOTH: 2} if counts else {})


@pytest.mark.abuse("AB-25")
def test_another_area_and_another_disease_show_nothing_of_it(see, town, official, friends):
    far = town.official(Role.EPIDEMIOLOGIST, "26734")
    view = see(far)
    assert (view.venues, view.links, view.outbreaks, view.cases, view.too_few) == ((), (), (), 0, 0)
    assert see(official, Asked("measles", days=28)).venues == ()
    assert len(see(town.official(Role.EPIDEMIOLOGIST)).venues) == 2, "the control"


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_has_no_exact_numbers_is_refused(see, town, role):
    with pytest.raises(NotYours):
        see(town.official(role))


def test_a_file_holds_no_number_below_five_and_no_single_outbreak(see, do, official, town, places, friends):
    more = range(30, 33)
    town.walk((list(more), places["Tiệc"], 9, 19, 22))
    for number in more:
        town.case(official, number, 4)
    do(name_infector, official, friends[1], friends[0], reason="cùng bàn")
    inside = see(official)
    assert nodes(inside)["Karaoke 68"] == 2, "the control"
    week = replace(WEEKS, until=town.day(7), for_export=True)
    file = see(official, week, outbreak=inside.outbreaks[0].reference)
    assert (nodes(file), file.links, file.too_few) == ({"Tiệc cưới Hoa Sen": 6}, (), 1)
    assert (file.outbreaks, file.chosen) == ((), None)
    assert file.ground.window == Window.ending(town.day(8))


def test_one_outbreak_is_drawn_alone(see, do, official, town, places, friends):
    other = [40, 41, 42]
    town.walk((other, places["Chùa"], 6, 8, 9), (other, places["Cà"], 6, 10, 11))
    apart = [town.case(official, number, 3) for number in other]
    do(name_infector, official, friends[1], friends[0], reason="cùng bàn")
    do(name_infector, official, friends[2], friends[0], reason="cùng bàn")
    do(name_infector, official, apart[1], apart[0], reason="cùng nhà")
    for case in (apart[0], apart[2]):
        do(name_infector, official, case, None, reason="về từ nơi khác")
    view = see(official)
    assert view.chosen is None
    assert len(view.venues) == 4
    assert view.parts == 2
    assert [(one.number, one.cases, one.venues) for one in view.outbreaks] == [(1, 3, 2), (2, 2, 2)]
    dinner, temple = (see(official, outbreak=one.reference) for one in view.outbreaks)
    assert nodes(dinner) == {"Tiệc cưới Hoa Sen": 3, "Karaoke 68": 2}
    assert nodes(temple) == {"Chùa Vĩnh Nghiêm": 2, "Cà phê Vợt": 2}
    assert (dinner.chosen, dinner.cases) == (view.outbreaks[0], 3)
    assert see(official, outbreak="nothing of the kind").venues == view.venues


def test_too_many_links_leave_out_the_weakest(see, official, town, places, friends, monkeypatch):
    town.walk((THIRD, places["Cà"], 6, 8, 9), (THIRD, places["Karaoke"], 8, 20, 22))
    town.case(official, THIRD, 4)
    view = see(official)
    assert sorted(links(view).values()) == [2, 2, 3]
    assert view.weaker == 0
    monkeypatch.setattr(usecase, "MOST_LINKS", 2)
    view = see(official)
    assert (links(view), view.least, view.weaker) == ({BOTH: 3}, 3, 2)
    assert len(view.venues) == 3, "the venues stay"


def test_the_queries_do_not_grow_with_the_cases(see, official, town, places, friends, database):
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_: statements.append(sql))
    see(official)
    first = len(statements)
    more = range(50, 60)
    town.walk((list(more), places["Chùa"], 6, 8, 9), (list(more), places["Karaoke"], 6, 10, 11))
    for number in more:
        town.case(official, number, 4)
    statements.clear()
    assert len(see(official).venues) == 3
    assert len(statements) == first <= 20


def test_without_wards_there_is_no_map(do, database, keys, policy, now):
    with pytest.raises(NoAreas):
        do(view_network_map, Town(database, keys, policy, now).official(), WEEKS)


def test_nothing_is_an_answer_too(see, official):
    view = see(official)
    assert (view.venues, view.links, view.outbreaks, view.least, view.parts) == ((), (), (), 2, 0)

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.disease_profiles import DISEASES
from app.domain.roles import Role
from app.usecases import view_chains as chains_of_cases
from app.usecases.name_infector import name_infector
from app.usecases.view_chains import view_chains
from tests.outbreaks import Town

COVID = DISEASES["covid-19"]
ROOT, NEXT, OTHER, LAST, ALONE = range(5)
GLIMPSES = (10, 12, 14, 16)


@pytest.fixture
def town(database, keys, policy, now):
    return Town(database, keys, policy, now)


@pytest.fixture
def official(town):
    return town.official()


@pytest.fixture
def cases(town, official):
    """The first infected two at a dinner, one of these the last; each meeting is the only one of its pair.

    Beside them glimpses of a few minutes, so that an hour together weighs more than is usual.
    """
    hall, cafe, market = town.venue("Tiệc cưới Hoa Sen"), town.venue("Cà phê"), town.venue("Chợ")
    town.walk(
        ([ROOT, NEXT, OTHER], hall, 13, 19, 22),
        ([NEXT, LAST], cafe, 8, 9, 12),
        (ALONE, market, 9, 9, 10),
        *(([n, n + 1], market, 13, n, n + 0.05) for n in GLIMPSES),
    )
    for number in GLIMPSES:
        town.case(official, number, 13)
        town.case(official, number + 1, 8)
    return {
        ROOT: town.case(official, ROOT, 13),
        NEXT: town.case(official, NEXT, 8),
        OTHER: town.case(official, OTHER, 7, birth_year=2012),
        LAST: town.case(official, LAST, 3),
        ALONE: town.case(official, ALONE, 4),
    }


def seen(do, official, disease=COVID):
    return do(view_chains, official, disease)


def numbers(cases, found):
    of = {case: number for number, case in cases.items()}
    return [of[case] for case in found]


def test_cases_are_linked_to_their_likeliest_infector(do, official, cases, town):
    view = seen(do, official)
    [chain] = view.chains
    assert numbers(cases, chain.members) == [ROOT, NEXT, OTHER, LAST]
    links = {case: link.infector for case, link in view.links.items()}
    assert links == {
        cases[NEXT]: cases[ROOT],
        cases[OTHER]: cases[ROOT],
        cases[LAST]: cases[NEXT],
    }
    assert (chain.root, chain.generations, chain.first) == (cases[ROOT], 3, town.day(13))
    assert view.infected[cases[ROOT]] == [cases[NEXT], cases[OTHER]]
    assert view.alone == 1 + 2 * len(GLIMPSES)
    assert not any(link.decided for link in view.links.values())


def test_a_child_is_known_as_one(do, official, cases):
    assert seen(do, official).young == {cases[OTHER]}


def test_what_an_official_said_goes_before_the_weights(do, official, cases, now):
    do(name_infector, official, cases[LAST], cases[OTHER], reason="cùng lớp")
    do(name_infector, official, cases[ALONE], cases[LAST], reason="cùng nhà")
    do(name_infector, official, cases[NEXT], None, reason="về từ nơi khác")
    view = seen(do, official)
    assert view.links[cases[LAST]].infector == cases[OTHER]
    assert view.links[cases[LAST]].decided
    assert cases[NEXT] not in view.links
    [chain] = view.chains
    assert numbers(cases, chain.members) == [ROOT, OTHER, ALONE, LAST]
    assert chain.generations == 4


def test_a_circle_is_said_and_cut_open(do, official, cases):
    do(name_infector, official, cases[ROOT], cases[LAST], reason="nhầm")
    view = seen(do, official)
    [chain] = view.chains
    assert chain.generations is None
    assert chain.root == cases[ROOT], "the earliest of the circle"
    below = [chain.root]
    for case in below:
        below += view.infected.get(case, [])
    assert sorted(map(str, below)) == sorted(map(str, chain.members)), "every case is drawn once"


def test_an_infector_who_is_on_no_list_is_kept_and_flagged(do, official, cases, town, database):
    other = town.official(jurisdiction="26734")
    mine = town.case(other, 50, 2, shares=False)
    elsewhere = town.case(official, 51, 5, shares=False)
    do(name_infector, official, mine, elsewhere, reason="cùng nhà")
    view = seen(do, other)
    [chain] = view.chains
    assert chain.members == [elsewhere, mine]
    assert view.missing == {elsewhere}
    assert elsewhere not in view.known, "another area's case is not told"
    assert (chain.first, chain.generations) == (town.day(2), 2)
    assert elsewhere in seen(do, official).known


def test_older_cases_are_named_where_an_official_named_them(do, official, cases, town):
    old = town.case(official, 60, 75, shares=False, reported=60)
    do(name_infector, official, cases[ALONE], old, reason="cùng nhà")
    view = seen(do, official)
    assert old in view.missing
    assert view.known[old].dates.onset.day == town.day(75)


@pytest.mark.abuse("AB-25")
def test_another_area_sees_none_of_it_nor_another_disease(do, official, cases, town):
    far = town.official(Role.EPIDEMIOLOGIST, "26734")
    assert (seen(do, far).chains, seen(do, far).known) == ([], {})
    assert seen(do, official, DISEASES["measles"]).chains == []
    assert len(seen(do, town.official(Role.EPIDEMIOLOGIST)).chains) == 1, "the control"


def test_links_that_weigh_little_are_not_drawn(do, official, cases, town, monkeypatch):
    cafe = town.venue("Quán đông")
    crowd = list(range(70, 78))
    town.walk(([*crowd, 79], cafe, 8, 9, 12))
    for number in crowd:
        town.case(official, number, 8)
    last = town.case(official, 79, 3)
    assert last not in seen(do, official).links, "eight alike, an eighth each"
    monkeypatch.setattr(chains_of_cases, "LEAST", 0.05)
    assert last in seen(do, official).links, "the control"


def test_nothing_is_an_answer_too(do, official):
    view = seen(do, official)
    assert (view.chains, view.alone, view.cut) == ([], 0, False)


def test_the_decision_made_last_counts(do, official, cases, now):
    do(name_infector, official, cases[ALONE], cases[LAST], reason="cùng nhà")
    do(name_infector, official, cases[ALONE], cases[NEXT], reason="nhầm số", at=now + timedelta(hours=1))
    assert seen(do, official).links[cases[ALONE]].infector == cases[NEXT]

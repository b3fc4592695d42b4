from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from app.science.disclosure_tree import Node, Place, build_tree
from app.science.errors import TooFewPlaces
from tests.science.disclosure_attacker import small_city

CITY = small_city(["A", "A", "A", "B", "B", "B", "C", "C", "C"], columns=3)
EVERY = [place.code for place in CITY]


def nodes(tree: Node) -> list[Node]:
    return [tree, *(node for part in tree.parts for node in nodes(part))]


def test_every_ward_with_cases_is_a_leaf_and_every_node_is_its_two_parts():
    tree = build_tree(CITY, EVERY)
    assert sorted(tree.wards) == EVERY
    for node in nodes(tree):
        assert len(node.parts) == (0 if len(node.wards) == 1 else 2)
        assert not node.parts or node.wards == node.parts[0].wards + node.parts[1].wards


def test_only_wards_with_cases_take_part():
    assert sorted(build_tree(CITY, ["4", "8", "0"]).wards) == ["0", "4", "8"]


def test_the_tree_is_the_same_in_whatever_order_the_wards_come():
    shuffled = list(CITY)
    Random(7).shuffle(shuffled)
    assert build_tree(shuffled, set(EVERY)) == build_tree(CITY, EVERY)


def test_a_former_district_is_a_node_that_knows_how_many_wards_it_has():
    tree = build_tree(CITY, [code for code in EVERY if code not in {"1", "5"}])
    assert {tuple(sorted(node.wards)): node.district for node in nodes(tree) if node.district} == {
        ("0", "2"): 3,
        ("3", "4"): 3,
        ("6", "7", "8"): 3,
    }


def test_a_lonely_ward_joins_the_nearest_district_so_that_it_takes_no_whole_one_along():
    tree = build_tree(CITY, ["0", "1", "2", "5", "6", "7", "8"])
    # As near to "2" as to "8": then the lower code.
    assert {tuple(sorted(node.wards)): node.district for node in nodes(tree) if node.district} == {
        ("0", "1", "2", "5"): 6,
        ("6", "7", "8"): 3,
    }


def test_wards_of_no_district_are_no_district():
    bare = [replace(place, district=None) for place in CITY]
    assert not [node for node in nodes(build_tree(bare, EVERY)) if node.district]


def test_halves_hold_about_as_many_people():
    heavy = [replace(place, district=None, weight=800 if place.code == "0" else 100) for place in CITY]
    tree = build_tree(heavy, EVERY)
    assert ("0",) in [part.wards for part in tree.parts]


def test_halves_are_connected_where_they_can_be():
    # A horseshoe: the two ends lie close together, and share no border.
    spots = [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2)]
    horseshoe = [
        Place(str(i), x=1000 * x, y=1000 * y, beside=frozenset({str(i - 1), str(i + 1)}))
        for i, (x, y) in enumerate(spots)
    ]
    for half in build_tree(horseshoe, [place.code for place in horseshoe]).parts:
        wards = sorted(map(int, half.wards))
        assert wards == list(range(wards[0], wards[-1] + 1))


def test_a_tree_needs_wards_each_once():
    with pytest.raises(TooFewPlaces):
        build_tree(CITY, [])
    with pytest.raises(TooFewPlaces):
        build_tree([*CITY, CITY[0]], EVERY)

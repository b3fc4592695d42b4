from __future__ import annotations

import random

import pytest

from app.domain.look_alikes import Place, alike
from app.domain.neighbourhood import Sight, compare, rank, reach
from app.domain.positions import Position


def at(number, name, along=106.0, latitude=10.0, group=0, *, new=True):
    return Sight(group, along, reach(latitude), new, number, Place(name, "x", Position(latitude, along)))


def test_the_later_line_looks_like_the_earlier_one_whichever_comes_by_first():
    for order in ((2, 9), (9, 2)):
        assert [*compare(at(number, "pho hoa") for number in order)] == [(9, 2, 1.0)]


def test_registered_venues_are_never_compared_with_each_other_and_are_earlier_than_lines():
    seen = [at(-1, "pho hoa", new=False), at(-2, "pho hoa", new=False), at(5, "pho hoa"), at(3, "pho hoa")]
    assert [*compare(seen)] == [(5, -1, 1.0), (3, -1, 1.0)]


def test_nothing_of_two_groups_is_compared():
    assert [*compare([at(1, "pho hoa"), at(2, "pho hoa", group=1)])] == []


@pytest.mark.parametrize("latitude", [0.0, 10.8, -33.9, 59.9])
def test_reach_is_never_short_of_the_metres_of_a_look_alike(latitude):
    here, there = Position(latitude, 100.0), Position(latitude, 100.0 + reach(latitude))
    assert 150 < here.metres_to(there) < 152


def test_a_heap_on_one_spot_is_compared_with_the_nearest_by_name_and_no_more(monkeypatch):
    monkeypatch.setattr("app.domain.neighbourhood.IN_HAND", 20)
    heap = [at(1, "pho hoa"), *(at(n, f"{n:04} quan") for n in range(2, 21)), at(9_999, "pho hoa")]
    assert (9_999, 1, 1.0) in [*compare(heap)]
    heap.insert(1, at(5_000, "xyz"))
    assert (9_999, 1, 1.0) not in [*compare(heap)]


def test_the_bits_of_names_leave_out_no_pair_that_is_alike():
    chance = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789 -'&ăâêôơưđ"
    alphabet = letters + "".join(map(chr, range(0x4E00, 0x5600)))  # so that names share bits by chance
    for _ in range(300):
        name = "".join(chance.choices(alphabet, k=chance.randrange(1, 60)))
        other = list(name)
        for _ in range(chance.randrange(1 + len(name) // 4)):
            other[chance.randrange(len(other))] = chance.choice(alphabet)
        one, two = at(1, name), at(2, "".join(other))
        likeness = alike(two.place, one.place)
        assert [*compare([one, two])] == ([(2, 1, likeness)] if likeness else [])


def test_the_likest_is_told_then_a_registered_one_then_the_first():
    told = [rank(7, 0.9), rank(-2, 0.9), rank(1, 0.8), rank(3, 0.9), rank(-1, 0.9)]
    in_order = (-1, 0.9), (-2, 0.9), (3, 0.9), (7, 0.9), (1, 0.8)
    assert sorted(told, reverse=True) == [rank(*each) for each in in_order]

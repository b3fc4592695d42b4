from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.map_releases import Block, together, total
from app.science.disclosure_blocks import choose_blocks, least_told, too_much_together
from app.science.errors import NegativeCount, TooFewPlaces
from tests.science.disclosure_attacker import small_city

CITY = small_city(["A"] * 4 + ["B"] * 4 + ["C"] * 4, columns=4)
K = 5


def chosen(*counts: int) -> list[Block]:
    return list(choose_blocks(CITY, {str(at): n for at, n in enumerate(counts)}, K))


def test_where_nothing_happened_every_ward_is_told_as_zero():
    assert chosen() == [Block((code,), 0) for code in sorted(place.code for place in CITY)]


def test_a_city_with_a_few_cases_is_one_block_without_a_number():
    (block,) = chosen(3, 1)
    assert (len(block.wards), block.cases) == (12, None)


def test_a_city_with_few_cases_for_the_wards_that_have_any_is_one_block_with_its_number():
    (block,) = chosen(3, 1, 1, 1, 1)
    assert (len(block.wards), block.cases) == (12, 7)


def test_large_numbers_are_told_singly_and_zero_as_zero():
    told = chosen(5, 0, 90, 7, 0, 0, 12)
    assert {block.wards[0]: block.cases for block in told} == {
        str(at): n for at, n in enumerate([5, 0, 90, 7, 0, 0, 12, 0, 0, 0, 0, 0])
    }
    assert together(told) == 0


def test_a_small_number_takes_the_ward_beside_it_in_the_tree_along():
    bare = small_city([None] * 12, columns=4)
    counts = [40, 0, 40, 40, 40, 40, 40, 1]
    told = choose_blocks(bare, {str(at): n for at, n in enumerate(counts)}, K)
    (block,) = [block for block in told if not block.is_single]
    assert "7" in block.wards
    assert (len(block.wards), block.cases, block.first_part) == (2, 41, 1)


def test_over_a_third_of_a_district_told_together_is_the_district_told_together():
    # two small numbers in one district of four: two blocks of two would be all of it
    told = chosen(50, 50, 50, 50, 1, 40, 1, 40)
    assert [sorted(block.wards) for block in told if not block.is_single] == [["4", "5", "6", "7"]]
    bare = small_city([None] * 12, columns=4)
    apart = choose_blocks(bare, {str(at): n for at, n in enumerate([50] * 4 + [1, 40, 1, 40])}, K)
    assert len([block for block in apart if not block.is_single]) == 2


def test_what_is_not_a_ward_of_the_city_does_not_count():
    assert choose_blocks(CITY, {"elsewhere": 80}, K) == choose_blocks(CITY, {}, K)


@given(st.lists(st.integers(0, 30), min_size=12, max_size=12), st.integers(2, 12))
def test_every_ward_stands_once_and_every_sum_is_exact(counts, k):
    told = choose_blocks(CITY, {str(at): n for at, n in enumerate(counts)}, k)
    assert sorted(code for block in told for code in block.wards) == sorted(place.code for place in CITY)
    assert total(told) in {sum(counts), None}
    assert total(told) is not None or sum(counts) < k + 2
    for block in told:
        if block.is_single:
            assert block.cases == counts[int(block.wards[0])]
            assert block.cases == 0 or block.cases >= k
        elif block.first_part:
            assert block.cases == sum(counts[int(code)] for code in block.wards)
            assert block.cases >= least_told(len(block.wards), k)


def test_a_release_waits_where_over_a_third_is_not_told_singly():
    singles = [Block((str(at),), 50) for at in range(8)]
    four, five = (Block(tuple(f"x{at}" for at in range(n)), 40, 2) for n in (4, 5))
    assert not too_much_together([*singles, four])
    assert too_much_together([*singles, five])
    assert too_much_together([Block(("only",), None)])


def test_what_is_no_count_is_refused():
    with pytest.raises(NegativeCount):
        chosen(-1)
    with pytest.raises(TooFewPlaces):
        choose_blocks([*CITY, CITY[0]], {"0": 50}, K)

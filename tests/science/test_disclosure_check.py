"""The net under the rule: its intervals are the true ones, and it holds where the rule would not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.map_releases import Block
from app.science import disclosure_blocks, disclosure_check
from app.science.disclosure_bounds import intervals
from app.science.disclosure_check import Earlier, knowledge, safe_blocks
from app.science.errors import ContradictoryNumbers, NothingSafe
from tests.science.disclosure_attacker import data_sets, grouped, small_city, told

K = 3


def true_intervals(group: list[tuple[int, ...]], block: Block) -> set[tuple[int, int]]:
    """For every ward of a block and everybody with one case in it, or none: where its others' cases lie."""
    wards = [int(code) for code in block.wards]
    found = set()
    for ward in wards:
        for own in (None, *wards):
            values = [counts[ward] - (ward == own) for counts in group if own is None or counts[own]]
            found.add((min(values), max(values)))
    return found


@pytest.mark.parametrize("districts", [(None,) * 4, ("A", "A", "B", "B")])
def test_the_intervals_of_a_release_are_those_of_every_data_set_that_gives_it(districts):
    city = small_city(districts)
    groups = grouped(data_sets(4, 12), lambda counts: told(city, counts, K))
    blocks = [(out, block) for out in groups for block in out if not block.is_single]
    solved = intervals([knowledge(block, K) for _, block in blocks])
    assert len(blocks) > 50
    for (out, block), ranges in zip(blocks, solved, strict=True):
        assert set(ranges) == true_intervals(groups[out], block), block


def test_where_a_district_was_merged_the_true_intervals_are_no_narrower():
    city = small_city(("A",) * 5)
    groups = grouped(data_sets(5, 10), lambda counts: told(city, counts, K))
    blocks = [(out, block) for out in groups for block in out if not block.is_single]
    solved = intervals([knowledge(block, K) for _, block in blocks])
    for (out, block), ranges in zip(blocks, solved, strict=True):
        true = true_intervals(groups[out], block)
        assert min(high - low for low, high in ranges) <= min(high - low for low, high in true)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 12), min_size=12, max_size=12), st.integers(2, 10))
def test_what_the_rule_gives_is_never_merged_further(counts, k):
    city = small_city(["A"] * 4 + ["B"] * 8, columns=4)
    numbers = {str(at): n for at, n in enumerate(counts)}
    checked = safe_blocks(city, numbers, k, [Earlier(told(city, tuple(counts), k + 1), k + 1)])
    assert checked.blocks == told(city, tuple(counts), k)
    assert checked.narrowest is None or checked.narrowest >= k


def test_the_narrowest_is_over_all_releases_attacked_together():
    city = small_city(("A", "A", "B", "B"))
    now = {"0": 40, "1": 1, "2": 40, "3": 40}
    alone = safe_blocks(city, now, K).narrowest
    before = Earlier(told(city, (4, 1, 40, 40), K), K)
    assert alone == 39
    assert safe_blocks(city, now, K, [before]).narrowest == 3


def test_what_a_weaker_rule_would_tell_is_merged_until_it_is_safe(monkeypatch):
    city = small_city((None,) * 4)
    numbers = {"0": 3, "1": 1, "2": 40, "3": 40}
    monkeypatch.setattr(disclosure_blocks, "least_told", lambda _wards, k: k)
    weak = disclosure_blocks.choose_blocks(city, numbers, K)
    assert Block(("0", "1"), 4, 1) in weak
    checked = safe_blocks(city, numbers, K)
    assert checked.blocks != weak
    assert checked.narrowest >= K
    assert sum(block.cases for block in checked.blocks) == 84


def test_where_nothing_helps_nothing_is_released(monkeypatch):
    monkeypatch.setattr(disclosure_check, "is_open", lambda _interval, _k: False)
    with pytest.raises(NothingSafe):
        safe_blocks(small_city((None,) * 4), {"0": 3, "1": 2, "2": 40}, K)


def test_an_earlier_release_that_was_not_made_by_the_rule_is_noticed():
    city = small_city((None,) * 4)
    for block in (Block(("0", "1"), 4, 1), Block(("0", "1", "2", "3"), 60), Block(("0", "1"), 1, 1)):
        with pytest.raises(ContradictoryNumbers):
            safe_blocks(city, {"0": 50}, K, [Earlier((block,), K)])

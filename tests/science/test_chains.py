from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.science.chains import chains
from app.science.errors import BadParameter

LINKS = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=30)


def test_generations_count_from_whoever_has_no_infector():
    found = chains("abcdef", [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e")])
    assert found.component.tolist() == [0, 0, 0, 1, 1, 2]
    assert found.sizes.tolist() == [3, 2, 1]
    assert found.generation.tolist() == [0, 1, 1, 0, 1, 0]
    assert found.latest.tolist() == [0, 1, 2, 0, 1, 0]
    assert found.infectors.tolist() == [0, 1, 2, 0, 1, 0]
    assert found.offspring.tolist() == [2, 1, 0, 1, 0, 0]
    assert not found.circular.any()


def test_whoever_only_a_link_names_is_kept_and_flagged():
    found = chains(["a", "b"], [("x", "a"), ("b", "y")])
    assert found.who == ("a", "b", "x", "y")
    assert found.missing.tolist() == [False, False, True, True]
    assert found.generation.tolist() == [1, 0, 0, 1]


def test_circles_are_found_and_what_lies_behind_one_has_no_longest_way():
    found = chains("abcdef", [("a", "b"), ("b", "c"), ("c", "b"), ("c", "d"), ("e", "f"), ("f", "e")])
    assert found.circular.tolist() == [False, True, True, False, True, True]
    assert found.generation.tolist() == [0, 1, 2, 3, -1, -1]
    assert found.latest.tolist() == [0, -1, -1, -1, -1, -1]


def test_somebody_who_infected_themselves_is_a_circle():
    assert chains("ab", [("a", "a")]).circular.tolist() == [True, False]


def test_a_repeated_link_is_one_and_a_repeated_case_is_refused():
    assert chains("ab", [("a", "b"), ("a", "b")]).offspring.tolist() == [1, 0]
    with pytest.raises(BadParameter):
        chains("aab", [])


def test_no_cases_make_no_chains():
    found = chains([], [])
    assert found.sizes.tolist() == []
    assert found.who == ()


@given(links=LINKS)
def test_every_link_goes_one_generation_on_at_most(links):
    found = chains(range(10), links)
    reached = found.generation[found.infector] >= 0
    step = found.generation[found.infected] - found.generation[found.infector]
    assert np.all(step[reached] <= 1)
    longest = found.latest[found.infected] - found.latest[found.infector]
    assert np.all(longest[found.latest[found.infected] >= 0] >= 1)
    assert found.sizes.sum() == len(found.who)
    assert np.all(found.latest >= np.where(found.latest >= 0, found.generation, -1))


@given(links=LINKS)
def test_links_forward_in_time_make_no_circle(links):
    assert not chains(range(15), [link for link in links if link[0] < link[1]]).circular.any()

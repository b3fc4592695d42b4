from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.classes import DEFAULT_BREAKS, HATCH_FILL, LOWEST_FILL, NO_DATA_FILL, SEQUENTIAL, class_of, classes
from maps.values import Count, Hidden, NoData, change_text, value_text

BREAKS = st.lists(st.integers(1, 10**6), min_size=1, max_size=5, unique=True).map(lambda b: tuple(sorted(b)))


def test_the_default_legend(words):
    labels = [entry.label for entry in classes(DEFAULT_BREAKS, words)]
    assert labels[:-2] == ["0", "1 đến 9", "10 đến 49", "50 đến 199", "200 trở lên"]
    assert labels[-2:] == [words.hidden, words.no_data]


def test_a_public_legend_has_no_class_that_tells_one_from_nine(words):
    assert [entry.label for entry in classes((10, 1000), words)][:3] == [
        "0 đến 9",
        "10 đến 999",
        "1.000 trở lên",
    ]


@given(breaks=BREAKS)
def test_every_entry_of_a_legend_looks_different(words, breaks):
    fills = [entry.fill for entry in classes(breaks, words)]
    assert len(set(fills)) == len(fills) == len(breaks) + 3
    assert (fills[0], *fills[-2:]) == (LOWEST_FILL, HATCH_FILL, NO_DATA_FILL)


@given(breaks=BREAKS, count=st.integers(0, 2 * 10**6))
def test_a_count_falls_into_the_class_whose_bounds_hold_it(breaks, count):
    bounds = list(pairwise((0, *breaks, float("inf"))))
    low, high = bounds[class_of(Count(count), breaks)]
    assert low <= count < high


def test_hidden_and_no_data_are_neither_counts_nor_each_other():
    ranks = {class_of(value, DEFAULT_BREAKS) for value in (Count(0), Count(10**6), Hidden(), NoData())}
    assert ranks == {0, 4, 5, 6}


@pytest.mark.parametrize("breaks", [(), (0, 5), (5, 5), (9, 2), (1, 2, 3, 4, 5, 6)])
def test_breaks_out_of_order_are_refused(words, breaks):
    with pytest.raises(ValueError, match="breaks"):
        classes(breaks, words)


def test_darker_means_more():
    def lightness(colour):
        return sum(int(colour[i : i + 2], 16) for i in (1, 3, 5))

    assert sorted(SEQUENTIAL, key=lightness, reverse=True) == list(SEQUENTIAL)


@pytest.mark.parametrize(
    ("value", "text", "change"),
    [
        (Count(0, 0), "0 ca", "bằng 7 ngày trước"),
        (Count(1200, 100), "1.200 ca", "nhiều hơn 7 ngày trước 1.100 ca"),
        (Count(3, 5), "3 ca", "ít hơn 7 ngày trước 2 ca"),
        (Count(3), "3 ca", ""),
        (Hidden(), "không hiển thị vì số ca ít", ""),
        (NoData(), "chưa có số liệu", ""),
    ],
)
def test_a_value_in_words(words, value, text, change):
    assert (value_text(value, words), change_text(value, words)) == (text, change)


@pytest.mark.parametrize("counts", [(-1,), (1, -1)])
def test_no_count_is_below_zero(counts):
    with pytest.raises(ValueError, match="below zero"):
        Count(*counts)

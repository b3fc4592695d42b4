from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import maps
from maps.scales import (
    COUNT_BREAKS,
    DOTS_FILL,
    HATCH_FILL,
    LOWEST_FILL,
    NO_DATA_FILL,
    SEQUENTIAL,
    count_scale,
    level_scale,
    measure_scale,
)
from maps.values import BadValue, Count, Hidden, Level, NoData, Rate, Unreliable

BREAKS = st.lists(st.integers(1, 10**6), min_size=1, max_size=5, unique=True).map(lambda b: tuple(sorted(b)))


@pytest.fixture(scope="session")
def counts(words, labels):
    return count_scale(words, labels)


@pytest.fixture(scope="session")
def rates(words, labels):
    said = replace(labels, value="{n} trên 100.000 dân", between="{low} đến dưới {high}")
    return measure_scale(words, said, (20, 50, 150), unreliable=True)


@pytest.fixture(scope="session")
def shares(words, labels):
    said = replace(labels, value="{n} %", between="{low} đến dưới {high}")
    return measure_scale(words, said, (2.5, 10), factor=100)


@pytest.fixture(scope="session")
def levels():
    return level_scale([maps.MapClass(fill, f"Cấp {i}", str(i)) for i, fill in enumerate(maps.LEVELS, 1)])


def test_the_default_legend(counts, words):
    labels = [entry.label for entry in counts.legend(words)]
    assert labels[:-2] == ["0", "1 đến 9", "10 đến 49", "50 đến 199", "200 trở lên"]
    assert labels[-2:] == [words.hidden, words.no_data]


def test_the_legend_of_rates_says_where_a_class_ends_and_what_is_unreliable(rates, words):
    labels = [entry.label for entry in rates.legend(words)]
    assert labels[:4] == ["0 đến dưới 20", "20 đến dưới 50", "50 đến dưới 150", "150 trở lên"]
    assert labels[4:] == [words.hidden, words.no_data, words.unreliable]


def test_breaks_with_decimals_are_written_in_the_language(shares, words):
    assert shares.legend(words)[1].label == "2,5 đến dưới 10,0"


@given(breaks=BREAKS)
def test_every_entry_of_a_legend_looks_different(words, labels, breaks):
    fills = [entry.fill for entry in count_scale(words, labels, breaks).legend(words)]
    assert len(set(fills)) == len(fills) == len(breaks) + 3
    assert (fills[0], *fills[-2:]) == (LOWEST_FILL, HATCH_FILL, NO_DATA_FILL)


@given(breaks=BREAKS, count=st.integers(0, 2 * 10**6))
def test_a_count_falls_into_the_class_whose_bounds_hold_it(words, labels, breaks, count):
    bounds = list(pairwise((0, *breaks, float("inf"))))
    low, high = bounds[count_scale(words, labels, breaks).rank(Count(count))]
    assert low <= count < high


def test_what_is_no_number_has_a_class_of_its_own(rates):
    ranks = [rates.rank(value) for value in (Rate(0), Rate(1e6), Hidden(), NoData(), Unreliable())]
    assert ranks == [0, 3, 4, 5, 6]


def test_a_share_is_compared_as_it_is_said(shares):
    assert [shares.rank(Rate(share)) for share in (0.0249, 0.025, 0.1)] == [0, 1, 2]


def test_levels_are_their_own_classes_with_digits(levels, words):
    assert [levels.rank(Level(n)) for n in (1, 2, 3, 4)] == [0, 1, 2, 3]
    assert [entry.mark for entry in levels.legend(words)] == ["1", "2", "3", "4", "", "", ""]
    assert levels.legend(words)[-1].fill == DOTS_FILL


@pytest.mark.parametrize("number", [0, 5])
def test_a_level_that_the_decision_does_not_know_is_refused(levels, number):
    with pytest.raises(BadValue, match="no class"):
        levels.rank(Level(number))


def test_a_scale_that_does_not_explain_unreliable_values_refuses_them(counts):
    with pytest.raises(BadValue, match="no class"):
        counts.rank(Unreliable())


@pytest.mark.parametrize("breaks", [(), (0, 5), (5, 5), (9, 2), (1, 2, 3, 4, 5, 6)])
def test_breaks_out_of_order_are_refused(words, labels, breaks):
    with pytest.raises(ValueError, match="breaks"):
        count_scale(words, labels, breaks)


@pytest.mark.parametrize("breaks", [(), (0, 5), (5, 5), (-1,), (1, 2, 3, 4, 5)])
def test_so_are_breaks_of_measures(words, labels, breaks):
    with pytest.raises(ValueError, match="breaks"):
        measure_scale(words, labels, breaks)


def test_darker_means_more():
    def lightness(colour):
        return sum(int(colour[i : i + 2], 16) for i in (1, 3, 5))

    assert sorted(SEQUENTIAL, key=lightness, reverse=True) == list(SEQUENTIAL)
    assert len(COUNT_BREAKS) < len(SEQUENTIAL) + 1


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (Count(0, 0), ("0 ca", "bằng 7 ngày trước")),
        (Count(1200, 100, "3,4"), ("1.200 ca", "3,4", "nhiều hơn 7 ngày trước 1.100 ca")),
        (Count(3, 5), ("3 ca", "ít hơn 7 ngày trước 2 ca")),
        (Count(3), ("3 ca",)),
        (Hidden("cùng A: 14"), ("không hiển thị vì số ca ít", "cùng A: 14")),
        (NoData(), ("chưa có số liệu",)),
    ],
)
def test_a_count_in_words(counts, words, value, lines):
    assert counts.lines(value, words) == lines


def test_other_values_in_words(rates, shares, levels, words):
    assert rates.lines(Rate(1234.56, 1200), words) == (
        "1.234,6 trên 100.000 dân",
        "nhiều hơn 7 ngày trước 34,6 ca",
    )
    assert rates.lines(Rate(10.01, 10.04), words)[1] == words.same
    assert rates.lines(Unreliable("462 dân"), words) == (words.unreliable, "462 dân")
    assert shares.lines(Rate(0.254), words) == ("25,4 %",)
    assert levels.lines(Level(2, "31,0"), words) == ("Cấp 2", "31,0")


@pytest.mark.parametrize("counts", [(-1,), (1, -1), (0.5,), (1, 2.5)])
def test_no_count_is_below_zero_or_a_fraction(counts):
    with pytest.raises(BadValue):
        Count(*counts)


@pytest.mark.parametrize("rate", [(-0.1,), (float("nan"),), (float("inf"),), (1, float("nan"))])
def test_no_rate_is_below_zero_or_no_number(rate):
    with pytest.raises(BadValue):
        Rate(*rate)

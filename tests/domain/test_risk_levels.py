"""What level a decision gives, which holds on a day, and that those that ship say where they are from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.decisions_in_force import end_of, in_force, source_of, unverified, value_paths
from app.domain.errors import InputRefused
from app.domain.risk_criteria import Standing, checked_standing, values_of
from app.domain.risk_decision_checks import checked_decision
from app.domain.risk_decisions import Row, Unset
from app.domain.risk_levels import assumptions, class_of, level_of, strictest_class
from app.domain.shipped_decisions import DECISIONS
from maps.scales import LEVELS

MINISTRY = DECISIONS["qd-4800-byt"]
STEERING = DECISIONS["qd-2686-bcdqg"]
LATER = DECISIONS["qd-218-byt"]
VACCINATED = {"adults-one-dose": 93.9}


@pytest.mark.parametrize(
    ("rate", "level"),
    [(0, 1), (19.99, 1), (20, 1), (49.9, 1), (50, 2), (149.9, 2), (150, 3), (2000, 3)],
)
def test_a_rate_on_a_break_belongs_to_the_class_above(rate, level):
    assert level_of(MINISTRY, rate, VACCINATED) == level


@pytest.mark.parametrize(("rate", "level"), [(19.99, 1), (20, 2), (50, 3), (150, 4)])
def test_a_criterion_that_nobody_set_counts_as_its_stricter_class(rate, level):
    assert level_of(MINISTRY, rate, {}) == level_of(MINISTRY, rate, {"adults-one-dose": 69.9}) == level
    assert assumptions(MINISTRY, {}) == {"adults-one-dose": 0}
    assert assumptions(MINISTRY, VACCINATED) == {}


# What the health authorities themselves published under this decision.
@pytest.mark.parametrize(
    ("place", "rate", "level"),
    [
        ("Hải Phòng, October 2021: class 1", 5, 1),
        ("Ho Chi Minh City, 22 October 2021: about 1,000 a day", 7 * 1000 / 92, 2),
        ("Ho Chi Minh City, week to 6 January 2022: 3,244 cases", 3244 / 92, 1),
        ("Đống Đa in Hà Nội, 11 December 2021", 177, 3),
    ],
)
def test_published_levels_of_2021_come_out_again(place, rate, level):
    assert level_of(MINISTRY, rate, VACCINATED) == level, place


def test_without_a_rate_there_is_no_level():
    assert level_of(MINISTRY, None, VACCINATED) is None


@pytest.mark.parametrize("decision", [STEERING, LATER])
def test_a_judged_level_is_the_one_entered_and_never_assumed(decision):
    slug = decision.criteria[0].slug
    assert [level_of(decision, 600.0, {slug: n}) for n in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert level_of(decision, 600.0, {}) is None
    assert assumptions(decision, {}) == {}


def test_a_cell_that_is_not_established_gives_no_level():
    gap = replace(MINISTRY, matrix=(Row((0,), (1, None, 3, 4)), MINISTRY.matrix[1]))
    assert level_of(gap, 30, {}) is None
    assert level_of(gap, 60, {}) == 3


@given(rate=st.floats(0, 10_000), share=st.floats(0, 100))
def test_no_level_falls_when_the_rate_rises_or_the_share_falls(rate, share):
    level = level_of(MINISTRY, rate, {"adults-one-dose": share})
    assert level <= level_of(MINISTRY, rate * 1.5 + 1, {"adults-one-dose": share})
    assert level <= level_of(MINISTRY, rate, {"adults-one-dose": share / 2})
    assert level <= level_of(MINISTRY, rate, {})


def test_the_strictest_class_of_two_criteria_is_found_for_each():
    second = replace(MINISTRY.criteria[0], slug="capacity")
    rows = tuple(
        Row((one, other), tuple(min(4, level + 1 - other) for level in row.levels))
        for one, row in enumerate(MINISTRY.matrix)
        for other in (0, 1)
    )
    both = replace(MINISTRY, criteria=(*MINISTRY.criteria, second), matrix=rows)
    assert [strictest_class(both, n) for n in (0, 1)] == [0, 0]
    assert level_of(both, 30, {}) == 3
    crossed = replace(both, matrix=(rows[0], rows[1], Row((1, 0), (1, 1, 2, 3)), Row((1, 1), (4, 4, 4, 4))))
    assert strictest_class(crossed, 0) is None


def test_a_day_has_the_decision_that_began_last():
    days = {
        date(2021, 5, 30): None,
        date(2021, 5, 31): STEERING,
        date(2021, 10, 11): STEERING,
        date(2021, 10, 12): MINISTRY,
        date(2022, 1, 26): MINISTRY,
        date(2022, 1, 27): LATER,
        date(2023, 10, 19): LATER,
        date(2023, 10, 20): None,
    }
    for day, decision in days.items():
        assert in_force(DECISIONS.values(), "covid-19", day) is decision, day
    assert in_force(DECISIONS.values(), "measles", date(2021, 11, 1)) is None


def test_a_citys_own_decision_ends_the_one_before_it_and_the_later_added_wins_a_day():
    own = replace(MINISTRY, slug="qd-1-ubnd", valid_from=date(2021, 12, 1), valid_to=None)
    again = replace(own, slug="qd-2-ubnd")
    every = [*DECISIONS.values(), own, again]
    assert in_force(every, "covid-19", date(2021, 12, 1)) is again
    assert end_of(every, MINISTRY, "covid-19") == date(2021, 12, 1)
    assert end_of(DECISIONS.values(), MINISTRY, "covid-19") == MINISTRY.valid_to
    # It ended what came before; when it ends itself nothing older comes back.
    short = replace(own, valid_to=date(2021, 12, 8))
    assert in_force([MINISTRY, short], "covid-19", date(2021, 12, 8)) is None


@pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS)
def test_every_number_that_ships_has_a_source_and_the_colours_stay_apart(decision):
    assert checked_decision(decision) is decision
    assert all(source_of(decision, path) is not None for path in value_paths(decision))
    assert tuple(level.colour for level in decision.levels) == LEVELS
    assert decision.left_out["vi"]
    assert decision.left_out["en"]


def test_what_was_not_found_in_a_text_is_told():
    assert unverified(STEERING) == ()
    assert "rate.breaks.1" in unverified(MINISTRY)
    assert not {"rate.breaks.0", "rate.breaks.2", "matrix.1.3"} & set(unverified(MINISTRY))
    assert unverified(LATER) == ("valid_to",)


def test_a_wards_own_value_comes_before_the_citys():
    city, own = (
        Standing("adults-one-dose", area, date(2021, 11, 1), n) for area, n in (("", 90), ("00004", 60))
    )
    standing = {(one.criterion, one.area): one for one in (city, own)}
    assert values_of(MINISTRY, standing, "00004") == {"adults-one-dose": 60}
    assert values_of(MINISTRY, standing, "00007") == {"adults-one-dose": 90}
    assert values_of(STEERING, standing, "00007") == {}


@pytest.mark.parametrize(
    ("slug", "value", "problem"),
    [
        ("adults", 50, ("criterion", "choice")),
        ("adults-one-dose", 100.5, ("value", "between")),
        ("adults-one-dose", float("nan"), ("value", "between")),
        ("judged-2686", 0, ("value", "between")),
        ("judged-2686", 5, ("value", "between")),
    ],
)
def test_a_value_that_a_criterion_cannot_have_is_named(slug, value, problem):
    with pytest.raises(InputRefused) as refused:
        checked_standing(Standing(slug, "", date(2021, 11, 1), value), DECISIONS.values())
    assert [(p.field, p.kind) for p in refused.value.problems] == [problem]


def test_a_value_that_it_can_have_is_taken():
    standing = Standing("judged-2686", "00004", date(2021, 11, 1) - timedelta(days=1), 4)
    assert checked_standing(standing, DECISIONS.values()) is standing


def test_classes_are_counted_from_nought():
    assert [class_of(x, (20, 50)) for x in (0, 20, 49, 50)] == [0, 1, 1, 2]
    assert MINISTRY.criteria[0].unset is Unset.STRICTEST

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.distributions import Distribution, Family
from app.domain.spans import Span
from app.science.errors import BadParameter
from app.science.sideward import Gathering, likely_gatherings

INCUBATION = Distribution(Family.LOGNORMAL, 1.63, 0.50)
ONSET_DAY = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
ONSET = Span(ONSET_DAY, ONSET_DAY + timedelta(days=1))


def visit(venue: str, days_before: float, hours: float = 2) -> tuple[str, Span]:
    start = ONSET_DAY - timedelta(days=days_before)
    return venue, Span(start, start + timedelta(hours=hours))


def found(*visits, **changed) -> list[Gathering[str]]:
    return likely_gatherings(ONSET, visits, incubation=INCUBATION, window=(1, 14), **changed)


def test_the_likeliest_gathering_is_the_one_a_usual_incubation_before():
    order = [gathering.venue for gathering in found(visit("late", 0.5), visit("mode", 4), visit("early", 8))]
    assert order == ["mode", "early", "late"]


def test_shares_add_up_and_days_at_one_venue_stay_apart():
    gatherings = found(visit("office", 4, 8), visit("office", 5, 8), visit("bar", 5))
    assert [gathering.venue for gathering in gatherings] == ["office", "office", "bar"]
    assert sum(gathering.share for gathering in gatherings) == pytest.approx(1)
    assert gatherings[0].span.length == timedelta(hours=8)


def test_what_speaks_for_a_venue_moves_it_up():
    visits = visit("office", 4, 8), visit("bar", 5)
    assert found(*visits)[0].venue == "office"
    assert found(*visits, support={"bar": 10.0})[0].venue == "bar"
    assert [gathering.venue for gathering in found(*visits, support={"office": 0.0})] == ["bar"]
    with pytest.raises(BadParameter):
        found(*visits, support={"bar": -1.0})


def test_outside_the_window_and_beyond_the_number_asked_nothing_is_given():
    assert found(visit("long ago", 20), visit("that day", -0.1)) == []
    assert found() == []
    assert len(found(*(visit("bar", 3 + n / 4) for n in range(8)), most=3)) == 3


def test_an_event_is_a_gathering_without_a_case():
    event = Gathering("hall", ONSET)
    assert event.share == 0

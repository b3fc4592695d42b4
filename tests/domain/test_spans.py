from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import entered_at, new_visit_id
from app.domain.spans import Span, day_span, days_between, joined, local_day, total

START = datetime(2026, 11, 23, tzinfo=UTC)


def span(start, length):
    return Span(START + timedelta(minutes=start), START + timedelta(minutes=start + length))


spans = st.builds(span, st.integers(-500, 500), st.integers(1, 300))


def test_a_span_is_aware_and_never_empty():
    with pytest.raises(ValueError, match="aware"):
        Span(datetime(2026, 1, 1), datetime(2026, 1, 2))  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="after"):
        Span(START, START)


@given(spans, spans)
def test_overlap_is_symmetric_and_inside_both(one, other):
    shared = one.overlap(other)
    assert shared == other.overlap(one)
    if shared is not None:
        assert shared.start >= max(one.start, other.start)
        assert shared.end <= min(one.end, other.end)


@given(spans)
def test_touching_spans_share_nothing(one):
    assert one.overlap(Span(one.end, one.end + timedelta(minutes=1))) is None
    assert one.contains(one.start)
    assert not one.contains(one.end)


@given(st.lists(spans, max_size=8))
def test_joined_spans_lie_apart_in_order_and_cover_the_same(many):
    result = joined(many)
    assert all(a.end < b.start for a, b in pairwise(result))
    for one in many:
        assert any(r.start <= one.start and one.end <= r.end for r in result)
    assert total(many) <= sum((one.length for one in many), timedelta())


def test_the_city_cuts_the_days_not_utc():
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert local_day(datetime(2026, 11, 22, 17, 0, tzinfo=UTC), zone) == date(2026, 11, 23)
    assert day_span(date(2026, 11, 23), zone).start == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


def test_a_day_has_as_many_hours_as_its_clocks_show():
    berlin = ZoneInfo("Europe/Berlin")
    days = [date(2026, 3, 29), date(2026, 6, 1), date(2026, 10, 25)]
    assert [day_span(day, berlin).length for day in days] == [timedelta(hours=h) for h in (23, 24, 25)]


def test_days_between_includes_both_ends():
    assert len(days_between(date(2026, 1, 1), date(2026, 1, 3))) == 3
    assert days_between(date(2026, 1, 3), date(2026, 1, 1)) == []


@given(st.integers(0, 4_000_000_000_000), st.integers(0, 2**80))
def test_the_time_inside_an_id_reads_back_to_the_millisecond(milliseconds, randomness):
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    visit = new_visit_id(at, randomness)
    assert (visit.version, visit.variant) == (7, "specified in RFC 4122")
    assert entered_at(visit) == at

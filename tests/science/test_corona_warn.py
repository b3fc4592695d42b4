from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.spans import Span
from app.science.corona_warn import CheckIn, corona_warn_minutes
from app.science.corona_warn_columns import Visits, corona_warn_city, warning_columns
from app.science.corona_warn_intervals import split_at_midnight, warning_interval
from app.science.corona_warn_risk import normalised_minutes, tenths_by_day, transmission_risk_level
from app.science.errors import BadParameter, NaiveTime, ShapesDiffer

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
ONSET = date(2026, 11, 20)
CASE = 0


def stay(who, start, end, venue=1):
    """Minutes since midnight UTC of the day of onset."""
    return CheckIn(who, venue, MIDNIGHT + timedelta(minutes=start), MIDNIGHT + timedelta(minutes=end))


def columns(stays):
    def micro(moment):
        return (moment - EPOCH) // timedelta(microseconds=1)

    values = [(s.person, s.venue, micro(s.start), micro(s.end)) for s in stays]
    return Visits(*np.array(values, dtype=np.int64).reshape(-1, 4).T)


def day_number(day):
    return (day - EPOCH.date()).days


def found(case, others, onset=ONSET, today=None):
    """Minutes by person and days since `ONSET`; by the rule for one case, and checked against the columns."""
    one = corona_warn_minutes(case, others, onset, today=today)
    onsets = np.full(len(case), day_number(onset))
    now = None if today is None else day_number(today)
    city = corona_warn_city(columns(case), onsets, columns(others), today=now)
    keys = zip(city.person.tolist(), city.day.tolist(), strict=True)
    values = zip(city.minutes.tolist(), city.high.tolist(), strict=True)
    assert dict(zip(keys, values, strict=True)) == {
        (who, day_number(day)): (shared.minutes, shared.high) for (who, day), shared in one.items()
    }
    return {(who, (day - ONSET).days): shared.minutes for (who, day), shared in one.items()}


def test_a_minute_on_the_day_of_onset_counts_as_1_6():
    assert found([stay(CASE, 600, 660)], [stay(1, 630, 640)]) == {(1, 0): 16.0}


def test_whoever_comes_when_the_case_has_left_shares_its_air_for_half_an_hour():
    assert found([stay(CASE, 600, 660)], [stay(1, 680, 720)]) == {(1, 0): 16.0}
    assert found([stay(CASE, 600, 660)], [stay(1, 690, 720)]) == {}


def test_a_case_under_ten_minutes_warns_nobody():
    assert found([stay(CASE, 600, 609.9)], [stay(1, 600, 660)]) == {}
    assert found([stay(CASE, 600, 610)], [stay(1, 600, 660)]) == {(1, 0): 32.0}


def test_stays_that_only_touch_do_not_meet():
    # The warning reaches from 10:00 to 11:30.
    assert found([stay(CASE, 600, 660)], [stay(1, 540, 600)]) == {}
    assert found([stay(CASE, 600, 660)], [stay(1, 690, 700)]) == {}
    assert found([stay(CASE, 600, 660)], [stay(1, 689.75, 700)]) == {(1, 0): 0.0}


def test_another_venue_is_no_meeting():
    assert found([stay(CASE, 600, 660)], [stay(1, 600, 660, venue=2)]) == {}


def test_the_case_does_not_meet_itself():
    assert found([stay(CASE, 600, 660)], [stay(CASE, 600, 660), stay(1, 600, 610)]) == {(1, 0): 16.0}


def test_a_night_is_two_days_each_with_its_weight():
    # From 23:00 two days after onset, where a minute counts 1.2; the air stays until 00:30, counting 1.0.
    night = [stay(CASE, 4260, 4320)]
    assert found(night, [stay(1, 4260, 4440)]) == {(1, 2): 60 * 1.2, (1, 3): 30 * 1.0}


def test_two_stays_of_one_day_are_added_up():
    assert found([stay(CASE, 600, 660)], [stay(1, 600, 604), stay(1, 620, 626)]) == {(1, 0): 16.0}


def test_days_on_which_a_case_infects_hardly_anybody_warn_nobody():
    week_later = date(2026, 11, 13)
    assert found([stay(CASE, 600, 660)], [stay(1, 600, 660)], onset=week_later) == {}


def test_what_is_older_than_ten_days_is_left_out():
    meeting = [stay(CASE, 600, 660)], [stay(1, 600, 660)]
    assert found(*meeting, today=date(2026, 11, 30)) == {(1, 0): 96.0}
    assert found(*meeting, today=date(2026, 12, 1)) == {}


def test_what_ended_on_that_midnight_still_counts():
    evening = [stay(CASE, 1380, 1410)], [stay(1, 1430, 1440)]
    assert found(*evening, today=date(2026, 12, 1)) == {(1, 0): 16.0}
    assert found(*evening, today=date(2026, 12, 2)) == {}


def test_a_stay_that_ends_before_it_begins_is_left_out():
    assert split_at_midnight(MIDNIGHT, MIDNIGHT - timedelta(minutes=5)) == []
    assert split_at_midnight(MIDNIGHT, MIDNIGHT) == []
    assert found([stay(CASE, 660, 600)], [stay(1, 600, 660)]) == {}


def test_three_days_are_three_spans():
    start, end = MIDNIGHT - timedelta(hours=2), MIDNIGHT + timedelta(hours=30)
    assert split_at_midnight(start, end) == [
        Span(start, MIDNIGHT),
        Span(MIDNIGHT, MIDNIGHT + timedelta(days=1)),
        Span(MIDNIGHT + timedelta(days=1), end),
    ]


def test_a_whole_day_is_one_span():
    assert len(split_at_midnight(MIDNIGHT, MIDNIGHT + timedelta(days=1))) == 1


def test_the_night_of_a_clock_change_lasts_as_long_as_it_lasts():
    # Berlin, 25 October 2026: from 02:30 summer time to 03:30 winter time are two hours, not one.
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=berlin)
    assert warning_interval(Span(first, first.replace(hour=3))) == Span(
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 3, 0, tzinfo=UTC)
    )


def test_times_without_a_zone_are_refused():
    naive = datetime(2026, 11, 20, 10)  # noqa: DTZ001 - what is tested
    with pytest.raises(NaiveTime):
        corona_warn_minutes([], [CheckIn(1, 1, naive, naive)], ONSET)
    with pytest.raises(NaiveTime):
        corona_warn_minutes([CheckIn(1, 1, naive, naive)], [], ONSET)


@pytest.mark.parametrize(("minutes", "level"), [(-1, 3), (10, 0), (10, 9)])
def test_there_are_eight_levels_and_no_negative_minutes(minutes, level):
    with pytest.raises(BadParameter):
        normalised_minutes(minutes, level)


def test_columns_of_different_lengths_are_refused():
    one, two = np.array([1]), np.array([1, 2])
    with pytest.raises(ShapesDiffer):
        Visits(one, one, one, two)
    with pytest.raises(ShapesDiffer):
        corona_warn_city(Visits(one, one, one, one), two, Visits(one, one, one, one))


def test_the_table_of_weights_is_the_function_of_levels():
    days = np.arange(-40, 60)
    weights = [round(normalised_minutes(10, transmission_risk_level(int(day)))) for day in days]
    assert tenths_by_day(days).tolist() == weights
    assert max(weights) == 16


SECONDS = st.one_of(st.integers(-2 * 86400, 5 * 86400), st.integers(-48, 120).map(lambda hour: hour * 3600))
LENGTHS = st.one_of(
    st.integers(-600, 3 * 3600), st.integers(0, 18).map(lambda grid: grid * 600), st.integers(0, 60 * 3600)
)
STAYS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), SECONDS, LENGTHS), max_size=25)


def check_ins(rows):
    return [
        CheckIn(
            who,
            venue,
            MIDNIGHT + timedelta(seconds=start),
            MIDNIGHT + timedelta(seconds=start + length),
        )
        for who, venue, start, length in rows
    ]


@given(STAYS, STAYS, st.one_of(st.none(), st.integers(6, 16)))
def test_the_city_in_columns_is_case_by_case_the_same(cases, others, today):
    others = check_ins(others)
    onset = {who: ONSET + timedelta(days=who) for who in range(5)}
    expected = {}
    for who in range(5):
        own = check_ins([row for row in cases if row[0] == who])
        now = None if today is None else ONSET + timedelta(days=today)
        for (other, day), shared in corona_warn_minutes(own, others, onset[who], today=now).items():
            expected[who, other, day_number(day)] = (shared.minutes, shared.high)
    table = columns(check_ins(cases))
    first = day_number(ONSET)
    days = corona_warn_city(
        table, first + table.person, columns(others), today=None if today is None else first + today
    )
    keys = zip(days.case.tolist(), days.person.tolist(), days.day.tolist(), strict=True)
    values = zip(days.minutes.tolist(), days.high.tolist(), strict=True)
    assert dict(zip(keys, values, strict=True)) == expected


@given(SECONDS, st.integers(1, 80000))
def test_a_warning_in_columns_is_the_same_interval(start, length):
    begin = MIDNIGHT + timedelta(seconds=start)
    expected = warning_interval(Span(begin, begin + timedelta(seconds=length)))
    column = columns(check_ins([(0, 0, start, length)]))
    first, last = (
        EPOCH + timedelta(microseconds=int(side[0])) for side in warning_columns(column.start, column.end)
    )
    assert (None if first == last else Span(first, last)) == expected


def test_random_stays_do_meet():
    # Guards the comparison above: on rows like these there is something to compare.
    rng = np.random.default_rng(3)
    rows = [
        (int(who), int(venue), int(start), 7200)
        for who, venue, start in rng.integers([0, 0, -86400], [5, 3, 259200], (60, 3))
    ]
    table = columns(check_ins(rows))
    days = corona_warn_city(table, np.full(60, day_number(ONSET)), table)
    assert len(days.case) > 20
    assert days.high.any()
    assert not days.high.all()

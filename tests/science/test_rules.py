from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.domain.assurance import Assurance
from app.domain.case_dates import Dates, Onset
from app.domain.disease_profiles import DISEASES
from app.domain.ends import Ends
from app.domain.ids import VenueId
from app.domain.spaces import space_of
from app.domain.tracing_rules import TracingRule
from app.domain.venue_kinds import VenueKind
from app.science.infectiousness import curve_of
from app.science.ranking import Band, ranked
from app.science.rules import exposures_by
from app.science.tracing import Presence

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
ONSET, TODAY = date(2026, 11, 20), date(2026, 11, 23)
COVID = DISEASES["covid-19"]
VENUE = VenueId(UUID(int=1))


def at(start: float, end: float, who: int = 0) -> Presence:
    begins, ends = (NOON + timedelta(minutes=minute) for minute in (start, end))
    return Presence(UUID(int=who), VENUE, None, begins, Ends.known(ends), False, Assurance.STATIC)


def traced(rule: TracingRule, case: list[Presence], others: list[Presence]):
    curve = curve_of(Dates(Onset(ONSET), None, None), COVID, zone=ZoneInfo("Asia/Ho_Chi_Minh"), today=TODAY)
    spaces = {(VENUE, None): space_of(VenueKind.CAFE, 40)}
    return exposures_by(rule, case, others, COVID, curve=curve, spaces=spaces, onset=ONSET, today=TODAY)


@pytest.mark.parametrize("rule", TracingRule)
def test_every_rule_lists_whoever_sat_there_and_nobody_who_came_hours_later(rule):
    found = traced(rule, [at(0, 60)], [at(0, 60, 1), at(300, 360, 2)])
    assert [exposure.who.int for exposure in found] == [1]
    assert (found[0].parts is not None) == (rule is TracingRule.DOSE)
    assert (found[0].counted is not None) == (rule is TracingRule.CORONA_WARN)


def test_the_app_counts_minutes_by_the_day_since_onset():
    # On the day of onset the app's level is 8, and a minute weighs 1.6.
    (found,) = traced(TracingRule.CORONA_WARN, [at(0, 60)], [at(0, 30, 1)])
    assert found.counted == pytest.approx(30 * 1.6)
    (person,) = ranked([found])
    assert (person.band, person.hours) == (Band.STRONG, pytest.approx(0.8))


def test_under_ten_counted_minutes_of_a_day_the_app_warns_nobody():
    (found,) = traced(TracingRule.CORONA_WARN, [at(0, 60)], [at(55, 60, 1)])
    assert found.counted == pytest.approx(8.0)
    assert ranked([found])[0].band is Band.SLIGHT


def test_the_app_forgets_a_case_of_under_ten_minutes_and_the_dose_does_not():
    assert traced(TracingRule.CORONA_WARN, [at(0, 9)], [at(0, 60, 1)]) == []
    assert len(traced(TracingRule.DOSE, [at(0, 9)], [at(0, 60, 1)])) == 1


def test_a_night_counts_on_each_of_its_days():
    midnight = 19 * 60
    found = traced(
        TracingRule.CORONA_WARN, [at(midnight - 60, midnight + 60)], [at(midnight - 60, midnight + 60, 1)]
    )
    assert [exposure.span.start.day for exposure in found] == [20, 21]
    assert len(ranked(found)) == 1

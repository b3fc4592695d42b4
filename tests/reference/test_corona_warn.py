"""The check-in rule of the Corona-Warn-App against the cases of its own specification and tests.

Figures restated from corona-warn-app/cwa-app-android at d98f9c2 (TimeIntervalDeriverTest with the scenarios
of cwa-app-tech-spec, OverlapTest, PresenceTracingRiskCalculatorTest, DefaultAutoCheckoutLengthTest,
TransmissionRiskVectorDeterminator) and from cwa-documentation, transmission_risk.Rmd.
"""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from app.domain.spans import Span
from app.science.corona_warn import CheckIn, corona_warn_minutes
from app.science.corona_warn_intervals import default_check_out, overlap_minutes, warning_interval
from app.science.corona_warn_risk import INFECTIOUSNESS, normalised_minutes, transmission_risk_level
from app.science.distributions import cdf

SOURCE = "Corona-Warn-App, cwa-app-android d98f9c2"

DERIVED = [
    ("10:21", "10:29", None),
    ("10:20", "10:30", ("10:20", "10:40")),
    ("10:21", "10:31", ("10:20", "10:40")),
    ("10:26", "10:36", ("10:30", "10:50")),
    ("10:21", "10:33", ("10:20", "10:40")),
    ("10:24", "10:36", ("10:30", "10:50")),
    ("10:25", "10:39", ("10:20", "10:50")),
    ("10:28", "10:42", ("10:30", "11:00")),
    ("10:25", "10:40", ("10:20", "10:50")),
    ("10:22", "11:12", ("10:20", "11:40")),
]
OVERLAPS = [
    ("09:30", "09:45", None),
    ("11:15", "11:20", None),
    ("09:30", "10:00", None),
    ("11:00", "11:10", None),
    ("09:30", "10:12", 12),
    ("10:45", "11:12", 15),
    ("10:00", "10:13", 13),
    ("10:15", "10:17", 2),
    ("10:30", "11:00", 30),
    ("10:00", "11:00", 60),
    ("09:50", "10:05:45", 6),
    ("09:50", "10:05:15", 5),
]
LEVELS = {
    -8: 1, -7: 1, -6: 1, -5: 2, -4: 4, -3: 6, -2: 7, -1: 8, 0: 8, 1: 8, 2: 6, 3: 5, 4: 3, 5: 2, 6: 2, 7: 1,
    8: 1,
}  # fmt: skip
"""What the app gives a day so many days after onset; its fifteen-day rows are this one, moved."""
INFECTIOUS = {
    -7: .002, -6: .009, -5: .025, -4: .054, -3: .090, -2: .122, -1: .140, 0: .140, 1: .124, 2: .100, 3: .073,
    4: .049, 5: .031, 6: .019, 7: .010, 8: .006, 9: .003, 10: .001, 11: .001,
}  # fmt: skip


def at(text, day=4):
    return datetime.fromisoformat(f"2021-03-{day:02d}T{text}+01:00")


def span(start, end):
    return Span(at(start), at(end))


@pytest.mark.published("T9", f"{SOURCE}, derived warning intervals", tolerance="exact")
@pytest.mark.parametrize(("start", "end", "expected"), DERIVED)
def test_the_warning_of_a_stay(start, end, expected):
    assert warning_interval(span(start, end)) == (None if expected is None else span(*expected))


@pytest.mark.published("T9", f"{SOURCE}, overlap with a warning from 10:00 to 11:00", tolerance="exact")
@pytest.mark.parametrize(("start", "end", "minutes"), OVERLAPS)
def test_the_overlap_with_a_warning(start, end, minutes):
    assert overlap_minutes(span(start, end), span("10:00", "11:00")) == minutes


@pytest.mark.published("T9", f"{SOURCE}, normalised minutes", tolerance="exact")
@pytest.mark.parametrize(("minutes", "level", "normalised"), [(30, 4, 24.0), (45, 6, 54.0)])
def test_normalised_minutes(minutes, level, normalised):
    assert normalised_minutes(minutes, level) == normalised


@pytest.mark.published(
    "T9", "Corona-Warn-App, production configuration: value by risk level", tolerance="exact"
)
def test_the_weight_of_every_level():
    weights = [normalised_minutes(10, level) for level in range(1, 9)]
    assert weights == [0, 0, 6, 8, 10, 12, 14, 16]


@pytest.mark.published("T9", f"{SOURCE}, default length of a check-in", tolerance="exact")
@pytest.mark.parametrize(
    ("default", "minutes"), [(None, 15), (0, 15), (22, 15), (23, 30), (30, 30), (1425, 1425), (1426, 1425)]
)
def test_checking_out_by_the_length_of_the_venue(default, minutes):
    assert default_check_out(default) == timedelta(minutes=minutes)


@pytest.mark.published("T9", f"{SOURCE}, check-out by the end of an event", tolerance="exact")
@pytest.mark.parametrize(
    ("now", "minutes"),
    [
        (datetime(2021, 12, 24, 15, 5, tzinfo=UTC), 120),
        (datetime(2021, 12, 24, 16, 10, tzinfo=UTC), 45),
        (datetime(2021, 12, 22, 17, 0, tzinfo=UTC), 1425),
        (datetime(2021, 12, 23, 17, 0, tzinfo=UTC), 1425),
        (datetime(2021, 12, 23, 17, 30, tzinfo=UTC), 1410),
        (datetime(2021, 12, 24, 16, 0, tzinfo=UTC), 60),
        (datetime(2021, 12, 24, 16, 31, tzinfo=UTC), 30),
        (datetime(2021, 12, 24, 16, 38, tzinfo=UTC), 15),
        (datetime(2021, 12, 24, 16, 59, tzinfo=UTC), 15),
        (datetime(2021, 12, 24, 17, 0, tzinfo=UTC), 15),
        (datetime(2021, 12, 24, 17, 30, tzinfo=UTC), 15),
    ],
)
def test_checking_out_by_the_end_of_an_event(now, minutes):
    end = datetime(2021, 12, 24, 17, 0, tzinfo=UTC)
    assert default_check_out(None, now=now, ends_at=end) == timedelta(minutes=minutes)


@pytest.mark.published("T9", f"{SOURCE}, transmission risk level by day since onset", tolerance="exact")
def test_the_level_of_every_day_around_onset():
    assert {day: transmission_risk_level(day) for day in LEVELS} == LEVELS
    assert {transmission_risk_level(day) for day in (-20, -15, -14, -9, 9, 14, 21, 22, 40)} == {1}


@pytest.mark.published(
    "T12", "Corona-Warn-App, transmission_risk.Rmd: He 2020 corrected, by day", tolerance="5e-4"
)
def test_the_share_of_infectiousness_of_every_day():
    shares = [float(np.diff(cdf(INFECTIOUSNESS, [day, day + 1]))[0]) for day in INFECTIOUS]
    assert shares == pytest.approx(list(INFECTIOUS.values()), abs=5.1e-4)


@pytest.mark.published(
    "T9", "Corona-Warn-App, production configuration: high from 10 minutes a day", tolerance="exact"
)
@pytest.mark.parametrize(
    ("stays", "minutes", "high"), [([9], 9.0, False), ([10], 10.0, True), ([4, 6], 10.0, True)]
)
def test_ten_normalised_minutes_a_day_are_high(stays, minutes, high):
    # Three days after onset the level is 5 and a minute counts as one.
    case = [CheckIn("case", "bar", at("10:00"), at("11:00"))]
    others = [
        CheckIn("guest", "bar", at(f"10:{20 * n:02d}"), at(f"10:{20 * n + length:02d}"))
        for n, length in enumerate(stays)
    ]
    found = corona_warn_minutes(case, others, date(2021, 3, 1))
    assert [(day.minutes, day.high) for day in found.values()] == [(minutes, high)]

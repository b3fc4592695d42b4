from __future__ import annotations

from datetime import date

import pytest

from app.domain import test_results as kept
from app.domain.errors import InputRefused

FIRST, LAST, TODAY = date(2026, 11, 10), date(2026, 11, 12), date(2026, 11, 23)


def sampled(result, day):
    return kept.checked_sample(result, day, first=FIRST, last=LAST, today=TODAY)


@pytest.mark.parametrize(
    ("day", "distance"),
    [(date(2026, 11, 16), 4), (date(2026, 11, 12), 0), (date(2026, 11, 10), -2), (TODAY, 11)],
)
def test_a_sample_is_kept_as_its_distance_from_the_last_exposure(day, distance):
    assert sampled(kept.Result.NEGATIVE, day) == distance


@pytest.mark.parametrize(
    ("day", "kind"),
    [(None, "missing"), (date(2026, 11, 24), "future"), (date(2026, 11, 9), "before_exposure")],
)
def test_a_sample_that_cannot_be_is_refused_by_name(day, kind):
    with pytest.raises(InputRefused) as refused:
        sampled(kept.Result.POSITIVE, day)
    assert [(p.field, p.kind) for p in refused.value.problems] == [("sampled", kind)]


@pytest.mark.parametrize("day", [None, date(2030, 1, 1)])
def test_who_was_not_tested_has_no_sample(day):
    assert sampled(kept.Result.NOT_TESTED, day) is None


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 23), "2026-W48"),
        (date(2027, 1, 1), "2026-W53"),  # belongs to the week of its Thursday
        (date(2026, 1, 1), "2026-W01"),
    ],
)
def test_a_week_is_the_iso_week(day, week):
    assert kept.week_of(day) == week

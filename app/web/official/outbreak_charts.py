"""The charts of an outbreak's numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from markupsafe import Markup

from app.usecases.outbreak_view import Correction, Numbers, Projected, Reproductions
from app.web.charts import Chart, drawn
from app.web.official.outbreak_words import Words

_BEFORE: Final = 28
"""Days drawn before a projection."""


def cases_chart(numbers: Numbers, say: Words) -> Markup:
    """Cases a day, and what is estimated to be still unreported as hollow extensions."""
    _ = say._
    days = [numbers.first + timedelta(days=n) for n in range(len(numbers.cases))]
    totals = {}
    if isinstance(numbers.correction, Correction):
        totals = {day.day: day.total for day in numbers.correction.days if day.total is not None}
    most = max(range(len(days)), key=lambda n: numbers.cases[n])
    chart = Chart(
        id="chart-cases",
        title=_("Cases a day, %(days)s", days=say.days(days[0], days[-1])),
        summary=_(
            "%(n)s cases. The most on one day: %(most)s, on %(day)s.",
            n=say.figure(sum(numbers.cases)),
            most=say.figure(numbers.cases[most]),
            day=say.days(days[most], days[most]),
        ),
        labels=[f"{day:%d/%m}" for day in days],
        bars=[float(cases) for cases in numbers.cases],
        hollow=[totals[day].value if day in totals else None for day in days],
        whiskers=[(totals[day].low, totals[day].high) if day in totals else None for day in days],
    )
    return drawn(chart, say.figure)


def reproduction_chart(found: Reproductions, say: Words) -> Markup:
    """R window by window with its interval, and a gap where there were too few cases."""
    _ = say._
    first, last = found.windows[0].last, found.windows[-1].last
    chart = Chart(
        id="chart-r",
        title=_("Reproduction number, %(days)s", days=say.days(first, last)),
        summary=_("The line is R of the seven days up to each day, the band its 95 % interval."),
        labels=[f"{window.last:%d/%m}" for window in found.windows],
        bands=[[None if window.r is None else (window.r.low, window.r.high) for window in found.windows]],
        line=[None if window.r is None else window.r.value for window in found.windows],
        level=1.0,
        whole=False,
    )
    return drawn(chart, lambda value: say.figure(value, 0 if value == round(value) else 1))


def projection_chart(numbers: Numbers, futures: tuple[Projected, ...], say: Words) -> Markup:
    """The last weeks, and after them the middle future with two bands."""
    _ = say._
    start = futures[0].day
    known = min((start - numbers.first).days, len(numbers.cases))
    cases = numbers.cases[max(known - _BEFORE, 0) : known]
    days = [start + timedelta(days=n) for n in range(-len(cases), len(futures))]
    gap = [None] * len(cases)
    chart = Chart(
        id="chart-projection",
        title=_("Cases a day, projected up to %(day)s", day=say.days(days[-1], days[-1])),
        summary=_(
            "Bars are cases that are known. The line is the middle of the futures, the bands hold them."
        ),
        labels=[f"{day:%d/%m}" for day in days],
        bars=[float(n) for n in cases] + [None] * len(futures),
        bands=[[*gap, *(day.most for day in futures)], [*gap, *(day.half for day in futures)]],
        line=[*gap, *(day.median for day in futures)],
    )
    return drawn(chart, say.figure)

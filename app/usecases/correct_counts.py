"""How many of the newest cases are not reported yet: estimated beside the counts, never added to them."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.diseases import Disease
from app.science.reporting_delay import CorrectedCounts, corrected_counts
from app.usecases.outbreak_data import OutbreakData
from app.usecases.outbreak_view import Correction, Estimate, Reason, Unreported, Unsaid, said

FEWEST: Final = 20
"""Own cases from which delays can be learned."""
NEARLY_ALL: Final = 0.9
"""Share of a day's cases that is enough for growth, reproduction number and projection."""
_SHORTEST: Final = 14
_ALL: Final = 0.995


def corrected(data: OutbreakData, daily: NDArray[np.int64]) -> Correction | Unsaid:
    """The newest days with what is still to be reported, from the delays of the cases before them.

    Imported counts carry no day of report: where any of the newest days rests on them there is no correction.

    Args:
        data: What is known at the end of `data.as_of`.
        daily: Cases a day up to then, shape (days,).
    """
    if not daily.any():
        return Unsaid(Reason.NO_CASES)
    if data.profile is None:
        return Unsaid(Reason.NO_PROFILE)
    longest = longest_delay(data.profile)
    today = data.as_of.toordinal()
    onset = np.array([case.day.toordinal() for case in data.own], dtype=np.int64)
    report = np.array([case.reported.toordinal() for case in data.own], dtype=np.int64)
    newest = np.bincount(today - onset, minlength=longest)[:longest]
    counted = daily[::-1][:longest]
    if np.any(newest[: len(counted)] < counted):
        return Unsaid(Reason.IMPORTED)
    if len(onset) < FEWEST:
        return Unsaid(Reason.TOO_FEW_CASES, FEWEST)
    if onset.min() > today - longest:
        return Unsaid(Reason.TOO_FEW_DAYS, longest)
    return said(lambda: _of(corrected_counts(onset, report, today=today, longest=longest)))


def longest_delay(profile: Disease) -> int:
    """Days after which no report is expected any more: twice what retention bridges, at least two weeks."""
    return max(2 * profile.reporting_days, _SHORTEST)


def _of(found: CorrectedCounts) -> Correction:
    rows = np.flatnonzero(found.reported < _ALL)
    missing = found.estimated - found.observed
    return Correction(
        days=tuple(_day(found, int(row)) for row in rows),
        missing=float(np.nansum(missing)),
        complete=date.fromordinal(int(found.day[found.reported >= NEARLY_ALL][-1])),
    )


def _day(found: CorrectedCounts, row: int) -> Unreported:
    known = not np.isnan(found.estimated[row])
    total = Estimate(float(found.estimated[row]), float(found.low[row]), float(found.high[row]))
    day = date.fromordinal(int(found.day[row]))
    return Unreported(day, int(found.observed[row]), total if known else None)

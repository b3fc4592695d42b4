"""An official looks at the course of an outbreak: how fast it grows, what two more weeks may bring."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.audit import AuditAction
from app.domain.diseases import Disease
from app.domain.officials import Official
from app.domain.windows import A_WEEK
from app.science.distributions import deviation, mean
from app.science.errors import BadParameter
from app.science.growth import fitted_growth
from app.science.projection import project
from app.science.reproduction import estimated_reproduction
from app.science.serial_intervals import shifted_gamma
from app.store import audit
from app.store.db import Session
from app.usecases.correct_counts import corrected
from app.usecases.outbreak_data import OutbreakData
from app.usecases.outbreak_view import (
    Correction,
    Estimate,
    GrowthRate,
    Numbers,
    Projected,
    Reason,
    Reproductions,
    Unsaid,
    WindowR,
    said,
)

SHOWN: Final = 56
"""Days that the page draws."""
GROWTH_DAYS: Final = 14
FEWEST_TO_GROW: Final = 10
"""Cases in those days; with fewer a rate is a guess."""
FEWEST_TO_PROJECT: Final = 20
"""Cases, and GROWTH_DAYS days: from there on projections were scored, see docs/projection.md."""
_QUANTILES: Final = (0.025, 0.25, 0.5, 0.75, 0.975)

Days = NDArray[np.int64]
Weights = NDArray[np.float64]


def outbreak_numbers(data: OutbreakData) -> Numbers:
    """Everything of the page from what was gathered; the same data give the same numbers, chance included."""
    first, daily = data.daily()
    if not daily.any():
        none = Unsaid(Reason.NO_CASES)
        return Numbers(data.as_of, (), none, none, none, none)
    correction = corrected(data, daily)
    complete = correction.complete if isinstance(correction, Correction) else data.as_of
    known = daily[: max((complete - first).days + 1, 0)]
    weights = _serial_interval(data.profile)
    shown = daily[-SHOWN:]
    return Numbers(
        first=data.as_of - timedelta(days=len(shown) - 1),
        cases=tuple(shown.tolist()),
        correction=correction,
        reproduction=_reproduction(first, known, weights),
        growth=_growth(complete, known),
        projection=_projection(complete, known, weights),
    )


def record_viewing(
    session: Session, official: Official, data: OutbreakData, part: str, *, days: int, now: datetime
) -> None:
    """Write down that an official saw exact numbers; `part` says which."""
    detail = {"part": part, "disease": data.disease, "until": data.as_of, "days": days}
    audit.record(session, actor=official.id, action=AuditAction.MAP_VIEWED, detail=detail, now=now)


def _serial_interval(profile: Disease | None) -> Weights | Unsaid:
    """The profile's by whole days from one on, with its mean and spread."""
    if profile is None:
        return Unsaid(Reason.NO_PROFILE)
    try:
        return shifted_gamma(mean(profile.serial_interval), deviation(profile.serial_interval))
    except BadParameter:
        return Unsaid(Reason.NO_SERIAL_INTERVAL)


def _reproduction(first: date, known: Days, weights: Weights | Unsaid) -> Reproductions | Unsaid:
    if isinstance(weights, Unsaid):
        return weights
    if len(known) <= A_WEEK:
        return Unsaid(Reason.TOO_FEW_DAYS, A_WEEK + 1)
    found = estimated_reproduction(known, weights, window=A_WEEK)
    levels = found.quantiles((0.025, 0.975))
    windows = [
        WindowR(
            first + timedelta(days=int(found.first[row])),
            first + timedelta(days=int(found.last[row])),
            int(found.cases[row]),
            Estimate(float(found.mean[row]), *levels[row].tolist()) if found.settled[row] else None,
        )
        for row in range(len(found.first))
    ]
    of_days = np.arange(len(weights))
    average = float(weights @ of_days)
    spread = float(np.sqrt(weights @ (of_days - average) ** 2))
    return Reproductions(tuple(windows[-SHOWN:]), average, spread)


def _growth(complete: date, known: Days) -> GrowthRate | Unsaid:
    days = known[-GROWTH_DAYS:]
    if days.sum() < FEWEST_TO_GROW:
        return Unsaid(Reason.TOO_FEW_CASES, FEWEST_TO_GROW)

    def fitted() -> GrowthRate:
        found = fitted_growth(days)
        first = complete - timedelta(days=len(days) - 1)
        return GrowthRate(first, complete, Estimate(found.rate, found.low, found.high))

    return said(fitted)


def _projection(complete: date, known: Days, weights: Weights | Unsaid) -> tuple[Projected, ...] | Unsaid:
    if isinstance(weights, Unsaid):
        return weights
    if len(known) < GROWTH_DAYS:
        return Unsaid(Reason.TOO_FEW_DAYS, GROWTH_DAYS)
    if known.sum() < FEWEST_TO_PROJECT:
        return Unsaid(Reason.TOO_FEW_CASES, FEWEST_TO_PROJECT)
    futures = project(known, weights, rng=np.random.default_rng(complete.toordinal()))
    return tuple(
        Projected(complete + timedelta(days=ahead), median, (low_half, high_half), (low, high))
        for ahead, (low, low_half, median, high_half, high) in enumerate(
            futures.quantiles(_QUANTILES).tolist(), start=1
        )
    )

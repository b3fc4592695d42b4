"""Daily counts of epidemics that never were, to score projections on. Not the law that is projected.

R falls with the susceptible and with control that comes on one day, cases are missed on weekends, reports are
overdispersed, and the projection is handed a serial interval that is up to a quarter off.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from app.science.projection_scores import Curve
from app.science.serial_intervals import shifted_gamma

INTERVALS = ((2.6, 1.5), (4.7, 2.9), (8.4, 3.8), (14.9, 3.9))
TUNING_SEEDS = range(1, 21)
REPORTED_SEEDS = range(101, 151)
_QUICK, _QUICK_STARTS, _SLOW_STARTS = 6.0, (1.2, 2.2), (1.4, 3.5)
"""Days of a quick disease's serial interval, and R at the start of quick and of slow ones."""
_DAYS = 80
WEEKEND = np.array([0.3, 0.2, 0.1, 0.0, -0.1, -0.6, -0.4])


def peaks(seeds: Iterable[int]) -> dict[str, Curve]:
    """Rise, a peak by control or by exhaustion, and decline."""
    return {f"peak {seed}": _peak(seed) for seed in seeds}


def plateaus(seeds: Iterable[int]) -> dict[str, Curve]:
    """Imports, an R below one and a slow wave: a disease that stays."""
    return {f"plateau {seed}": _plateau(seed) for seed in seeds}


def rises(seeds: Iterable[int]) -> dict[str, Curve]:
    """Steady exponential growth to the end: what the growth baseline assumes."""
    return {f"rise {seed}": _rise(seed) for seed in seeds}


def _peak(seed: int) -> Curve:
    rng = np.random.default_rng(seed)
    mean, sd = INTERVALS[seed % 4]
    start = rng.uniform(*(_QUICK_STARTS if mean < _QUICK else _SLOW_STARTS))
    turn, end, slow = rng.integers(25, 50), rng.uniform(0.5, 0.95), rng.choice([1.0, 5.0, 12.0])
    population = rng.choice([2000.0, 20000.0, 1e9])
    weights, cases = shifted_gamma(mean, sd), rng.integers(2, 8, 3).astype(float)
    while cases.size < _DAYS:
        r = end + (start - end) / (1 + np.exp((cases.size - turn) / slow))
        r *= max(0.0, 1 - cases.sum() / population)
        cases = np.append(cases, rng.poisson(min(r * _pressure(cases, weights), 1e5)))
    return Curve(_reported(cases, rng), _misjudged(mean, sd, rng))


def _plateau(seed: int) -> Curve:
    rng = np.random.default_rng(seed)
    mean, sd = INTERVALS[seed % 4]
    weights, level, r = shifted_gamma(mean, sd), rng.choice([5.0, 30.0, 150.0]), rng.uniform(0.7, 0.95)
    wave, cases = rng.uniform(0, 0.3), rng.poisson(level, weights.size).astype(float)
    for day in range(110):
        expected = r * (1 + wave * np.sin(day / 20)) * _pressure(cases, weights) + level * (1 - r)
        cases = np.append(cases, rng.poisson(expected))
    return Curve(_reported(cases[-80:], rng), _misjudged(mean, sd, rng))


def _rise(seed: int) -> Curve:
    rng = np.random.default_rng(seed)
    mean, sd = INTERVALS[seed % 4]
    weights, rate = shifted_gamma(mean, sd), rng.uniform(0.02, 0.09)
    r = 1 / (weights @ np.exp(-rate * np.arange(weights.size)))
    cases = rng.poisson(5 * np.exp(rate * np.arange(-weights.size, 0))).astype(float)
    for _ in range(60):
        cases = np.append(cases, rng.poisson(r * _pressure(cases, weights) + 0.2))
    return Curve(_reported(cases[-60:], rng), _misjudged(mean, sd, rng))


def _pressure(cases: np.ndarray, weights: np.ndarray) -> float:
    back = min(cases.size, weights.size - 1)
    return float(cases[-back:] @ weights[back:0:-1])


def _reported(cases: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    k, weekend = rng.choice([5.0, 20.0, 1000.0]), rng.choice([0.0, 0.0, 1.0])
    expected = cases * (1 + weekend * WEEKEND[np.arange(cases.size) % 7])
    return np.asarray(rng.negative_binomial(k, k / (k + expected)), dtype=float)


def _misjudged(mean: float, sd: float, rng: np.random.Generator) -> np.ndarray:
    factor = rng.uniform(0.8, 1.25)
    return shifted_gamma(max(mean * factor, 1.3), sd * factor)

"""What all permutation tests share: random assignments, p-values, many tests at once."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.science.errors import BadParameter, ShapesDiffer

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ROUNDING = 1e-9
"""Sums in another order differ by this much: what is equal but for it counts as reached."""


class Correction(StrEnum):
    """How the false discovery rate is held over many tests."""

    BENJAMINI_HOCHBERG = "benjamini_hochberg"
    """Benjamini and Hochberg 1995: for tests that are independent or go together."""
    YEKUTIELI = "yekutieli"
    """Benjamini and Yekutieli 2001: however they depend; stricter by a factor of about ln(tests) + 0.58."""


def reached(observed: ArrayLike, null: ArrayLike) -> Ints:
    """How many null values are at least the observed one.

    Args:
        observed: One statistic per test, shape (tests,).
        null: The same under the null hypothesis, shape (permutations, tests).

    Raises:
        ShapesDiffer: another number of tests.
    """
    seen, drawn_ = np.asarray(observed, dtype=float), np.asarray(null, dtype=float)
    if drawn_.ndim != 2 or seen.shape != drawn_.shape[1:]:  # noqa: PLR2004 - permutations by tests
        raise ShapesDiffer(f"{seen.shape} observed, {drawn_.shape} under the null")
    return np.asarray(
        (drawn_ >= seen - _ROUNDING * np.maximum(np.abs(seen), 1.0)).sum(axis=0), dtype=np.int64
    )


def p_values(reached_: ArrayLike, permutations: int) -> Floats:
    """(1 + #) / (1 + N): the observed assignment is one of those that might have been.

    Args:
        reached_: How many of the N permutations reached the observed value, any shape.
        permutations: N.

    Raises:
        BadParameter: no permutation, or more that reached it than there were.

    Source: Phipson and Smyth 2010, Stat Appl Genet Mol Biol 9:39.
    """
    count = np.asarray(reached_)
    if permutations < 1 or np.any(count < 0) or np.any(count > permutations):
        raise BadParameter(f"{count} of {permutations} permutations")
    return np.asarray((1 + count) / (1 + permutations), dtype=float)


def adjusted(
    p: ArrayLike, correction: Correction = Correction.BENJAMINI_HOCHBERG, *, family: int | None = None
) -> Floats:
    """q-values: the smallest false discovery rate at which each test would be among the discoveries.

    Args:
        p: p-values, shape (tests,).
        correction: For which dependence.
        family: How many tests there were in all. Those not given count as p = 1: whoever tests only venues
        that
            look bad has tested all of them.

    Raises:
        BadParameter: something that is no p-value, or a family smaller than the tests given.
    """
    given = np.asarray(p, dtype=float)
    tests = given.size if family is None else family
    if given.ndim != 1 or tests < given.size:
        raise BadParameter(f"{given.shape} p-values in a family of {tests}")
    if not np.all((given > 0) & (given <= 1)):
        raise BadParameter("a p-value lies above 0 and up to 1")
    if not given.size:
        return given
    strict = np.sum(1 / np.arange(1, tests + 1)) if correction is Correction.YEKUTIELI else 1.0
    order = np.argsort(given, kind="stable")
    raw = given[order] * tests * strict / np.arange(1, given.size + 1)
    q = np.empty_like(given)
    q[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return q


def drawn(taken: int, out_of: int, times: int, rng: np.random.Generator) -> Ints:
    """Ordered samples without replacement, shape (times, taken), of the numbers from 0 up to `out_of`.

    All rows are drawn at once, number by number: memory goes with times x out_of, time with times x taken.

    Raises:
        BadParameter: more taken than there are.

    Source: Floyd's sampling (Bentley and Floyd 1987, CACM 30:754), each row then shuffled.
    """
    if not 0 <= taken <= out_of or times < 0:
        raise BadParameter(f"{taken} of {out_of}, {times} times")
    rows = np.arange(times)
    gone = np.zeros((times, out_of), dtype=bool)
    result = np.empty((times, taken), dtype=np.int64)
    for place, last in enumerate(range(out_of - taken, out_of)):
        pick = rng.integers(0, last + 1, size=times)
        pick = np.where(gone[rows, pick], last, pick)
        gone[rows, pick] = True
        result[:, place] = pick
    return rng.permuted(result, axis=1)

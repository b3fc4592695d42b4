"""The two inner loops of a scan's replicates, compiled: cases dealt out, and the greatest ratio anywhere.

Importing this module brings in numba: import it inside the functions that scan. It lets go of the
interpreter, so that those who check in meanwhile do not wait for it.
"""

# ruff: noqa: PLR0917 - compiled functions take their arguments by position

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numba import njit

from app.science.places import Floats
from app.science.scan_zones import Index, Ints

_compiled: Final = njit(cache=True, nogil=True, error_model="numpy")


@_compiled
def counts_by_window(ages: Ints, column: Ints, windows: int, places: int) -> Ints:
    """Cases by data set, window and place, of shape (s, w, n), from ages in days (s, c) and places (c,).

    A longer window holds what a shorter one holds; ages from `windows` days on are in none.
    """
    found = np.zeros((len(ages), windows, places), dtype=np.int64)
    for s in range(len(ages)):
        for case in range(len(column)):
            if ages[s, case] < windows:
                found[s, ages[s, case], column[case]] += 1
        for window in range(1, windows):
            for place in range(places):
                found[s, window, place] += found[s, window - 1, place]
    return found


@_compiled
def greatest_ratios(
    lists: Ints, places: Index, enclosed: Floats, scale: Floats, cases: Ints, total: int, least: int
) -> Floats:
    """The greatest `log_likelihood_ratio` of all circles in each data set; 0 where none stands out.

    Args:
        lists: Where the list of each centre begins in the columns of circles, and their end, shape (k + 1,).
        places: `Circles.places`.
        enclosed: Weight inside the circle that each entry closes, shape (m,).
        scale: Cases expected per weight, by window, shape (w,).
        cases: By data set, place and window, shape (s, n, w); a longer window holds what a shorter one holds.
        total: All cases of a data set.
        least: Fewest of a cluster.
    """
    greatest, running = np.zeros(len(cases)), np.empty(len(scale), dtype=np.int64)
    for s in range(len(cases)):
        for centre in range(len(lists) - 1):
            running[:] = 0
            for entry in range(lists[centre], lists[centre + 1]):
                for window in range(len(scale) - 1, -1, -1):
                    added = cases[s, places[entry], window]
                    if added == 0:
                        break  # nor in a shorter one
                    running[window] += added
                    inside, mean = running[window], enclosed[entry] * scale[window]
                    # The ratio is at most chi-squared, which takes no logarithm: nearly all circles end here.
                    most = greatest[s] * mean * (total - mean)
                    if inside >= least and inside > mean and (inside - mean) ** 2 * total > most:
                        greatest[s] = max(greatest[s], _ratio(inside, mean, total))
    return greatest


@_compiled
def _ratio(inside: int, mean: float, total: int) -> float:
    ratio = inside * math.log(inside / mean)
    if inside < total:
        ratio += (total - inside) * math.log((total - inside) / (total - mean))
    return ratio

"""Which place people go to: the nearer and the better known, the likelier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.simulation.columns import Bools, Floats, Index, Ints
from app.simulation.wards import CENTRE, KM_A_DEGREE

REACH_KM = 40.0
"""Nobody goes further than this for anything, so an islander does not lunch on the mainland."""
_STRETCH = float(np.cos(np.radians(CENTRE.latitude)))


def kilometres(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Distances on a plane that touches the city: within half a percent over 100 km. Broadcasts."""
    return np.hypot((lon - other_lon) * (KM_A_DEGREE * _STRETCH), (lat - other_lat) * KM_A_DEGREE)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """For each row a distribution over venues, kept as one climbing ladder for a single binary search.

    `ladder[i]` is the row of entry i plus the cumulative probability within the row.
    """

    venues: Index
    ladder: Floats
    possible: Bools
    """By row: whether there is anything to choose."""

    @classmethod
    def of(cls, rows: Ints, venues: Ints, weights: Floats, count: int) -> Choice:
        """From entries sorted by row; weights are positive and need no scaling."""
        total = np.bincount(rows, weights, minlength=count)
        before = np.concatenate([[0.0], np.cumsum(total)])
        ladder = rows + np.minimum((np.cumsum(weights) - before[rows]) / total[rows], 1.0)
        last = np.flatnonzero(np.diff(rows, append=-1))
        ladder[last] = rows[last] + 1.0  # rounding must not leave a gap at the top of a row
        return cls(venues.astype(np.int32), ladder, total > 0)

    def pick(self, rows: Ints | Index, chance: Floats) -> Index:
        """One venue for each row and each chance in [0, 1); -1 where the row has none."""
        if not len(self.venues):
            return np.full(len(rows), -1, dtype=np.int32)
        rung = np.minimum(rows + chance, np.nextafter(rows + 1.0, 0.0))  # a sum may round into the next row
        at = np.searchsorted(self.ladder, rung, side="right")
        found = self.venues[np.minimum(at, len(self.venues) - 1)]
        return np.where(self.possible[rows], found, np.int32(-1)).astype(np.int32)


def nearby(
    homes: tuple[Floats, Floats],
    venues: Ints,
    spots: tuple[Floats, Floats],
    weights: Floats,
    *,
    scale_km: float,
) -> Choice:
    """For each ward (longitudes, latitudes) a choice among venues (the same), thinning out with distance.

    The share falls by e every `scale_km` beyond the nearest one, so that a remote ward uses what it has.
    """
    far = kilometres(homes[0][:, None], homes[1][:, None], spots[0][None, :], spots[1][None, :])
    least = far.min(axis=1, keepdims=True) if len(venues) else far
    pull = weights[None, :] * np.exp(-(far - least) / scale_km)
    pull[(far > REACH_KM) | (pull < weights.max(initial=0.0) * 1e-6)] = 0.0
    rows, entries = np.nonzero(pull)
    return Choice.of(rows, venues[entries], pull[rows, entries], len(homes[0]))

"""What the methods of the page of clusters are given: wards and cases as columns of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.windows import Window
from app.science.distributions import mean
from app.science.places import on_globe
from app.usecases.outbreak_data import OutbreakData
from app.usecases.outbreak_places import PROSPECTIVE_DAYS, OutbreakPlaces

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ClusterColumns:
    """Everything that a result depends on, chance apart."""

    points: Floats
    names: tuple[str, ...]
    codes: tuple[str, ...]
    population: Ints
    """Zero where unknown."""
    cases: Ints
    """By ward, over the window."""
    where: Ints
    days: Ints
    """Ward and day of each case of the last four weeks."""
    spots: Floats
    spot_names: tuple[str, ...]
    spot_codes: tuple[str, ...]
    """Ids of the venues."""
    spot_days: Ints
    """Venue of each case of these weeks for which there is one: a place a case."""
    within_days: int
    """Days that count as soon after each other: the mean serial interval."""
    elsewhere: int
    """Cases of these weeks without a ward on the map."""


def cluster_columns(data: OutbreakData, places: OutbreakPlaces, window: Window) -> ClusterColumns:
    """The cases of a window by ward, and those of the last four weeks one by one."""
    index = {ward.code: row for row, ward in enumerate(data.wards)}
    cases = np.zeros(len(index), dtype=np.int64)
    before = Window.ending(data.as_of, PROSPECTIVE_DAYS)
    listed: list[tuple[int, int, int]] = []
    elsewhere = 0
    # By numbers: to compare thousands of names and dates takes a moment in which no other thread runs.
    in_order = sorted(data.counts, key=lambda at: (index.get(at[0], -1), at[1].toordinal()))
    for ward, day in in_order:
        count = data.counts[ward, day]
        if ward in index and window.first <= day <= window.last:
            cases[index[ward]] += count
        if before.first <= day <= before.last:
            if ward in index:
                listed.append((index[ward], day.toordinal(), count))
            else:
                elsewhere += count
    where, days, times = np.array(listed, dtype=np.int64).reshape(-1, 3).T
    spots = [venue.position for venue in places.venues]
    return ClusterColumns(
        points=places.wards,
        names=tuple(ward.name for ward in data.wards),
        codes=tuple(index),
        population=np.array([ward.population or 0 for ward in data.wards], dtype=np.int64),
        cases=cases,
        where=np.repeat(where, times),
        days=np.repeat(days, times),
        spots=on_globe([p.longitude for p in spots], [p.latitude for p in spots])
        if spots
        else np.zeros((0, 3)),
        spot_names=tuple(venue.name for venue in places.venues),
        spot_codes=tuple(str(venue.venue) for venue in places.venues),
        spot_days=np.array([venue.day.toordinal() for venue in places.venues], dtype=np.int64),
        within_days=1 if data.profile is None else max(round(mean(data.profile.serial_interval)), 1),
        elsewhere=elsewhere,
    )

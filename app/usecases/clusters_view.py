"""Clusters as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.windows import Window
from app.science.autocorrelation import Moran
from app.science.scan_statistics import Cluster
from app.science.space_time_interaction import Knox
from app.usecases.outbreak_view import Unsaid

LISTED: Final = 0.2
"""Clusters with a greater p-value are counted, and neither listed nor drawn: they would bury the others."""
UNLIKELY: Final = 0.05
"""A p-value up to here is called unlikely to be chance."""
A_YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class NamedCluster:
    """A cluster with the names of its places and the dates of its days."""

    places: tuple[str, ...]
    """By distance from the middle, each name once."""
    codes: tuple[str, ...]
    """The same places by the codes of the wards, or the ids of the venues."""
    first: date | None
    last: date | None
    """None where no days are scanned."""
    observed: int
    expected: float
    relative_risk: float
    p: float
    recurrence_days: float | None

    @property
    def stands_out(self) -> bool:
        """Seen once a year or less by chance; where nobody looks daily, by the p-value."""
        if self.recurrence_days is None:
            return self.p <= UNLIKELY
        return self.recurrence_days >= A_YEAR


@dataclass(frozen=True, slots=True)
class Scans:
    """What stands out, where, and since when."""

    window: Window
    """Of the purely spatial scan and of Moran's I."""
    before: Window
    """Of the scans over days and of Knox's test."""
    elsewhere: int
    """Cases of these days that no circle can hold: without a ward, or with one that is not on the map."""
    without_population: tuple[str, ...]
    """Wards that the scan of rates leaves out."""
    spatial: tuple[NamedCluster, ...] | Unsaid
    recent: tuple[NamedCluster, ...] | Unsaid
    venues: tuple[NamedCluster, ...] | Unsaid
    with_venue: int
    """Cases that the scan over venues could use."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """The scans, and what can be said of the map as a whole."""

    scans: Scans
    alike: Moran | Unsaid
    together: Knox | Unsaid
    within_days: int
    """Days that Knox's test calls soon after each other."""


def named(
    clusters: Sequence[Cluster], names: Sequence[str], codes: Sequence[str]
) -> tuple[NamedCluster, ...]:
    """The clusters of a scan over places with these names and codes, days counted as ordinals."""
    return tuple(
        NamedCluster(
            places=tuple(dict.fromkeys(names[place] for place in found.areas)),
            codes=tuple(dict.fromkeys(codes[place] for place in found.areas)),
            first=None if found.first_day is None else date.fromordinal(found.first_day),
            last=None if found.last_day is None else date.fromordinal(found.last_day),
            observed=found.observed,
            expected=found.expected,
            relative_risk=found.relative_risk,
            p=found.p,
            recurrence_days=found.recurrence_days,
        )
        for found in clusters
    )

"""Clusters as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.windows import Window
from app.science.autocorrelation import Moran
from app.science.scan_statistics import Cluster
from app.science.space_time_interaction import Knox
from app.usecases.outbreak_view import Unsaid


@dataclass(frozen=True, slots=True)
class NamedCluster:
    """A cluster with the names of its places and the dates of its days."""

    places: tuple[str, ...]
    """By distance from the middle, each name once."""
    first: date | None
    last: date | None
    """None where no days are scanned."""
    observed: int
    expected: float
    relative_risk: float
    p: float
    recurrence_days: float | None


@dataclass(frozen=True, slots=True)
class Clusters:
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
    alike: Moran | Unsaid
    together: Knox | Unsaid
    within_days: int
    """Days that Knox's test calls soon after each other."""


def named(clusters: Sequence[Cluster], names: Sequence[str]) -> tuple[NamedCluster, ...]:
    """The clusters of a scan over places with these names, days counted as ordinals."""
    return tuple(
        NamedCluster(
            places=tuple(dict.fromkeys(names[place] for place in found.areas)),
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

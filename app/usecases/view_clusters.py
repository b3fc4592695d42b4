"""An official looks at where cases are more than chance would put there."""

from __future__ import annotations

from typing import Final

import numpy as np

from app.domain.windows import Window
from app.science.autocorrelation import Moran, moran_of_rates, nearest
from app.science.poisson_scan import poisson_scan
from app.science.scan_zones import Limits
from app.science.space_time_interaction import Knox, knox
from app.science.space_time_scan import permutation_scan
from app.usecases.cluster_columns import ClusterColumns, Floats, Ints, cluster_columns
from app.usecases.clusters_view import Clusters, NamedCluster, Scans, named
from app.usecases.outbreak_data import OutbreakData
from app.usecases.outbreak_places import PROSPECTIVE_DAYS, OutbreakPlaces
from app.usecases.outbreak_view import Reason, Unsaid, said
from app.usecases.remember_results import Remembered, fingerprint

FEWEST_WARDS: Final = 4
"""Fewer say nothing of a part of the city: a circle needs an outside."""
WARD_LIMITS: Final = Limits(share=0.5, radius_m=10_000)
"""Of the cases: a smaller share would hide what a small outbreak is, most of its cases in one ward."""
MOST_PEOPLE: Final = 0.1
"""Greatest share of the population in a circle of the scan of rates, unless one ward alone has more."""
VENUE_LIMITS: Final = Limits(share=0.5, radius_m=1_000)
NEIGHBOURS: Final = 6
"""Wards nearest to each that Moran's I compares it with."""
NEAR_M: Final = 2_000
"""What Knox's test calls near: the same ward, or one whose middle is so near."""
MOST_FOR_KNOX: Final = 1_500
"""More cases make millions of pairs."""
REPLICATES: Final = 999

_SCANS: Final[Remembered[Scans]] = Remembered(16)
_WHOLE: Final[Remembered[Clusters]] = Remembered(16)


def clusters(data: OutbreakData, places: OutbreakPlaces, days: int) -> Clusters:
    """`scans`, and whether rates of neighbours are alike and cases near each other soon follow each other."""
    given, key = _given(data, places, days)
    return _WHOLE.get(key, lambda: _whole_map(data, given, scans(data, places, days)))


def scans(data: OutbreakData, places: OutbreakPlaces, days: int) -> Scans:
    """Clusters of a window of so many days, and of the last four weeks day by day.

    The same data give the same clusters, chance included. They are remembered while the process lives: 999
    replicates of each scan take seconds.
    """
    given, key = _given(data, places, days)
    return _SCANS.get(key, lambda: _scanned_all(data, given, Window.ending(data.as_of, days)))


def _given(data: OutbreakData, places: OutbreakPlaces, days: int) -> tuple[ClusterColumns, object]:
    """The columns, and a key that is the same where they are."""
    given = cluster_columns(data, places, Window.ending(data.as_of, days))
    return given, (
        data.disease,
        data.as_of,
        days,
        given.within_days,
        given.elsewhere,
        given.names,
        given.codes,
        given.spot_names,
        given.spot_codes,
        fingerprint(
            given.points, given.population, given.cases, given.where, given.days, given.spots, given.spot_days
        ),
    )


def _scanned_all(data: OutbreakData, given: ClusterColumns, window: Window) -> Scans:
    before = Window.ending(data.as_of, PROSPECTIVE_DAYS)
    lost = [name for name, people in zip(given.names, given.population, strict=True) if not people]
    return Scans(
        window=window,
        before=before,
        elsewhere=given.elsewhere,
        without_population=tuple(lost),
        spatial=_spatial(given, _rng(data, 1)),
        recent=_recent(data, given, _rng(data, 2)),
        venues=_venues(data, given, _rng(data, 3)),
        with_venue=len(given.spot_days),
    )


def _whole_map(data: OutbreakData, given: ClusterColumns, found: Scans) -> Clusters:
    return Clusters(
        scans=found,
        alike=_alike(given, _rng(data, 4)),
        together=_together(given, _rng(data, 5)),
        within_days=given.within_days,
    )


def _rng(data: OutbreakData, method: int) -> np.random.Generator:
    return np.random.default_rng([data.as_of.toordinal(), method])


def _peopled(given: ClusterColumns) -> Ints | Unsaid:
    """Positions of the wards whose rates can be compared."""
    if len(given.names) < FEWEST_WARDS:
        return Unsaid(Reason.TOO_FEW_PLACES, FEWEST_WARDS)
    rows = np.flatnonzero(given.population)
    return rows if len(rows) >= FEWEST_WARDS else Unsaid(Reason.NO_POPULATION)


def _spatial(given: ClusterColumns, rng: np.random.Generator) -> tuple[NamedCluster, ...] | Unsaid:
    rows = _peopled(given)
    if isinstance(rows, Unsaid):
        return rows
    people = given.population[rows].astype(np.float64)
    names, codes = ([column[row] for row in rows] for column in (given.names, given.codes))
    limits = Limits(max(MOST_PEOPLE, float(people.max() / people.sum())), WARD_LIMITS.radius_m)
    return said(
        lambda: named(
            poisson_scan(
                given.points[rows],
                given.cases[rows],
                people,
                rng=rng,
                limits=limits,
                replicates=REPLICATES,
            ),
            names,
            codes,
        )
    )


def _recent(
    data: OutbreakData, given: ClusterColumns, rng: np.random.Generator
) -> tuple[NamedCluster, ...] | Unsaid:
    if len(given.names) < FEWEST_WARDS:
        return Unsaid(Reason.TOO_FEW_PLACES, FEWEST_WARDS)
    places = given.points, given.names, given.codes
    return _scanned(data, places, given.where, given.days, WARD_LIMITS, rng)


def _venues(
    data: OutbreakData, given: ClusterColumns, rng: np.random.Generator
) -> tuple[NamedCluster, ...] | Unsaid:
    one_each = np.arange(len(given.spot_days))
    if not len(one_each):
        return Unsaid(Reason.TOO_FEW_CASES)
    places = given.spots, given.spot_names, given.spot_codes
    return _scanned(data, places, one_each, given.spot_days, VENUE_LIMITS, rng)


def _scanned(
    data: OutbreakData,
    places: tuple[Floats, tuple[str, ...], tuple[str, ...]],
    where: Ints,
    days: Ints,
    limits: Limits,
    rng: np.random.Generator,
) -> tuple[NamedCluster, ...] | Unsaid:
    points, names, codes = places
    return said(
        lambda: named(
            permutation_scan(
                points,
                where,
                days,
                today=data.as_of.toordinal(),
                rng=rng,
                limits=limits,
                replicates=REPLICATES,
            ),
            names,
            codes,
        )
    )


def _alike(given: ClusterColumns, rng: np.random.Generator) -> Moran | Unsaid:
    rows = _peopled(given)
    if isinstance(rows, Unsaid):
        return rows
    if not given.cases[rows].any():
        return Unsaid(Reason.NO_CASES)
    around = nearest(given.points[rows], min(NEIGHBOURS, len(rows) - 1))
    cases, people = given.cases[rows].astype(np.float64), given.population[rows].astype(np.float64)
    return said(lambda: moran_of_rates(cases, people, around, rng=rng, permutations=REPLICATES))


def _together(given: ClusterColumns, rng: np.random.Generator) -> Knox | Unsaid:
    if not len(given.where):
        return Unsaid(Reason.NO_CASES)
    if len(given.where) > MOST_FOR_KNOX:
        return Unsaid(Reason.TOO_MANY, MOST_FOR_KNOX)
    points = given.points[given.where]
    return said(
        lambda: knox(
            points,
            given.days,
            radius_m=NEAR_M,
            within_days=given.within_days,
            rng=rng,
            permutations=REPLICATES,
        )
    )

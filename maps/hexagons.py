"""Density of people on hexagons (H3), merged until every hexagon that is drawn holds at least k of them.

A cell is split into its children only where *every* child with anybody in it keeps k people, so a hidden
child can never be had by taking its sisters from their parent. What is below k even in the coarsest cell
is not drawn; how much that is, is told. Empty places are not drawn either: nobody is nobody.

One map is safe in itself; two of them need not be. Who holds the map of days 1 to 7 and that of days 1 to
8 can subtract: a hexagon that goes from 12 people to 13 tells of one new person, and where the hexagons
change, the coarse cell of one map less the finer ones of the other leaves parts below k. The same holds for
one window looked at twice while traces are added or undone, and for two maps of which one reader's cases
are a part of another's. Merging cannot mend that: it would take frozen releases that know of each other.
So this map is for officials, whose viewing is written down; callers that hide small numbers should offer
windows that never overlap.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from shapely import Polygon

from maps.hexagon_shapes import outlines, parents, square_km
from maps.points import Floats, Ints, checked_counts, checked_degrees, same_length

Cells = npt.NDArray[np.uint64]
MOST_LEVELS: Final = 4
"""A coarsest cell is drawn from 7 to this power finest ones."""
FINEST_OF_ALL: Final = 15
MOST_CELLS: Final = 2_500
"""About what a browser draws within a second, and a city at 0.7 square kilometres a cell."""


@dataclass(frozen=True, slots=True)
class Hexagon:
    """One cell that is drawn.

    Attributes:
        code: Its H3 index in hexadecimal: stable over maps, days and machines.
        resolution: The H3 resolution; 9 is about 0.1 square kilometres, each coarser one seven times that.
        geometry: The union of its finest descendants, in degrees: neighbours of any two resolutions share
            their border point by point. A valid polygon without holes.
        km2: Its area in square kilometres, on the sphere of H3.
        people: Different persons, at least k.
        exposures: Their exposures, at least as many.
    """

    code: str
    resolution: int
    geometry: Polygon
    km2: float
    people: int
    exposures: int


@dataclass(frozen=True, slots=True)
class Hexagons:
    """All cells that are drawn, in the order of their codes, and what is not.

    `people` are the different persons of the whole map; in `cells` one counts in each cell where they were.
    `left_out_people` were (also) in cells too empty to be drawn: itself a small number, if it is below k.
    """

    cells: tuple[Hexagon, ...]
    people: int
    left_out_people: int
    left_out_exposures: int


@dataclass(frozen=True, slots=True)
class _Points:
    """The different places, and checked columns of one length: which place, which person (from 0)."""

    lon: Floats
    lat: Floats
    place: Ints
    who: Ints
    persons: int
    weights: Ints


@dataclass(frozen=True, slots=True)
class _Level:
    """Cells of one resolution in ascending order, what each holds, and the place of each one's parent."""

    cells: Cells
    people: Ints
    exposures: Ints
    parent: Ints


def hexagons(
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    person: npt.ArrayLike,
    exposures: npt.ArrayLike | None = None,
    *,
    k: int,
    finest: int = 9,
    coarsest: int = 6,
    most: int = MOST_CELLS,
) -> Hexagons:
    """Split the plane as finely as k allows; the order of the points does not matter.

    Args:
        lon: Longitudes in degrees, one-dimensional, n of them.
        lat: Latitudes in degrees, n.
        person: Whole numbers, n; the same number is the same person. Any numbering will do, and one that
            says nothing is best. k is about persons: ten exposures of one household member are one person.
        exposures: How many exposures each point stands for, n whole numbers from 1; by default one.
        k: Least number of different people in a cell that is drawn; with 1 nothing is merged.
        finest: H3 resolution of the smallest cells.
        coarsest: H3 resolution of the largest.
        most: Above so many cells the finest resolution is given up, and the next, down to the coarsest.

    Raises:
        PointsRefused: A coordinate is no number or off the map, a count is not one, columns differ in length.
        ValueError: If k is below 1, or the resolutions are out of order or too far apart.
    """
    if k < 1:
        raise ValueError("k is at least 1")
    if not 0 <= coarsest <= finest <= min(FINEST_OF_ALL, coarsest + MOST_LEVELS):
        raise ValueError(f"resolutions from {coarsest} to {finest}: at most {MOST_LEVELS} apart, in order")
    points = _checked(lon, lat, person, exposures)
    levels, top = _levels(points, finest, coarsest)
    while finest > coarsest and sum(at.size for at in _split(levels, k)) > most:
        # Asked anew, and not taken from the parents: those do not hold all of their children's ground.
        finest -= 1
        levels, top = _levels(points, finest, coarsest)
    out = (levels[-1].people < k)[top]
    return Hexagons(
        cells=_drawn(levels, _split(levels, k), finest),
        people=points.persons,
        left_out_people=int(_distinct(points.who[out]).size),
        left_out_exposures=int(points.weights[out].sum()),
    )


def _checked(
    lon: npt.ArrayLike, lat: npt.ArrayLike, person: npt.ArrayLike, exposures: npt.ArrayLike | None
) -> _Points:
    x, y = checked_degrees(lon, lat)
    given = checked_counts("person", person)
    ones = np.ones(x.size, dtype=np.int64)
    weights = ones if exposures is None else checked_counts("exposures", exposures, least=1)
    same_length(x.size, ("person", given), ("exposures", weights))
    persons, who = np.unique(given, return_inverse=True)
    # People meet in venues: there are far fewer places than points, and H3 is asked one at a time.
    places, place = np.unique(x + 1j * y, return_inverse=True)
    return _Points(places.real, places.imag, place, who, persons.size, weights)


def _distinct(numbers: Ints) -> Ints:
    """Each number once, in order.

    `np.unique` puts them into a hash table: of half a million it takes ten times as long as sorting does,
    and no other thread runs meanwhile.
    """
    ordered = np.sort(numbers)
    first = np.ones(ordered.size, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def _cells_of(points: _Points, resolution: int) -> Cells:
    from h3.api.numpy_int import latlng_to_cell

    pairs = zip(points.lon.tolist(), points.lat.tolist(), strict=True)
    return np.fromiter((latlng_to_cell(y, x, resolution) for x, y in pairs), np.uint64, points.lon.size)


def _levels(points: _Points, finest: int, coarsest: int) -> tuple[list[_Level], Ints]:
    """From the finest level to the coarsest, and the place of each point's coarsest cell."""
    made: list[_Level] = []
    cells, of_place = np.unique(_cells_of(points, finest), return_inverse=True)
    at = of_place[points.place]
    # One entry per person and cell: there are fewer of them from level to level.
    pairs = _distinct(at * points.persons + points.who)
    held = np.bincount(at, points.weights, minlength=cells.size).astype(np.int64)
    while True:
        people = np.bincount(pairs // max(points.persons, 1), minlength=cells.size)
        above, parent = np.unique(parents(cells), return_inverse=True)
        made.append(_Level(cells, people, held, parent))
        if len(made) > finest - coarsest:
            return made, at
        at = parent[at]
        pairs = _distinct(parent[pairs // points.persons] * points.persons + pairs % points.persons)
        held = np.bincount(parent, held, minlength=above.size).astype(np.int64)
        cells = above


def _split(levels: list[_Level], k: int) -> list[Ints]:
    """Top down: the cells of each level that stand, because some child of theirs would hold too few."""
    standing = levels[-1].people >= k
    chosen = []
    for above, below in zip(levels[:0:-1], levels[-2::-1], strict=True):
        least = np.full(above.cells.size, np.iinfo(np.int64).max)
        np.minimum.at(least, below.parent, below.people)
        chosen.append(np.flatnonzero(standing & (least < k)))
        standing = (standing & (least >= k))[below.parent]
    return [np.flatnonzero(standing), *chosen[::-1]]


def _drawn(levels: list[_Level], chosen: list[Ints], finest: int) -> tuple[Hexagon, ...]:
    cells, people, held = (
        np.concatenate([column[at] for column, at in zip(columns, chosen, strict=True)])
        for columns in (
            [level.cells for level in levels],
            [level.people for level in levels],
            [level.exposures for level in levels],
        )
    )
    codes = [f"{cell:x}" for cell in cells.tolist()]
    resolutions = [finest - coarser for coarser, at in enumerate(chosen) for _ in at]
    shapes = outlines(cells, finest)
    rows = zip(codes, resolutions, shapes, square_km(shapes), people.tolist(), held.tolist(), strict=True)
    return tuple(sorted((Hexagon(*row) for row in rows), key=lambda hexagon: hexagon.code))

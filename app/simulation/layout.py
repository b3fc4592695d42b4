"""How many venues there are, where, how large and how popular: a city laid out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.domain.opening_hours import OpeningHours
from app.simulation.columns import Floats, Index, Ints
from app.simulation.places import KINDS, NEVER_CLOSED, Places
from app.simulation.signs import paint
from app.simulation.siting import inside_others, on_streets
from app.simulation.trades import POSTER_USE, SCREENS, TRADES, Trade
from app.simulation.wards import KM_A_DEGREE, Ward

ZIPF = 0.7
"""Popularity falls with rank to this power, the exponent of the project's own benchmarks."""
_JITTER_M = 25.0
"""How far apart the places inside one lie."""
_WITH_SCREEN = 0.15
"""Share of the kinds in `SCREENS` that have one. Assumed."""


def scatter(wards: Sequence[Ward], ward: Ints | Index, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Longitude and latitude of a random spot in each ward's outline, thicker towards its middle."""
    import shapely

    centre = np.array([(w.centroid.longitude, w.centroid.latitude) for w in wards])[ward]
    spread = np.array([np.sqrt(w.area_km2 / np.pi) for w in wards])[ward] * 0.5 / KM_A_DEGREE
    shapes = np.array([w.geometry for w in wards], dtype=object)
    shapely.prepare(shapes)
    spot, left = centre.copy(), np.arange(len(ward))
    for _ in range(12):  # a spot outside its outline is drawn again; the last few stay at the centroid
        tries = centre[left] + rng.normal(size=(len(left), 2)) * spread[left, None]
        within = shapely.contains_xy(shapes[ward[left]], tries[:, 0], tries[:, 1])
        spot[left[within]] = tries[within]
        left = left[~within]
    spot = spot.round(6)
    return spot[:, 0], spot[:, 1]


def _popularity(trade: Ints, rng: np.random.Generator) -> Floats:
    shuffled = rng.permutation(len(trade))
    popularity = np.empty(len(trade))
    for number in range(len(TRADES)):
        rows = shuffled[trade[shuffled] == number]
        weight = (1.0 + np.arange(len(rows))) ** -ZIPF
        popularity[rows] = weight / weight.mean() if len(rows) else weight
    return popularity


def _columns_of(hours: Sequence[OpeningHours]) -> tuple[Index, Index]:
    spans = [
        [(day[0].opens, day[0].closes) if day else (-1, -1) for day in each.week] or [NEVER_CLOSED] * 7
        for each in hours
    ]
    table = np.array(spans, dtype=np.int32)
    return table[:, :, 0], table[:, :, 1]


def build(wards: Sequence[Ward], people: int, rng: np.random.Generator) -> Places:
    """Venues for a city of this many people."""
    outer, home = on_streets(wards, people, rng)
    inner, host = inside_others(outer, rng)
    number = np.concatenate([outer, inner])
    lon, lat = scatter(wards, home, rng)
    step = rng.normal(size=(2, len(inner))) * _JITTER_M / 1000 / KM_A_DEGREE
    parent = np.concatenate([np.full(len(outer), -1), host]).astype(np.int32)
    ward = np.concatenate([home, home[host]]).astype(np.int32)
    rows: list[Trade] = [TRADES[n] for n in number]
    popularity = _popularity(number, rng)
    size = popularity**0.5 * np.exp(rng.normal(0, 0.3, len(rows)))
    staff = np.array([t.staff for t in rows]) * size
    use = np.array([POSTER_USE[t.kind] for t in rows])
    hours = tuple(trade.hours for trade in rows)
    opens, closes = _columns_of(hours)
    return Places(
        signs=paint(wards, number, ward, parent, rng),
        hours=hours,
        trade=number.astype(np.int8),
        kind=np.array([KINDS.index(t.kind) for t in rows], dtype=np.int8),
        ward=ward,
        parent=parent,
        lon=np.concatenate([lon, (lon[host] + step[0]).round(6)]),
        lat=np.concatenate([lat, (lat[host] + step[1]).round(6)]),
        capacity=np.maximum(np.rint(np.array([t.capacity for t in rows]) * size), 2).astype(np.int32),
        staff=staff,
        popularity=popularity,
        poster_use=rng.beta(use * 6, (1 - use) * 6),
        screen=(np.array([t.kind in SCREENS for t in rows]) & (rng.random(len(rows)) < _WITH_SCREEN)).astype(
            np.int8
        ),
        opens=opens,
        closes=closes,
    )

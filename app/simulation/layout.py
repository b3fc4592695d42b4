"""How many venues there are, where, how large and how popular: a city laid out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.domain.venues import OpeningHours
from app.simulation.columns import Floats, Index, Ints
from app.simulation.gravity import kilometres
from app.simulation.places import KINDS, NEVER_CLOSED, Places
from app.simulation.signs import paint
from app.simulation.trades import POSTER_USE, SCREENS, TRADES, Pull, Trade
from app.simulation.wards import CENTRE, KM_A_DEGREE, Ward

ZIPF = 0.7
"""Popularity falls with rank to this power, the exponent of the project's own benchmarks."""
_OUTSKIRTS_KM, _TOO_FAR_KM = 60.0, 15.0
_A_TOWN = 2000
"""With fewer people, remote wards go without."""
_JITTER_M = 25.0
"""How far apart the places inside one lie."""
_WITH_SCREEN = 0.15
"""Share of the kinds in `SCREENS` that have one. Assumed."""


def _ward_weights(wards: Sequence[Ward]) -> dict[Pull, Floats]:
    people = np.array([ward.population for ward in wards], dtype=float)
    away = np.array([ward.centroid.metres_to(CENTRE) / 1000 for ward in wards])
    shape = {
        Pull.HOMES: np.ones_like(away),
        Pull.CENTRE: 0.15 + 4 * np.exp(-away / 6),  # assumed: offices, bars and malls crowd the middle
        Pull.EDGE: 0.1 + np.minimum(away / 15, 1.5) * (away < _OUTSKIRTS_KM),  # factories ring it
    }
    return {pull: people * factor / (people @ factor) for pull, factor in shape.items()}


def _distances(wards: Sequence[Ward]) -> Floats:
    lon, lat = (np.array([getattr(w.centroid, axis) for w in wards]) for axis in ("longitude", "latitude"))
    return kilometres(lon[:, None], lat[:, None], lon[None, :], lat[None, :])


def _covered(chosen: Ints, far: Floats) -> Ints:
    """The wards chosen, and one more wherever the nearest would be too far to do without."""
    nearest = far[:, chosen].min(axis=1)
    added = []
    for ward in range(len(far)):
        if nearest[ward] > _TOO_FAR_KM:
            added.append(ward)
            nearest = np.minimum(nearest, far[:, ward])
    return np.concatenate([chosen, np.array(added, dtype=np.int64)])


def _on_streets(wards: Sequence[Ward], people: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Trade and ward of every venue that is not inside another."""
    weights, far = _ward_weights(wards), _distances(wards)
    trades, homes = [], []
    for number, trade in enumerate(TRADES):
        if trade.inside:
            continue
        count = max(1, round(trade.number * people / 1000))
        once = trade.key == "ward"  # one people's committee a ward
        count = min(count, len(wards)) if once else count
        chosen = rng.choice(len(wards), count, replace=not once, p=weights[trade.pull])
        chosen = _covered(chosen, far) if trade.essential and people >= _A_TOWN else chosen
        trades.append(np.full(len(chosen), number))
        homes.append(chosen)
    return np.concatenate(trades), np.concatenate(homes)


def _inside(outer_trade: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Trade and parent of every venue inside another, sorted by parent."""
    keys = [trade.key for trade in TRADES]
    trades, parents = [], []
    for number, trade in enumerate(TRADES):
        if trade.inside:
            hosts = np.flatnonzero(outer_trade == keys.index(trade.inside))
            counts = rng.poisson(trade.number, len(hosts))
            trades.append(np.full(counts.sum(), number))
            parents.append(np.repeat(hosts, counts))
    trade_of, parent = np.concatenate(trades), np.concatenate(parents)
    order = np.lexsort((trade_of, parent))
    return trade_of[order], parent[order]


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
    outer, home = _on_streets(wards, people, rng)
    inner, host = _inside(outer, rng)
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

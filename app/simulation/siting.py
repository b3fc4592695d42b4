"""In which ward the venues of each trade stand, and which stand inside others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.simulation.columns import Floats, Ints
from app.simulation.gravity import kilometres
from app.simulation.trades import TRADES, Pull
from app.simulation.wards import CENTRE, Ward

_OUTSKIRTS_KM, _TOO_FAR_KM = 60.0, 15.0
_A_TOWN = 2000
"""With fewer people, remote wards go without."""


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


def on_streets(wards: Sequence[Ward], people: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
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


def inside_others(outer_trade: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
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

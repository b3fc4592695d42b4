"""What lies around each ward: for every kind of errand, the places its people choose among."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.venue_kinds import VenueKind
from app.simulation.columns import Bools, Floats, Ints
from app.simulation.gravity import Choice, nearby
from app.simulation.places import KINDS, Places
from app.simulation.trades import TRADES
from app.simulation.wards import Ward

_K = VenueKind
_FAR_KM = {
    _K.MARKET: 1.5, _K.SHOP: 1.5, _K.CAFE: 2.5, _K.PARK: 2.0, _K.CLINIC: 3.0, _K.OFFICE: 0.7, _K.MALL: 8.0,
    _K.BAR: 6.0, _K.EVENT: 8.0, _K.HOSPITAL: 8.0, _K.HOTEL: 8.0, _K.STATION: 6.0, _K.CARE_HOME: 10.0,
}  # fmt: skip
_USUAL_KM = 3.0
"""How far people go for a kind, as the distance over which the share falls by e. Assumed."""
_JOB_KM = 5.0
_SCHOOL_KM = {"nursery": 1.0, "primary": 1.5, "middle": 2.0, "high": 3.0, "university": 10.0}


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """Choices by ward, and by venue for what is inside it."""

    kinds: dict[VenueKind, Choice]
    """By ward: places on the street of each kind, by popularity and distance."""
    schools: dict[str, Choice]
    """By ward: schools of each level, keyed by trade."""
    jobs: Choice
    """By ward: employers, by staff and distance."""
    inside: Choice
    """By venue: the places inside it, by popularity."""


def _by_ward(wards: Sequence[Ward], places: Places, mask: Bools, weights: Floats, scale_km: float) -> Choice:
    homes = (
        np.array([ward.centroid.longitude for ward in wards]),
        np.array([ward.centroid.latitude for ward in wards]),
    )
    venues: Ints = np.flatnonzero(mask)
    spots = places.lon[venues], places.lat[venues]
    return nearby(homes, venues, spots, weights[venues], scale_km=scale_km)


def look_around(wards: Sequence[Ward], places: Places) -> Around:
    """Prepare every choice once; they depend on nothing but where things are."""
    street = places.parent < 0
    trade_keys = [trade.key for trade in TRADES]
    kinds = {
        kind: _by_ward(
            wards,
            places,
            street & (places.kind == number),
            places.popularity,
            _FAR_KM.get(kind, _USUAL_KM),
        )
        for number, kind in enumerate(KINDS)
    }
    schools = {
        key: _by_ward(wards, places, places.trade == trade_keys.index(key), places.popularity, far)
        for key, far in _SCHOOL_KM.items()
    }
    inner = np.flatnonzero(~street)
    return Around(
        kinds=kinds,
        schools=schools,
        jobs=_by_ward(wards, places, np.ones(len(places), dtype=bool), places.staff, _JOB_KM),
        inside=Choice.of(places.parent[inner].astype(np.int64), inner, places.popularity[inner], len(places)),
    )

"""The same city seen through other habits: who scans and who checks out, with the truth left as it is."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from app.domain.assurance import Assurance
from app.simulation.city import City
from app.simulation.columns import SECOND, Floats, Ints, midnight, stream, take
from app.simulation.scanning import (
    CARD_CHECK_OUT,
    chance_to_scan,
    delays,
    flags_of,
    how_scanned,
    left_at,
    whole_milliseconds,
    without_repeats,
)
from app.simulation.scans import ASSURANCES, Scans, none

_STREAM = 9
"""Apart from every purpose of the city itself."""
_STEPS = 40


def observed(city: City, *, compliance: float, check_outs: float, seed: int) -> Scans:
    """All check-ins of the city, had its people scanned and checked out as often as this.

    With the same seed a higher level holds every scan of a lower one, but for those that continue a visit.

    Args:
        city: Its true stays are kept as they are.
        compliance: Share of the stays of people with a phone or a card that are scanned, 0 to 1. People
            and places stay uneven around it; at 1 every such stay is scanned.
        check_outs: Share of the scanned stays that are checked out, 0 to 1.
        seed: Of this look at the city.

    Raises:
        ValueError: a share outside 0 to 1.
    """
    if not (0 <= compliance <= 1 and 0 <= check_outs <= 1):
        raise ValueError(f"shares lie between 0 and 1, not {compliance} and {check_outs}")
    rng, stays = stream(seed, _STREAM), city.stays
    town, count = city.town, len(stays.person)
    how = how_scanned(town.residents, town.places, stays, rng)
    lots = rng.random((2, count))
    own = (how >= 0) & (how != ASSURANCES.index(Assurance.STAFF))
    chance = chance_to_scan(town.residents, town.places, stays)
    seen = (lots[0] < _levelled(chance, chance[own], compliance)) & (how >= 0)
    lag = np.minimum(rng.exponential(70 * SECOND, count), (stays.end - stays.start) / 4)
    entered = whole_milliseconds(stays.start + lag)
    card = how == ASSURANCES.index(Assurance.CARD)
    habit = np.where(card, CARD_CHECK_OUT, town.residents.tidy[stays.person])
    left = left_at(lots[1] < _levelled(habit, habit[seen], check_outs), stays, entered, rng)
    received = whole_milliseconds(entered + delays(count, rng))
    bits = rng.integers(0, 2**64, (2, count), dtype=np.uint64)
    begins, weekday = _days(city)
    flags = flags_of(town.places, stays.venue, entered, received, midnight=begins, weekday=weekday)
    rows = np.flatnonzero(seen)
    rows = rows[np.lexsort((stays.person[rows], entered[rows], begins[rows]))]
    table = Scans(
        stays.person, stays.venue, entered, left, received, how, flags, np.arange(count), bits[0], bits[1]
    )
    table = take(table, rows)
    return take(table, without_repeats(table, none()))


def _levelled(chance: Floats, among: Floats, share: float) -> Floats:
    """The chances raised to the power at which `among` average to the share: who is likelier stays so."""
    if share in {0, 1} or not len(among):
        return np.full(len(chance), float(share))
    low, high = -30.0, 30.0  # of the power's logarithm to the base of two
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if (among**2.0**middle).mean() > share:
            low = middle
        else:
            high = middle
    levelled: Floats = chance**2.0**high
    return levelled


def _days(city: City) -> tuple[Ints, Ints]:
    """When the day of each stay begins, and its weekday."""
    days = [city.start + timedelta(days=n) for n in range(city.days)]
    length = np.diff(city.first_stay)
    begins = np.array([midnight(day, city.zone) for day in days], dtype=np.int64)
    weekday = np.array([day.weekday() for day in days], dtype=np.int64)
    return np.repeat(begins, length), np.repeat(weekday, length)

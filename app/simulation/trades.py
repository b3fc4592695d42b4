"""What there is in a city: trades, how common, how big, when open, how they use their posters.

A trade is finer than the domain's venue kind: a nursery and a university are both schools. Every number is an
assumption for a believable city of 1,000 people or more, not a statistic; staff sums to about as many jobs as
people of working age hold, so that whoever works finds a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.domain.opening_hours import Hours, OpeningHours
from app.domain.venue_kinds import VenueKind

_K = VenueKind


class Pull(Enum):
    """Where in the city a trade settles."""

    HOMES = "homes"
    CENTRE = "centre"
    EDGE = "edge"


def daily(opens: float, closes: float) -> OpeningHours:
    """The same hours, in decimals, on all seven days; above 24 is the next morning."""
    return OpeningHours((_hours(opens, closes),) * 7)


def weekdays(opens: float, closes: float, saturday: tuple[float, float] | None = None) -> OpeningHours:
    """Monday to Friday, perhaps Saturday, never on Sunday."""
    last = _hours(*saturday) if saturday else ()
    return OpeningHours((_hours(opens, closes),) * 5 + (last, ()))


def _hours(opens: float, closes: float) -> tuple[Hours, ...]:
    return (Hours(round(opens * 60), round(closes * 60)),)


ROUND_THE_CLOCK = OpeningHours()


@dataclass(frozen=True, slots=True)
class Trade:
    """One row of the table below."""

    key: str
    kind: VenueKind
    number: float
    """How many for 1,000 residents; inside another, how many on average in each."""
    capacity: int
    """Of a middling one."""
    staff: float
    """Of a middling one, all shifts together."""
    hours: OpeningHours
    pull: Pull = Pull.HOMES
    inside: str = ""
    """The key of the trade it is found in; empty: on the street."""
    essential: bool = False
    """No ward, not even a remote island, is far from one."""


_C, _E = Pull.CENTRE, Pull.EDGE

TRADES = (
    Trade("market", _K.MARKET, 1.1, 500, 5, daily(5, 18), essential=True),
    Trade("mall", _K.MALL, 0.25, 2500, 15, daily(9.5, 22), _C),
    Trade("hospital", _K.HOSPITAL, 0.15, 900, 60, ROUND_THE_CLOCK, _C),
    Trade("grocery", _K.SHOP, 3.5, 15, 2, daily(6.5, 21.5), essential=True),
    Trade("convenience", _K.SHOP, 1.8, 20, 4, ROUND_THE_CLOCK),
    Trade("pharmacy", _K.SHOP, 1.8, 10, 2, daily(7, 22), essential=True),
    Trade("store", _K.SHOP, 3.0, 20, 2, daily(8.5, 21), _C),
    Trade("noodles", _K.RESTAURANT, 4.0, 40, 3, daily(5.5, 14)),
    Trade("rice", _K.RESTAURANT, 3.5, 50, 4, daily(9.5, 21.5), essential=True),
    Trade("dinner", _K.RESTAURANT, 2.2, 110, 8, daily(10, 23.5), _C),
    Trade("cafe", _K.CAFE, 7.5, 45, 3, daily(6, 22.5), essential=True),
    Trade("bar", _K.BAR, 0.6, 90, 7, daily(17, 26), _C),
    Trade("club", _K.BAR, 0.2, 250, 14, daily(19, 28), _C),
    Trade("office", _K.WORKPLACE, 6.0, 60, 20, weekdays(7.5, 19, (7.5, 13)), _C),
    Trade("workshop", _K.WORKPLACE, 3.0, 30, 10, weekdays(7, 18, (7, 18))),
    Trade("factory", _K.FACTORY, 0.9, 500, 95, ROUND_THE_CLOCK, _E),
    Trade("nursery", _K.SCHOOL, 1.0, 160, 9, weekdays(6.5, 17.5, (6.5, 12))),
    Trade("primary", _K.SCHOOL, 0.7, 700, 14, weekdays(6.5, 17.5), essential=True),
    Trade("middle", _K.SCHOOL, 0.45, 800, 14, weekdays(6.5, 18, (6.5, 12))),
    Trade("high", _K.SCHOOL, 0.25, 1000, 18, weekdays(6.5, 18, (6.5, 12))),
    Trade("university", _K.SCHOOL, 0.2, 2500, 35, weekdays(6.5, 21, (6.5, 17)), _C),
    Trade("clinic", _K.CLINIC, 1.0, 40, 5, daily(7, 20.5), essential=True),
    Trade("ward", _K.OFFICE, 1.0, 80, 10, weekdays(7.5, 17, (7.5, 11.5)), essential=True),
    Trade("pagoda", _K.WORSHIP, 0.8, 250, 2, daily(5, 21)),
    Trade("church", _K.WORSHIP, 0.4, 500, 2, daily(4.75, 20.5)),
    Trade("gym", _K.GYM, 0.8, 60, 4, daily(5.5, 22)),
    Trade("beauty", _K.BEAUTY, 2.2, 12, 3, daily(8, 20.5)),
    Trade("event", _K.EVENT, 0.25, 600, 9, daily(9, 23), _C),
    Trade("hotel", _K.HOTEL, 0.7, 90, 9, ROUND_THE_CLOCK, _C),
    Trade("station", _K.STATION, 0.3, 600, 8, daily(4.5, 23)),
    Trade("bus", _K.VEHICLE, 1.0, 60, 2, daily(4.75, 21.5)),
    Trade("park", _K.PARK, 0.7, 1500, 1, daily(4.75, 22)),
    Trade("care", _K.CARE_HOME, 0.12, 80, 12, ROUND_THE_CLOCK, _E),
    Trade("tuition", _K.OTHER, 1.2, 70, 5, daily(7.5, 21.5)),
    Trade("stall", _K.SHOP, 7, 10, 1, daily(5, 17.5), inside="market"),
    Trade("food stall", _K.RESTAURANT, 2.5, 15, 1, daily(5.5, 17), inside="market"),
    Trade("mall shop", _K.SHOP, 9, 35, 3, daily(9.5, 22), inside="mall"),
    Trade("food court", _K.RESTAURANT, 3, 120, 6, daily(10, 22), inside="mall"),
    Trade("mall cafe", _K.CAFE, 1.5, 60, 4, daily(9.5, 22), inside="mall"),
    Trade("cinema", _K.CINEMA, 0.7, 400, 8, daily(9.5, 24), inside="mall"),
    Trade("canteen", _K.RESTAURANT, 1, 100, 5, daily(6, 20), inside="hospital"),
)  # fmt: skip

POSTER_USE: dict[VenueKind, float] = dict.fromkeys(VenueKind, 0.7) | {
    _K.MARKET: 0.45, _K.MALL: 0.9, _K.SHOP: 0.6, _K.CAFE: 0.75, _K.BAR: 0.55, _K.WORKPLACE: 0.85,
    _K.FACTORY: 0.9, _K.SCHOOL: 0.85, _K.HOSPITAL: 0.95, _K.CLINIC: 0.9, _K.OFFICE: 0.95, _K.WORSHIP: 0.5,
    _K.CINEMA: 0.9, _K.STATION: 0.5, _K.VEHICLE: 0.4, _K.PARK: 0.3, _K.CARE_HOME: 0.95,
}  # fmt: skip
"""Mean share of willing visitors that a kind's posters win, by place and staff. Assumed."""

SCREENS = frozenset({_K.MALL, _K.CINEMA, _K.HOSPITAL, _K.GYM, _K.WORKPLACE, _K.OFFICE})
"""Kinds of which a few show a changing code on a screen."""

RECEPTIONS = frozenset({_K.HOSPITAL, _K.CARE_HOME, _K.HOTEL})
"""Kinds whose staff write down whoever has neither phone nor card."""

"""What people leave the house for besides school and work. A table of habits; every number is an assumption.

It gives a city its rhythm: parks at dawn, markets and noodles before seven, coffee all day, lunch at half
past eleven, lessons and gyms after work, malls and weddings at weekends, bars past midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.domain.venue_kinds import VenueKind

_K = VenueKind


class Company(Enum):
    """Who goes."""

    ALONE = "alone"
    SHOPPER = "shopper"
    """Alone, and only the one of each household who shops."""
    COLLEAGUE = "colleague"
    """In the break of a working day, near work."""
    HOUSEHOLD = "household"
    """All who live together and are free."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One habit. Rows of the table stand roughly in the order of the day."""

    key: str
    kind: VenueKind
    shares: tuple[float, float, float, float, float, float]
    """Share who go on an ordinary day, by age group; for a household, the share who come along if it goes."""
    at: float
    """Mean hour of setting out to be there, in decimals."""
    spread: float
    """Its standard deviation in minutes."""
    minutes: float
    """Median stay; the log of a stay has standard deviation 0.35."""
    week: tuple[float, float, float, float, float, float, float] = (1, 1, 1, 1, 1, 1, 1)
    """Factors from Monday."""
    company: Company = Company.ALONE
    households: float = 0.0
    """Share of households that go together on an ordinary day."""


_SUNDAY = (0.15, 0.15, 0.15, 0.15, 0.15, 0.6, 4.0)
_WEEKEND = (0.5, 0.5, 0.5, 0.6, 1.0, 2.0, 2.2)
_PAYDAY = (0.6, 0.6, 0.7, 0.9, 1.8, 2.0, 1.0)
_OFFICE = (1.2, 1.1, 1.0, 1.0, 1.0, 0.4, 0.0)
_LESSONS = (1.0, 1.0, 1.0, 1.0, 0.8, 0.6, 0.3)
_ALL = (0.8, 0.85, 0.7, 0.6, 0.85, 0.6)
_A, _S, _C, _H = Company.ALONE, Company.SHOPPER, Company.COLLEAGUE, Company.HOUSEHOLD

ERRANDS = (
    Errand("exercise", _K.PARK, (0, 0, 0.01, 0.04, 0.08, 0.35), 5.4, 25, 45),
    Errand("dawn prayer", _K.WORSHIP, (0, 0.01, 0.02, 0.02, 0.03, 0.08), 5.7, 35, 55, _SUNDAY),
    Errand("market", _K.MARKET, (0, 0, 0.1, 0.35, 0.55, 0.65), 6.4, 60, 28, company=_S),
    Errand("breakfast", _K.RESTAURANT, (0, 0.02, 0.2, 0.28, 0.25, 0.2), 6.7, 35, 22),
    Errand("morning coffee", _K.CAFE, (0, 0, 0.02, 0.2, 0.2, 0.2), 7.2, 55, 40),
    Errand("journey", _K.STATION, (0, 0, 0.004, 0.012, 0.01, 0.005), 8.0, 180, 25),
    Errand("clinic", _K.CLINIC, (0.01, 0.006, 0.004, 0.005, 0.008, 0.018), 9.2, 120, 50),
    Errand("hospital", _K.HOSPITAL, (0.004, 0.002, 0.002, 0.003, 0.004, 0.013), 9.0, 100, 110, _OFFICE),
    Errand("paperwork", _K.OFFICE, (0, 0, 0, 0.012, 0.016, 0.01), 9.4, 100, 40, _OFFICE),
    Errand("old people", _K.CARE_HOME, (0.001, 0.001, 0.001, 0.002, 0.003, 0.002), 9.5, 80, 80, _SUNDAY),
    Errand("forenoon shopping", _K.SHOP, (0, 0.01, 0.02, 0.08, 0.1, 0.14), 9.8, 75, 12),
    Errand("forenoon coffee", _K.CAFE, (0, 0, 0, 0.09, 0.08, 0.07), 9.9, 65, 55),
    Errand("lunch", _K.RESTAURANT, (0, 0, 0, 0.95, 0.95, 0.95), 11.6, 15, 32, company=_C),
    Errand("lunch at home's corner", _K.RESTAURANT, (0, 0, 0.05, 0.14, 0.12, 0.08), 11.7, 30, 38, _WEEKEND),
    Errand("coffee with colleagues", _K.CAFE, (0, 0, 0, 0.3, 0.3, 0.3), 12.3, 15, 25, company=_C),
    Errand("afternoon coffee", _K.CAFE, (0, 0.01, 0.06, 0.1, 0.07, 0.05), 15.0, 75, 50),
    Errand("hair", _K.BEAUTY, (0, 0.01, 0.02, 0.035, 0.03, 0.015), 15.5, 130, 55),
    Errand("outing", _K.MALL, _ALL, 15.5, 140, 105, _WEEKEND, _H, 0.05),
    Errand("groceries", _K.SHOP, (0, 0.05, 0.15, 0.25, 0.28, 0.18), 16.5, 170, 9),
    Errand("mall with friends", _K.MALL, (0, 0.005, 0.04, 0.06, 0.025, 0.005), 17.0, 120, 90, _WEEKEND),
    Errand("gym", _K.GYM, (0, 0.005, 0.03, 0.09, 0.05, 0.01), 17.8, 70, 65),
    Errand("evening prayer", _K.WORSHIP, (0, 0.02, 0.02, 0.02, 0.03, 0.05), 17.8, 35, 55, _SUNDAY),
    Errand("wedding", _K.EVENT, _ALL, 17.9, 35, 140, _WEEKEND, _H, 0.008),
    Errand("lessons", _K.OTHER, (0, 0.2, 0.38, 0.06, 0.005, 0), 18.1, 35, 85, _LESSONS),
    Errand("family dinner", _K.RESTAURANT, _ALL, 18.6, 35, 65, _WEEKEND, _H, 0.07),
    Errand("stroll", _K.PARK, (0.02, 0.04, 0.04, 0.05, 0.05, 0.08), 18.6, 60, 40),
    Errand("drinks", _K.RESTAURANT, (0, 0, 0, 0.07, 0.08, 0.02), 18.8, 50, 105, _PAYDAY),
    Errand("hotel", _K.HOTEL, (0, 0, 0, 0.005, 0.004, 0.001), 19.0, 150, 130),
    Errand("evening coffee", _K.CAFE, (0, 0.01, 0.1, 0.2, 0.1, 0.03), 19.6, 55, 65),
    Errand("night out", _K.BAR, (0, 0, 0, 0.06, 0.025, 0.002), 21.8, 65, 130, _PAYDAY),
)

TAILORED = 0.35
"""Standard deviation of the log of every stay."""
USUAL = 0.6
"""How often people go where they always go."""
PATIENCE = 80.0
"""Minutes an errand may be put off before it is given up."""
RUSH = 0.4
"""Share of the median stay that is worth going for."""
SLOWEST, PARKING = 22.0, 4.0
"""A motorbike's door-to-door kilometres an hour, and the minutes to park it and walk."""
EARLIEST = 4 * 60 + 45.0
"""Nobody is up before; whoever stayed out is home by then, but for the night shift."""
NIGHT_SHIFT_RISES = 15 * 60.0
"""When people on a night shift leave the house again."""

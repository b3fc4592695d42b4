"""How the made-up disease runs in a body and passes between people.

Not the tracer's law, on purpose. Here a contact is a constant hazard by the hour with everybody whom one
meets, scaled by how people mix in that kind of place; there are no doses, rooms, air changes or tails, and
infectiousness is a triangle around onset times a personal strength. A tracer that ranks well here has not
been marked by its own formula. Where the literature has a number it is named; the rest is assumed, and set so
that a case infects about two others while few are immune or careful.

Sources, none of them behind the tracer's dose: the constant hazard of an hour from attack rates in trains,
which climb by 1.3 % an hour on the adjacent seat and by 0.15 % on all seats near (Hu and others 2021, Clin
Infect Dis 72:604); the circle beyond which a fuller house spreads contacts thinner from contact diaries, in
which people name 13 contacts a day however many they see (Mossong and others 2008, PLoS Med 5:e74); a
straight rise and fall from serial viral loads (Kissler and others 2021, PLoS Biol 19:e3001333); uneven
strength from clusters in Hong Kong, where 19 % of cases made 80 % of infections (Adam and others 2020, Nat
Med 26:1714).

Worlds in which these assumptions fail are in `worlds`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.venue_kinds import VenueKind

_K = VenueKind


def _mixing() -> dict[VenueKind, float]:
    return dict.fromkeys(VenueKind, 1.0) | {
        _K.BAR: 3.0, _K.GYM: 2.5, _K.EVENT: 2.2, _K.WORSHIP: 2.0, _K.CARE_HOME: 2.0, _K.VEHICLE: 1.8,
        _K.RESTAURANT: 1.5, _K.BEAUTY: 1.5, _K.OTHER: 1.4, _K.FACTORY: 1.2, _K.CAFE: 1.2, _K.SCHOOL: 0.5,
        _K.CINEMA: 0.8, _K.CLINIC: 0.7, _K.HOSPITAL: 0.6, _K.MARKET: 0.6, _K.SHOP: 0.5, _K.STATION: 0.5,
        _K.MALL: 0.4, _K.PARK: 0.1,
    }  # fmt: skip


def _circle() -> dict[VenueKind, float]:
    return dict.fromkeys(VenueKind, 10.0) | {
        _K.EVENT: 35.0, _K.SCHOOL: 28.0, _K.WORSHIP: 20.0, _K.BAR: 18.0, _K.FACTORY: 16.0, _K.VEHICLE: 15.0,
        _K.WORKPLACE: 12.0, _K.CINEMA: 8.0, _K.MARKET: 6.0, _K.MALL: 5.0, _K.PARK: 4.0, _K.SHOP: 4.0,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nearness:
    """People sit in small groups, and most of what passes between people passes within them."""

    group: float = 5.0
    """How many of those present are near: neighbours at work and school, those at the next table."""
    share: float = 0.85
    """Share of the hazard that needs being near; in trains the same row had eleven times the attack rate of
    the other rows (Hu and others 2021)."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Meetings in no venue, which no check-in can record: visits, the street, a shared ride."""

    friends: int = 8
    """Acquaintances of each person, half of an age and half of a neighbourhood; an even number."""
    daily: float = 0.3
    """Chance that two of them meet on a day: between two and three such meetings a day, of the thirteen
    contacts that people name in diaries (Mossong and others 2008). Assumed."""
    hours: tuple[float, float] = (0.6, 0.5)
    """Log mean and log deviation of the hours of a meeting: nearly two at the median. Assumed."""
    per_hour: float = 0.036
    """Hazard of one hour with a case of strength 1 at its peak: as close and loud as in a bar. Assumed, so
    that about a fifth of the infections outside households happen so."""


@dataclass(frozen=True, slots=True)
class Law:
    """Every number of the epidemic."""

    per_hour: float = 0.012
    """Hazard of one hour with a case of strength 1 at its peak, in a place of mixing 1."""
    household_per_hour: float = 0.012
    """The same at home, for as long as both are in. Makes about a third of infections."""
    dispersion: float = 0.35
    """Shape k of the gamma law of personal strength, mean 1: most infect nobody, a few infect many."""
    mixing: dict[VenueKind, float] = field(default_factory=_mixing)
    """How close and loud people are, against an ordinary workplace."""
    circle: dict[VenueKind, float] = field(default_factory=_circle)
    """How many of those present one really meets: beyond it, a fuller house spreads contacts thinner."""
    incubation: tuple[float, float] = (1.63, 0.50)
    """Log mean and log deviation of days from infection to onset (McAloon and others 2020, COVID-19)."""
    latent_share: tuple[float, float] = (-0.51, 0.18)
    """The same for the part of the incubation before one infects others: 0.6 of it, so about 2 days less."""
    wanes: tuple[float, float] = (4.0, 1.5)
    """Shape and scale of the gamma law of days from onset to the end of infectiousness: 6 on average."""
    symptomatic: tuple[float, float] = (0.5, 0.72)
    """Share with symptoms under 18, and from 18."""
    asymptomatic_strength: float = 0.6
    """Against a case with symptoms."""
    tested: tuple[float, float] = (0.08, 0.75)
    """Share tested without and with symptoms."""
    test_delay: tuple[float, float] = (0.69, 0.6)
    """Log mean and log deviation of days from onset to the test: 2 at the median."""
    report_delay: tuple[float, float] = (-0.2, 0.5)
    """The same from test to report: 0.8."""
    rests: float = 0.7
    """Share of those with symptoms who stay at home within a day and a half. Tested people all do."""
    caution: float = 0.25
    """Contacts outside are divided by one plus this times last week's reports per 1,000 people: the outbreak
    levels off instead of burning through the city, however long a demonstration runs."""
    index_cases: float = 1.0
    """Per 1,000 people, brought in during the six days before the start; at least 4, none of them feeble."""
    imported: float = 0.02
    """Per 1,000 people and day, brought in later; and one for certain every seventh day."""
    near: Nearness | None = None
    """None: everybody in a place is as near as everybody else."""
    frailty: float = 0.0
    """How uneven susceptibility is: its coefficient of variation; 0: all alike."""
    elsewhere: Elsewhere | None = None
    """None: people meet at home and in venues only."""


LAW = Law()
"""A disease like COVID-19 in a city without masks."""

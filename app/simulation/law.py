"""How the made-up disease runs in a body and passes between people.

Not the tracer's law, on purpose. Here a contact is a constant hazard by the hour with everybody whom one
meets, scaled by how people mix in that kind of place; there are no doses, rooms, air changes or tails, and
infectiousness is a triangle around onset times a personal strength. A tracer that ranks well here has not
been marked by its own formula. Where the literature has a number it is named; the rest is assumed, and set so
that a case infects about two others while few are immune or careful.
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


LAW = Law()
"""A disease like COVID-19 in a city without masks."""

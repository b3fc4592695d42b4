"""The words for what the domain names: kinds of venue, how fresh air comes in, days of the week."""

from __future__ import annotations

from typing import Final

from app.domain.spaces import Ventilation
from app.domain.venue_kinds import VenueKind
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

VENUE_KINDS: Final = {
    VenueKind.MARKET: N_("Market"),
    VenueKind.MALL: N_("Mall"),
    VenueKind.SHOP: N_("Shop"),
    VenueKind.RESTAURANT: N_("Restaurant"),
    VenueKind.CAFE: N_("Café"),
    VenueKind.BAR: N_("Bar or club"),
    VenueKind.WORKPLACE: N_("Office or workshop"),
    VenueKind.FACTORY: N_("Factory"),
    VenueKind.SCHOOL: N_("School"),
    VenueKind.CLINIC: N_("Clinic or pharmacy"),
    VenueKind.HOSPITAL: N_("Hospital"),
    VenueKind.OFFICE: N_("Public office"),
    VenueKind.WORSHIP: N_("Place of worship"),
    VenueKind.GYM: N_("Gym or sports hall"),
    VenueKind.BEAUTY: N_("Hairdresser or beauty"),
    VenueKind.CINEMA: N_("Cinema or theatre"),
    VenueKind.EVENT: N_("Event hall"),
    VenueKind.HOTEL: N_("Hotel"),
    VenueKind.STATION: N_("Station"),
    VenueKind.VEHICLE: N_("Bus, boat or taxi"),
    VenueKind.PARK: N_("Park"),
    VenueKind.CARE_HOME: N_("Care home"),
    VenueKind.OTHER: N_("Something else"),
}

VENTILATIONS: Final = {
    Ventilation.CLOSED: N_("Windows shut, air conditioning only"),
    Ventilation.WINDOWS: N_("Windows or doors open"),
    Ventilation.MECHANICAL: N_("Fresh-air ventilation"),
    Ventilation.OPEN_AIR: N_("No walls"),
}

WEEKDAYS: Final = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip

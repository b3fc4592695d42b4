"""Measles. Officials enter the first fever or the rash as onset; the windows hold for either."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Final

from app.domain.diseases import Disease, Dose, Mode, Thresholds
from app.domain.distributions import Distribution, Family
from app.domain.spaces import SpaceKind

_SOURCES: Final = {
    "mode": "WHO 2018, Surveillance standards for vaccine-preventable diseases: measles",
    "incubation": "Lessler and others 2009, Lancet Infectious Diseases: median 12.5 days, dispersion 1.23 "
    "(log-normal). To the fever 11 to 12 days on average, to the rash 14 (CDC 2019)",
    "incubation_window": "2.5 and 97.5 % of Lessler and others 2009: 8.3 and 18.8 days, outward",
    "infectiousness": "Expert rule: mean half a day after onset, 95 % from four days before to six days "
    "after. The serial interval (Vink and others 2014) less the incubation (Lessler and others 2009) "
    "gives one day before the rash; Klinkenberg and Nishiura 2011 find a steep rise around the first "
    "symptoms",
    "infectious_before": "CDC 2019, Manual for the surveillance of vaccine-preventable diseases: from "
    "four days before the rash",
    "infectious_after": "CDC 2019: to four days after the rash, and up to four more where the fever "
    "before it was entered as onset (WHO 2018: the rash follows after two to four days)",
    "serial_interval": "Vink and others 2014, American Journal of Epidemiology: mean 11.7 days; relative "
    "spread 0.16 as between the prodromes of Hagelloch 1861 (Oesterle 1993)",
    "dispersion": "Lloyd-Smith and others 2005, Nature, United States 1997 to 1999: 0.23",
    "without_symptoms": "Expert rule: infections without symptoms were not seen to shed the virus "
    "(Lievano and others 2004); a tenth is kept for caution",
    "sample_window": "Assumed: a week to either side. Who has no symptoms is seldom tested (WHO 2018)",
    "tail": "CDC 2019: up to two hours after the person has left the room",
    "thresholds": "California Department of Public Health 2009: sharing the airspace, no minimum time. A "
    "quarter of an hour in open air is assumed",
    "follow_up_days": "CDC 2019: 21 days",
    "reporting_days": "Counted from the rash: two days, the 48 hours by which timely notification is "
    "measured in the Americas, where 46 % met them (PAHO 2015). From the fever it is up to six days, but "
    "then the incubation is shorter by as many. Where reports come later, raise the retention",
    "dose.per_hour": "Derived: Ferretti and others 2024 for COVID-19, times the ratio of the household "
    "hazards -ln(1 - attack rate), 75.6 % (Hope Simpson 1952) to 16.6 % (Madewell and others 2020), times "
    "11 to 13 days of the windows. For a person who is not immune",
    "dose.per_hour_spread": "Up to 90 % in households (CDC 2019), and single cases far above: 93 quanta a "
    "minute in a school (Riley and others 1978)",
    "dose.near_share": "Assumed: little of it; rooms without the case infect too (Riley and others 1978)",
    "dose.loss_per_hour": "Deposition 0.45, and decay with a half-life of an hour: assumed, so that "
    "little is left after the two hours of CDC 2019",
}

MEASLES: Final = Disease(
    slug="measles",
    name=MappingProxyType({"vi": "Sởi", "en": "Measles"}),
    mode=Mode.AIRBORNE,
    incubation=Distribution(Family.LOGNORMAL, 2.525729, 0.207014),
    incubation_window=(8, 19),
    infectiousness=Distribution(Family.GAMMA, 4.84, 0.88, 5.0),
    infectious_before=4,
    infectious_after=8,
    serial_interval=Distribution(Family.GAMMA, 39.06, 3.339),
    dispersion=0.23,
    without_symptoms=0.1,
    sample_window=(-7, 7),
    tail=timedelta(hours=2),
    thresholds=Thresholds(
        MappingProxyType({SpaceKind.CABIN: 1, SpaceKind.ROOM: 1, SpaceKind.HALL: 1, SpaceKind.OPEN_AIR: 15})
    ),
    follow_up_days=21,
    reporting_days=2,
    dose=Dose(per_hour=0.0727, per_hour_spread=3.0, near_share=0.2, loss_per_hour=1.14),
    sources=MappingProxyType(_SOURCES),
)

"""Influenza."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Final

from app.domain.diseases import Disease, Dose, Mode, Thresholds
from app.domain.distributions import Distribution, Family
from app.domain.spaces import SpaceKind

_SOURCES: Final = {
    "mode": "WHO 2023, Influenza (seasonal): droplets, and hands that carry them",
    "incubation": "Lessler and others 2009, Lancet Infectious Diseases, influenza A: median 1.4 days, "
    "dispersion 1.51 (log-normal)",
    "incubation_window": "2.5 and 97.5 % of Lessler and others 2009: 0.6 and 3.1 days, outward",
    "infectiousness": "Derived: mean 2.1 days after onset = serial interval of Cowling and others 2009 "
    "less the incubation of Lessler and others 2009; gamma of shape 4 from one day before, so that 4 % "
    "lies before onset, as Lau and others 2010 estimate (1 to 8 %)",
    "infectious_before": "CDC 2024, How flu spreads: from about one day before symptoms",
    "infectious_after": "CDC 2024, How flu spreads: to five to seven days after becoming sick",
    "serial_interval": "Cowling and others 2009, Epidemiology, households in Hong Kong: Weibull, mean "
    "3.6, standard deviation 1.6 days",
    "dispersion": "Fraser and others 2011, American Journal of Epidemiology, households of 1918: about 0.94",
    "without_symptoms": "Derived: 6 % of household contacts infected (Cohen and others 2021, PHIRST) "
    "against 14.5 % (Carcione and others 2011). Uncertain",
    "sample_window": "Shedding from a day before to six or seven days after onset (Ip and others 2016), "
    "seen from the day of the sample",
    "tail": "Assumed: half of the 30 minutes of the Corona-Warn-App 2021, because droplets fall",
    "thresholds": "CDC 2020 for close contact within two metres: 15 minutes; doubled with each larger "
    "space: assumed",
    "follow_up_days": "CDC 2022, Novel influenza A: monitoring of contacts for ten days. Contacts of "
    "seasonal influenza are rarely followed",
    "reporting_days": "Expert rule: who sees a doctor for influenza does so within a week; antiviral "
    "treatment is begun within 48 hours (CDC 2024)",
    "dose.per_hour": "Derived: Ferretti and others 2024 for COVID-19, times the ratio of the household "
    "hazards -ln(1 - attack rate), 14.5 % (Carcione and others 2011, H1N1 of 2009) to 16.6 % (Madewell "
    "and others 2020), times 11 to 9 days of the windows",
    "dose.per_hour_spread": "Household attack rates from 3 to 38 % (Lau and others 2012)",
    "dose.near_share": "Assumed: most of it, as for droplets (WHO 2023); Cowling and others 2013 "
    "attribute about half to aerosols",
    "dose.loss_per_hour": "Deposition 0.45, and decay with a half-life of an hour: assumed; Harper 1961 "
    "finds it between minutes in moist and hours in dry air",
}

INFLUENZA: Final = Disease(
    slug="influenza",
    name=MappingProxyType({"vi": "Cúm", "en": "Influenza"}),
    mode=Mode.DROPLET,
    incubation=Distribution(Family.LOGNORMAL, 0.336472, 0.412110),
    incubation_window=(0, 4),
    infectiousness=Distribution(Family.GAMMA, 4.0, 1.30, 1.0),
    infectious_before=1,
    infectious_after=7,
    serial_interval=Distribution(Family.WEIBULL, 2.393, 4.061),
    dispersion=0.94,
    without_symptoms=0.4,
    sample_window=(-7, 1),
    tail=timedelta(minutes=15),
    thresholds=Thresholds(
        MappingProxyType(
            {SpaceKind.CABIN: 15, SpaceKind.ROOM: 15, SpaceKind.HALL: 30, SpaceKind.OPEN_AIR: 60}
        ),
        weak=2.0,
    ),
    follow_up_days=10,
    reporting_days=7,
    dose=Dose(per_hour=0.0117, per_hour_spread=3.0, near_share=0.8, loss_per_hour=1.14),
    sources=MappingProxyType(_SOURCES),
)

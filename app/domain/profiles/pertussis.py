"""Pertussis, whooping cough. Onset is the first catarrh, a week or two before the typical cough."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Final

from app.domain.diseases import Disease, Dose, Mode, Thresholds
from app.domain.distributions import Distribution, Family
from app.domain.spaces import SpaceKind

_SOURCES: Final = {
    "mode": "CDC 2020, Pertussis surveillance manual: droplets of coughing and sneezing",
    "incubation": "Expert rule: log-normal with the median between CDC's usual 7 and 10 days and 97.5 % "
    "at its longest, 21 days (CDC 2021, Pink Book). No fitted distribution was found",
    "incubation_window": "2.5 and 97.5 % of that distribution: 3.4 and 20.9 days, outward (CDC 2021: 4 to "
    "21)",
    "infectiousness": "Derived: mean 13.5 days after onset = serial interval of Vink and others 2014 less "
    "the incubation; gamma of the spread that is left. Clinical rule puts more of it into the first two "
    "weeks (CDC 2021); uncertain",
    "infectious_before": "CDC 2021, Pink Book: from the beginning of the catarrh",
    "infectious_after": "CDC 2021: to the third week of the cough, which follows the catarrh after one to "
    "two weeks; five days of antibiotics end it earlier",
    "serial_interval": "Vink and others 2014, American Journal of Epidemiology: mean 22.8 days; a spread "
    "of 0.3 of the mean is assumed",
    "dispersion": "Assumed: 1, which an exponential infectious period alone would give (Lloyd-Smith and "
    "others 2005). No estimate was found",
    "without_symptoms": "Assumed: half. Infections without symptoms are common in households (Craig and "
    "others 2020); what they pass on has not been measured",
    "sample_window": "CDC 2020: PCR is useful up to three to four weeks after the cough began",
    "tail": "Assumed: half of the 30 minutes of the Corona-Warn-App 2021, because droplets fall",
    "thresholds": "CDC 2020, Pertussis surveillance manual: an hour in a confined space near a case. More "
    "in larger spaces, and a quarter of an hour in a cabin, are assumed",
    "follow_up_days": "CDC 2020, Pertussis surveillance manual: 21 days after the last exposure",
    "reporting_days": "Expert rule: the cough that is recognised begins one to two weeks after the "
    "catarrh (CDC 2021), a visit and the laboratory take another week",
    "dose.per_hour": "Derived: Ferretti and others 2024 for COVID-19, times the ratio of the household "
    "hazards -ln(1 - attack rate), 80 % of those not immune (CDC 2021) to 16.6 % (Madewell and others "
    "2020), times 11 to 29 days of the windows",
    "dose.per_hour_spread": "Household attack rates from 20 % among vaccinated to 100 % of others "
    "(Harrison's Principles of Internal Medicine 2015)",
    "dose.near_share": "Assumed: most of it, as for droplets (CDC 2020)",
    "dose.loss_per_hour": "Deposition 0.45, and decay with a half-life of an hour: assumed (no "
    "measurement found; as for influenza, Harper 1961)",
}

PERTUSSIS: Final = Disease(
    slug="pertussis",
    name=MappingProxyType({"vi": "Ho gà", "en": "Pertussis"}),
    mode=Mode.DROPLET,
    incubation=Distribution(Family.LOGNORMAL, 2.124248, 0.467),
    incubation_window=(3, 21),
    infectiousness=Distribution(Family.GAMMA, 7.12, 0.527),
    infectious_before=0,
    infectious_after=28,
    serial_interval=Distribution(Family.GAMMA, 11.11, 0.4873),
    dispersion=1.0,
    without_symptoms=0.5,
    sample_window=(-28, 0),
    tail=timedelta(minutes=15),
    thresholds=Thresholds(
        MappingProxyType(
            {SpaceKind.CABIN: 15, SpaceKind.ROOM: 60, SpaceKind.HALL: 120, SpaceKind.OPEN_AIR: 240}
        ),
        weak=2.0,
    ),
    follow_up_days=21,
    reporting_days=21,
    dose=Dose(per_hour=0.0372, per_hour_spread=3.0, near_share=0.8, loss_per_hour=1.14),
    sources=MappingProxyType(_SOURCES),
)

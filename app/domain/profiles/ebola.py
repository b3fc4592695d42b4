"""Ebola virus disease."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Final

from app.domain.diseases import Disease, Mode, Thresholds
from app.domain.distributions import Distribution, Family
from app.domain.spaces import SpaceKind

_SOURCES: Final = {
    "mode": "WHO 2023, Ebola virus disease: contact with blood, body fluids and what they have soiled",
    "incubation": "WHO Ebola Response Team 2015, New England Journal of Medicine, West Africa: gamma, "
    "mean 10.3, standard deviation 8.2 days",
    "incubation_window": "2.5 and 97.5 % of WHO Ebola Response Team 2015: 0.8 and 31.5 days, outward. The "
    "usual rule of 21 days leaves out some (Eichner and others 2011: 4 %)",
    "infectiousness": "Derived: mean 3.9 days after onset = serial interval less incubation, both of WHO "
    "Ebola Response Team 2015; gamma of shape 2 is assumed: from nothing at onset, highest after two days",
    "infectious_before": "WHO 2023: nobody infects before symptoms",
    "infectious_after": "Expert rule: as long as blood and fluids hold the virus (WHO 2023); three weeks "
    "are taken. Isolation ends it, a burial does not",
    "serial_interval": "WHO Ebola Response Team 2015: gamma, mean 14.2, standard deviation 9.6 days",
    "dispersion": "Althaus 2015, Lancet Infectious Diseases, Guinea 2014: 0.18 (0.10 to 0.26)",
    "without_symptoms": "WHO 2023: nobody infects before symptoms; none is known to have infected without "
    "them",
    "sample_window": "Assumed: up to ten days back, and the three days after onset that PCR may stay "
    "negative (CDC 2021)",
    "tail": "None: it does not pass through the air (WHO 2023)",
    "thresholds": "Expert rule: direct contact counts, however short (CDC 2021); minutes in a venue only "
    "order the calls",
    "follow_up_days": "WHO 2015, Contact tracing during an outbreak of Ebola: 21 days",
    "reporting_days": "WHO Ebola Response Team 2014: 5.0 days from onset to hospital, standard deviation "
    "4.7; the mean and twice the deviation, in whole days",
}

EBOLA: Final = Disease(
    slug="ebola",
    name=MappingProxyType({"vi": "Ebola", "en": "Ebola"}),
    mode=Mode.CONTACT,
    incubation=Distribution(Family.GAMMA, 1.577781, 0.153183),
    incubation_window=(0, 32),
    infectiousness=Distribution(Family.GAMMA, 2.0, 0.5128),
    infectious_before=0,
    infectious_after=21,
    serial_interval=Distribution(Family.GAMMA, 2.187934, 0.154080),
    dispersion=0.18,
    without_symptoms=0.0,
    sample_window=(-10, 3),
    tail=timedelta(),
    thresholds=Thresholds(MappingProxyType(dict.fromkeys(SpaceKind, 30))),
    follow_up_days=21,
    reporting_days=14,
    sources=MappingProxyType(_SOURCES),
)

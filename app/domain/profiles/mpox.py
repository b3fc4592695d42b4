"""Mpox."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Final

from app.domain.diseases import Disease, Mode, Thresholds
from app.domain.distributions import Distribution, Family
from app.domain.spaces import SpaceKind

_SOURCES: Final = {
    "mode": "CDC 2023, How mpox spreads: close contact with lesions, body fluids and what touched them",
    "incubation": "Miura and others 2022, Eurosurveillance: log-normal, median 8.5, 2.5 and 97.5 % at 3.6 "
    "and 19.9 days",
    "incubation_window": "2.5 and 97.5 % of Miura and others 2022, outward",
    "infectiousness": "Derived: mean 0.6 days after onset = serial interval 8.7 less incubation 8.1 days "
    "(Ponce and others 2024); gamma from four days before onset, so that half lies before it, as Ward and "
    "others 2022 estimate (53 %). Single cases infect weeks later",
    "infectious_before": "Ward and others 2022, BMJ: transmission at most four days before symptoms",
    "infectious_after": "CDC 2023: until the rash has healed, two to four weeks; three are taken",
    "serial_interval": "Madewell and others 2023, Emerging Infectious Diseases: gamma, mean 8.5, standard "
    "deviation 5.0 days",
    "dispersion": "Lloyd-Smith and others 2005, Nature, Zaire 1980 to 1984: 0.58. In sexual networks it "
    "is lower",
    "without_symptoms": "CDC 2023: no evidence that people who never develop symptoms spread it; a tenth "
    "is kept for caution",
    "sample_window": "Assumed: up to two weeks back, and the four days before onset of Ward and others 2022",
    "tail": "None: no spread through air that a case has left is known (CDC 2023)",
    "thresholds": "CDC 2022, Monitoring of people exposed to mpox: three hours within two metres; minutes "
    "in a venue prove no contact of skin",
    "follow_up_days": "CDC 2023: 21 days",
    "reporting_days": "Expert rule: the rash follows after one to four days (Madewell and others 2023), a "
    "visit and the laboratory within a week",
}

MPOX: Final = Disease(
    slug="mpox",
    name=MappingProxyType({"vi": "Đậu mùa khỉ", "en": "Mpox"}),
    mode=Mode.CONTACT,
    incubation=Distribution(Family.LOGNORMAL, 2.140066, 0.436),
    incubation_window=(3, 20),
    infectiousness=Distribution(Family.GAMMA, 2.351, 0.5111, 4.0),
    infectious_before=4,
    infectious_after=21,
    serial_interval=Distribution(Family.GAMMA, 2.89, 0.34),
    dispersion=0.58,
    without_symptoms=0.1,
    sample_window=(-14, 4),
    tail=timedelta(),
    thresholds=Thresholds(MappingProxyType(dict.fromkeys(SpaceKind, 180))),
    follow_up_days=21,
    reporting_days=10,
    sources=MappingProxyType(_SOURCES),
)

"""COVID-19."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Final

from app.domain.diseases import Disease, Dose, Mode, Thresholds
from app.domain.distributions import Distribution, Family
from app.domain.spaces import SpaceKind

_SOURCES: Final = {
    "mode": "WHO 2024, Global technical consultation report on pathogens that transmit through the air",
    "incubation": "McAloon and others 2020, BMJ Open: log-normal(1.63, 0.50), mean 5.8, median 5.1 days",
    "incubation_window": "2.5 and 97.5 % of McAloon and others 2020: 1.9 and 13.6 days, outward",
    "infectiousness": "He and others 2020, Nature Medicine, as corrected that year: gamma with shape "
    "20.516508 and rate 1.592124 a day, shifted by 12.272481 days; 44 % before onset",
    "infectious_before": "He and others 2020, corrected: 18 % of the curve lies before the two days of WHO "
    "2020, 3 % before four days. The list is ranked, so the earlier days, when a case gives off little, "
    "stand at its end",
    "infectious_after": "99 % of the curve of He and others 2020 lies before the end of the eighth day; "
    "with the four days before onset the window holds 96 %. Ten days were the rule of CDC 2020",
    "serial_interval": "He and others 2020, corrected: gamma with shape 8.1237578 and rate 0.6361684 a "
    "day, shifted by 7 days: mean 5.8 days, 7.6 % below zero",
    "dispersion": "Endo and others 2020: 0.1 (0.05 to 0.2); Sun and others 2021: 0.30. Taken between the two",
    "without_symptoms": "Buitrago-Garcia and others 2020, PLoS Medicine: relative risk 0.35 (0.10 to 1.27)",
    "sample_window": "Derived: PCR finds half or more of the infected up to ten days after infection "
    "(Hellewell and others 2021); less an incubation of two to thirteen days, rounded to a week back",
    "tail": "Corona-Warn-App 2021, matching of check-ins: 30 minutes",
    "thresholds": "CDC 2020 and WHO 2020: 15 minutes in 24 hours within two metres. That people in a hall "
    "are rarely near, in open air hardly ever, and that a weak check-in counts half, is assumed",
    "follow_up_days": "WHO 2020, Contact tracing in the context of COVID-19: 14 days",
    "reporting_days": "Bi and others 2020, Shenzhen: 95 % of cases found through contacts were confirmed "
    "within 6.6 days of onset; of cases that came by themselves half within 4.6 and 95 % only within 12.7",
    "dose.per_hour": "Ferretti and others 2024, Nature: 1.1 % an hour, averaged over the infectious "
    "window, distances and households of notified contacts; as a hazard -ln(1 - 0.011), and 0.4 % less "
    "because the curve's mean over days -4 to 8 is that much less than over days -2 to 8",
    "dose.per_hour_spread": "Assumed. The average of Ferretti and others 2024 is well measured; single "
    "cases, voices and variants differ more",
    "dose.near_share": "Assumed: half. Ferretti and others 2024 find longer exposures farther off as "
    "risky as shorter ones close by",
    "dose.loss_per_hour": "Deposition 0.45 (1.88e-4 m/s from 1.5 m) and decay 1.15 at 20 °C and 50 % "
    "humidity (Dabisch and others 2021), as in CAiMIRA (Henriques and others 2022); warmer or moister "
    "air: up to 3",
}

COVID_19: Final = Disease(
    slug="covid-19",
    name=MappingProxyType({"vi": "COVID-19", "en": "COVID-19"}),
    mode=Mode.AIRBORNE,
    incubation=Distribution(Family.LOGNORMAL, 1.63, 0.50),
    incubation_window=(1, 14),
    infectiousness=Distribution(Family.GAMMA, 20.516508, 1.592124, 12.272481),
    infectious_before=4,
    infectious_after=8,
    serial_interval=Distribution(Family.GAMMA, 8.1237578, 0.6361684, 7.0),
    dispersion=0.2,
    without_symptoms=0.35,
    sample_window=(-7, 3),
    tail=timedelta(minutes=30),
    thresholds=Thresholds(
        MappingProxyType(
            {SpaceKind.CABIN: 15, SpaceKind.ROOM: 15, SpaceKind.HALL: 30, SpaceKind.OPEN_AIR: 60}
        ),
        weak=2.0,
    ),
    follow_up_days=14,
    reporting_days=7,
    dose=Dose(per_hour=0.01102, per_hour_spread=2.0, near_share=0.5, loss_per_hour=1.60),
    sources=MappingProxyType(_SOURCES),
)

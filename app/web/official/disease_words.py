"""The words of disease profiles: what the domain names."""

from __future__ import annotations

from typing import Final

from app.domain.diseases import Mode
from app.domain.distributions import Family
from app.domain.spaces import SpaceKind
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

MODES: Final = {
    Mode.AIRBORNE: N_("Through the air"),
    Mode.DROPLET: N_("By droplets"),
    Mode.CONTACT: N_("By direct contact"),
    Mode.VECTOR: N_("By insects"),
    Mode.FOOD: N_("By food and water"),
}
FAMILIES: Final = {
    Family.GAMMA: N_("Gamma distribution"),
    Family.LOGNORMAL: N_("Log-normal distribution"),
    Family.WEIBULL: N_("Weibull distribution"),
}
PARAMETER_NAMES: Final = {
    "shape": N_("shape"),
    "rate": N_("rate"),
    "scale": N_("scale"),
    "mean_log": N_("mean of the logarithm"),
    "sd_log": N_("deviation of the logarithm"),
}
SPACES: Final = {
    SpaceKind.CABIN: N_("Vehicle"),
    SpaceKind.ROOM: N_("Room"),
    SpaceKind.HALL: N_("Hall"),
    SpaceKind.OPEN_AIR: N_("Open air"),
}
VALUES: Final = {
    "mode": N_("How it passes on"),
    "incubation": N_("Incubation"),
    "incubation_window": N_("Backward window"),
    "infectiousness": N_("When it is passed on"),
    "infectious_before": N_("Infectious before onset"),
    "infectious_after": N_("Infectious after onset"),
    "serial_interval": N_("Serial interval"),
    "dispersion": N_("Dispersion k: the lower, the more a few cases infect"),
    "without_symptoms": N_("Infectiousness without symptoms, against a case with them"),
    "sample_window": N_("Without symptoms: when onset would have been"),
    "tail": N_("How long a room is listed after the case has left"),
    "thresholds": N_("Brief below this time together"),
    "follow_up_days": N_("Follow-up of contacts"),
    "reporting_days": N_("Time from onset to report that is allowed for"),
    "dose.per_hour": N_("Hazard of an hour in the reference room"),
    "dose.per_hour_spread": N_("Its uncertainty"),
    "dose.near_share": N_("Share of it that needs being close"),
    "dose.loss_per_hour": N_("What settles and decays"),
}
"""By the names that a profile's document uses."""

"""What a disease profile must be before anybody is traced by it. Every problem is named, all at once."""

from __future__ import annotations

import math
import re
from dataclasses import fields
from datetime import timedelta
from typing import Final

from app.domain.diseases import BY_AIR, Disease, Dose, Thresholds
from app.domain.distributions import Daily, waiting_problems
from app.domain.errors import InputRefused, Problem
from app.domain.spaces import SpaceKind
from app.domain.text import looks_like_markup

LANGUAGES: Final = ("vi", "en")
"""A profile has its name in each of these."""
LONGEST_NAME: Final = 60
LONGEST_SOURCE: Final = 600
LONGEST_WINDOW: Final = 120
"""Days; no profile looks further back or ahead."""
LONGEST_TAIL: Final = timedelta(hours=24)
MOST_MINUTES: Final = 24 * 60
LARGEST_FACTOR: Final = 100.0
_SLUG: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_SLUG: Final = 32
_MOST_DIGITS: Final = 8
"""The audit chain takes no text with the digits of a phone number."""
_YEAR: Final = re.compile(r"\b(?:1[6-9]|20)\d\d\b")

VALUES: Final = tuple(
    field.name for field in fields(Disease) if field.name not in {"slug", "name", "dose", "sources"}
)
"""The values of a profile that need a source."""
DOSE_VALUES: Final = tuple(f"dose.{field.name}" for field in fields(Dose))


def checked_disease(disease: Disease) -> Disease:
    """The same profile.

    Raises:
        InputRefused: every problem at once, by the name of the value.
    """
    problems = [
        *_identity_problems(disease),
        *_waiting_problems(disease),
        *_window_problems(disease),
        *_number_problems(disease),
        *_threshold_problems(disease.thresholds),
        *_dose_problems(disease),
        *_source_problems(disease),
    ]
    if problems:
        raise InputRefused(problems)
    return disease


def cited_values(disease: Disease) -> tuple[str, ...]:
    """The names of the values that need a source."""
    return VALUES if disease.dose is None else (*VALUES, *DOSE_VALUES)


def _identity_problems(disease: Disease) -> list[Problem]:
    slug, problems = disease.slug, []
    digits = sum(map(str.isdigit, slug))
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG or digits > _MOST_DIGITS:
        problems.append(Problem("slug", "slug"))
    for language in LANGUAGES:
        name = disease.name.get(language, "")
        if not name:
            problems.append(Problem(f"name.{language}", "missing"))
        elif len(name) > LONGEST_NAME:
            problems.append(Problem(f"name.{language}", "too_long", (("longest", LONGEST_NAME),)))
        elif looks_like_markup(name):
            problems.append(Problem(f"name.{language}", "markup"))
    return problems


def _waiting_problems(disease: Disease) -> list[Problem]:
    """He's serial interval is negative in truth; given day by day it is for methods that need it positive."""
    problems = [
        *waiting_problems("incubation", disease.incubation),
        *waiting_problems("infectiousness", disease.infectiousness),
        *waiting_problems("serial_interval", disease.serial_interval),
    ]
    incubation, interval = disease.incubation, disease.serial_interval
    if (incubation.first_day if isinstance(incubation, Daily) else -incubation.shift) < 0:
        problems.append(Problem("incubation", "below_zero"))
    if isinstance(interval, Daily) and any(interval.shares[: max(0, 1 - interval.first_day)]):
        problems.append(Problem("serial_interval", "mass_at_zero"))
    return problems


def _window_problems(disease: Disease) -> list[Problem]:
    first, last = disease.incubation_window
    ordered = {
        "incubation_window": 0 <= first <= last <= LONGEST_WINDOW,
        "infectious_before": 0 <= disease.infectious_before <= LONGEST_WINDOW,
        "infectious_after": 0 <= disease.infectious_after <= LONGEST_WINDOW,
        "sample_window": -LONGEST_WINDOW
        <= disease.sample_window[0]
        <= disease.sample_window[1]
        <= LONGEST_WINDOW,
    }
    most = (("most", LONGEST_WINDOW),)
    return [Problem(field, "window", most) for field, right in ordered.items() if not right]


def _number_problems(disease: Disease) -> list[Problem]:
    problems = []
    if not _is_between(disease.dispersion, 0, math.inf) or disease.dispersion == 0:
        problems.append(Problem("dispersion", "not_positive"))
    if not _is_between(disease.without_symptoms, 0, 1):
        problems.append(Problem("without_symptoms", "share"))
    if not timedelta() <= disease.tail <= LONGEST_TAIL:
        problems.append(Problem("tail", "minutes", (("most", MOST_MINUTES),)))
    days = {"follow_up_days": disease.follow_up_days, "reporting_days": disease.reporting_days}
    reach = (("least", 0), ("most", LONGEST_WINDOW))
    wrong = [field for field, number in days.items() if not 0 <= number <= LONGEST_WINDOW]
    return problems + [Problem(field, "range", reach) for field in wrong]


def _threshold_problems(thresholds: Thresholds) -> list[Problem]:
    problems = []
    for kind in SpaceKind:
        field = f"thresholds.minutes.{kind}"
        if kind not in thresholds.minutes:
            problems.append(Problem(field, "missing"))
        elif not 0 <= thresholds.minutes[kind] <= MOST_MINUTES:
            problems.append(Problem(field, "minutes", (("most", MOST_MINUTES),)))
    if not _is_between(thresholds.weak, 1, LARGEST_FACTOR):
        problems.append(Problem("thresholds.weak", "factor"))
    return problems


def _dose_problems(disease: Disease) -> list[Problem]:
    dose = disease.dose
    if dose is None:
        return [Problem("dose", "missing")] if disease.mode in BY_AIR else []
    if disease.mode not in BY_AIR:
        return [Problem("dose", "not_by_air")]
    problems = []
    for name, number in (("per_hour", dose.per_hour), ("loss_per_hour", dose.loss_per_hour)):
        if not _is_between(number, 0, LARGEST_FACTOR) or number == 0:
            problems.append(Problem(f"dose.{name}", "not_positive"))
    if not _is_between(dose.per_hour_spread, 1, LARGEST_FACTOR):
        problems.append(Problem("dose.per_hour_spread", "factor"))
    if not _is_between(dose.near_share, 0, 1):
        problems.append(Problem("dose.near_share", "share"))
    return problems


def _source_problems(disease: Disease) -> list[Problem]:
    cited = cited_values(disease)
    problems = [Problem(f"sources.{field}", "unexpected") for field in disease.sources if field not in cited]
    for field in cited:
        source = disease.sources.get(field, "")
        if not _YEAR.search(source):
            problems.append(Problem(f"sources.{field}", "source"))
        elif len(source) > LONGEST_SOURCE:
            problems.append(Problem(f"sources.{field}", "too_long", (("longest", LONGEST_SOURCE),)))
    return problems


def _is_between(number: float, least: float, most: float) -> bool:
    return math.isfinite(number) and least <= number <= most

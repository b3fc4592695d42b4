"""The values of a disease profile as people read them: each with its unit and its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.domain.disease_files import PARAMETERS
from app.domain.diseases import Disease, Dose
from app.domain.distributions import Daily, Waiting
from app.usecases.view_diseases import ProfileView, Times
from app.web.official.disease_words import FAMILIES, MODES, PARAMETER_NAMES, SPACES, VALUES
from app.web.words import Gettext, number

Said = tuple[str, str]
"""A value and its unit."""
_DIGITS = 4
"""Significant ones, of parameters and hazards."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a profile."""

    field: str
    label: str
    value: str
    unit: str
    source: str


def lines(view: ProfileView, _: Gettext, lang: str) -> list[Line]:
    """Every value, in the order of the document."""
    disease = view.profile.disease
    said = _times(view, _, lang) | _numbers(disease, _, lang)
    if disease.dose is not None:
        said |= _dose(disease.dose, _, lang)
    return [
        Line(field, _(label), *said[field], disease.sources[field])
        for field, label in VALUES.items()
        if field in said
    ]


def percent(share: float, lang: str) -> str:
    """96 for 0.958."""
    return number(round(100 * share), lang)


def _times(view: ProfileView, _: Gettext, lang: str) -> dict[str, Said]:
    disease = view.profile.disease
    first, last = disease.incubation_window
    earliest, latest = disease.sample_window
    return {
        "incubation": (_waiting(disease.incubation, view.incubation, _, lang), _("days")),
        "incubation_window": (_("%(first)s to %(last)s", first=first, last=last), _("days before onset")),
        "infectiousness": (
            _waiting(disease.infectiousness, view.infectiousness, _, lang),
            _("days after onset"),
        ),
        "serial_interval": (_waiting(disease.serial_interval, view.serial_interval, _, lang), _("days")),
        "sample_window": (
            _("%(first)s to %(last)s", first=_signed(earliest), last=_signed(latest)),
            _("days from the sample"),
        ),
    }


def _numbers(disease: Disease, _: Gettext, lang: str) -> dict[str, Said]:
    spaces = ", ".join(f"{_(label)} {disease.thresholds.minutes[kind]}" for kind, label in SPACES.items())
    weak = _("; times %(factor)s for weak check-ins", factor=number(disease.thresholds.weak, lang))
    days = _("days")
    return {
        "mode": (_(MODES[disease.mode]), ""),
        "infectious_before": (str(disease.infectious_before), days),
        "infectious_after": (str(disease.infectious_after), days),
        "dispersion": (number(disease.dispersion, lang), ""),
        "without_symptoms": (percent(disease.without_symptoms, lang), "%"),
        "tail": (str(disease.tail // timedelta(minutes=1)), _("minutes")),
        "thresholds": (spaces + (weak if disease.thresholds.weak > 1 else ""), _("minutes")),
        "follow_up_days": (str(disease.follow_up_days), days),
        "reporting_days": (str(disease.reporting_days), days),
    }


def _dose(dose: Dose, _: Gettext, lang: str) -> dict[str, Said]:
    return {
        "dose.per_hour": (_short(dose.per_hour, lang), _("per hour")),
        "dose.per_hour_spread": (number(dose.per_hour_spread, lang), _("times as much at 97.5 %")),
        "dose.near_share": (percent(dose.near_share, lang), "%"),
        "dose.loss_per_hour": (_short(dose.loss_per_hour, lang), _("per hour")),
    }


def _waiting(waiting: Waiting, times: Times, _: Gettext, lang: str) -> str:
    amounts = {
        name: number(round(getattr(times, name), 1), lang).replace("-", "\u2212")
        for name in ("mean", "median", "low", "high")
    }
    told = _("mean %(mean)s, median %(median)s, 95 %% from %(low)s to %(high)s", **amounts)
    if isinstance(waiting, Daily):
        by_day = _("Given day by day")
        return f"{told}. {by_day}"
    values = zip(PARAMETERS[waiting.family], (waiting.first, waiting.second), strict=True)
    parameters = [f"{_(PARAMETER_NAMES[name])} {_short(value, lang)}" for name, value in values]
    if waiting.shift:
        parameters.append(_("shifted back by %(days)s", days=_short(waiting.shift, lang)))
    return f"{told}. {_(FAMILIES[waiting.family])}: {', '.join(parameters)}"


def _short(value: float, lang: str) -> str:
    text = f"{value:.{_DIGITS}g}"
    return text.replace(".", ",") if lang == "vi" else text


def _signed(day: int) -> str:
    return f"\u2212{-day}" if day < 0 else str(day)

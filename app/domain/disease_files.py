"""A disease profile as a document of JSON: what a city writes, keeps and hands on.

    {"slug": "rubella", "name": {"vi": "Rubella", "en": "Rubella"}, "mode": "droplet",
     "incubation": {"family": "lognormal", "mean_log": 2.8, "sd_log": 0.2},
     "serial_interval": {"first_day": 10, "shares": [0.25, 0.5, 0.25]}, ...,
     "sources": {"mode": "CDC 2021, Pink Book", ...}}

The fields are those of `Disease`, with `tail` in minutes. `ghe disease show covid-19` prints a whole one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from app.domain.disease_checks import LANGUAGES, checked_disease
from app.domain.diseases import Disease, Dose, Mode, Thresholds
from app.domain.distributions import Daily, Distribution, Family, Waiting
from app.domain.documents import Fields, loaded
from app.domain.errors import InputRefused, Problem
from app.domain.spaces import SpaceKind

PARAMETERS: Final = {
    Family.GAMMA: ("shape", "rate"),
    Family.LOGNORMAL: ("mean_log", "sd_log"),
    Family.WEIBULL: ("shape", "scale"),
}
"""What `first` and `second` of each family are called."""
LARGEST: Final = 60_000
"""Bytes of a document."""
_MOST_SHARES: Final = 400
_Word = TypeVar("_Word", bound=StrEnum)


def read_disease(data: bytes) -> Disease:
    """The profile that a document describes.

    Raises:
        InputRefused: every problem at once: those of form where there are any, else those of sense.
    """
    return disease_of(loaded(data, largest=LARGEST))


def disease_of(document: Mapping[str, object]) -> Disease:
    """The same from a document that has been loaded.

    Raises:
        InputRefused: every problem at once.
    """
    problems: list[Problem] = []
    found = _disease(Fields(document, problems))
    if problems:
        raise InputRefused(problems)
    return checked_disease(found)


def written_disease(disease: Disease) -> dict[str, object]:
    """The document of a profile; read again it gives the same profile."""
    return {
        "slug": disease.slug,
        "name": dict(disease.name),
        "mode": disease.mode.value,
        "incubation": written_waiting(disease.incubation),
        "incubation_window": list(disease.incubation_window),
        "infectiousness": written_waiting(disease.infectiousness),
        "infectious_before": disease.infectious_before,
        "infectious_after": disease.infectious_after,
        "serial_interval": written_waiting(disease.serial_interval),
        "dispersion": disease.dispersion,
        "without_symptoms": disease.without_symptoms,
        "sample_window": list(disease.sample_window),
        "tail": disease.tail // timedelta(minutes=1),
        "thresholds": {
            "minutes": {kind.value: minutes for kind, minutes in disease.thresholds.minutes.items()},
            "weak": disease.thresholds.weak,
        },
        "follow_up_days": disease.follow_up_days,
        "reporting_days": disease.reporting_days,
        "dose": None if disease.dose is None else asdict(disease.dose),
        "sources": dict(disease.sources),
    }


def written_waiting(waiting: Waiting) -> dict[str, object]:
    """A waiting time by the names that the literature uses."""
    if isinstance(waiting, Daily):
        return {"first_day": waiting.first_day, "shares": list(waiting.shares)}
    first, second = PARAMETERS[waiting.family]
    return {
        "family": waiting.family.value,
        first: waiting.first,
        second: waiting.second,
        "shift": waiting.shift,
    }


def _disease(document: Fields) -> Disease:
    found = Disease(
        slug=document.string("slug"),
        name=_texts(document.part("name"), LANGUAGES),
        mode=_word(document, "mode", Mode, Mode.CONTACT),
        incubation=_waiting(document.part("incubation")),
        incubation_window=document.pair("incubation_window"),
        infectiousness=_waiting(document.part("infectiousness")),
        infectious_before=document.whole("infectious_before"),
        infectious_after=document.whole("infectious_after"),
        serial_interval=_waiting(document.part("serial_interval")),
        dispersion=document.number("dispersion"),
        without_symptoms=document.number("without_symptoms"),
        sample_window=document.pair("sample_window"),
        tail=timedelta(minutes=document.whole("tail")),
        thresholds=_thresholds(document.part("thresholds")),
        follow_up_days=document.whole("follow_up_days"),
        reporting_days=document.whole("reporting_days"),
        dose=_dose(document.part("dose")) if document.has("dose") else None,
        sources=_texts(document.part("sources")),
    )
    document.end()
    return found


def _waiting(part: Fields) -> Waiting:
    if part.has("shares"):
        daily = Daily(part.whole("first_day"), part.numbers("shares", _MOST_SHARES))
        part.end()
        return daily
    family = _word(part, "family", Family, Family.GAMMA)
    first, second = PARAMETERS[family]
    found = Distribution(family, part.number(first), part.number(second), part.number("shift", 0.0))
    part.end()
    return found


def _thresholds(part: Fields) -> Thresholds:
    inside = part.part("minutes")
    minutes = {kind: inside.whole(kind.value) for kind in SpaceKind}
    inside.end()
    found = Thresholds(MappingProxyType(minutes), part.number("weak", 1.0))
    part.end()
    return found


def _dose(part: Fields) -> Dose:
    found = Dose(**{field.name: part.number(field.name) for field in fields(Dose)})
    part.end()
    return found


def _texts(part: Fields, names: tuple[str, ...] = ()) -> Mapping[str, str]:
    return MappingProxyType({name: part.string(name) for name in dict.fromkeys((*names, *part.names()))})


def _word(part: Fields, name: str, words: type[_Word], harmless: _Word) -> _Word:
    text = part.string(name)
    if text in set(words):
        return words(text)
    if text:
        part.refuse(name, "choice")
    return harmless

"""What the tracer needs to know of a disease: when a case infects, and how long the air keeps it.

A first set with one rule of thumb each; the full profiles, with distributions, come with the science.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from app.domain.errors import InputRefused, Problem


class Mode(StrEnum):
    """How it passes from one person to the next."""

    AIRBORNE = "airborne"
    DROPLET = "droplet"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Disease:
    """One disease profile. Days are counted from the onset of symptoms."""

    slug: str
    mode: Mode
    infectious_before: int
    """Days before onset on which a case may infect."""
    infectious_after: int
    """Days after onset until which a case may infect, unless isolated earlier."""
    tail: timedelta
    """How long the air of a room stays infectious after the case has left."""
    least_overlap: timedelta
    """A shorter time together is listed, in the lowest band."""
    source: str


_PROFILES = (
    Disease(
        "covid-19",
        Mode.AIRBORNE,
        2,
        8,
        timedelta(minutes=30),
        timedelta(minutes=15),
        "He et al. 2020, corrected: 90 % of infectiousness lies within 2 days before to 8 days after onset; "
        "the tail is the one of the Corona-Warn-App",
    ),
    Disease(
        "influenza",
        Mode.DROPLET,
        1,
        7,
        timedelta(minutes=15),
        timedelta(minutes=15),
        "CDC, Key facts about influenza: from one day before to 5 to 7 days after onset",
    ),
    Disease(
        "measles",
        Mode.AIRBORNE,
        4,
        8,
        timedelta(hours=2),
        timedelta(minutes=1),
        "CDC, Clinical overview of measles: four days before to four days after the rash, which follows "
        "onset by about four days; up to two hours in the air",
    ),
)

DISEASES: Final = {disease.slug: disease for disease in _PROFILES}


def disease(slug: str) -> Disease:
    """The profile of a slug.

    Raises:
        InputRefused: there is none.
    """
    try:
        return DISEASES[slug]
    except KeyError:
        raise InputRefused([Problem("disease", "choice")]) from None

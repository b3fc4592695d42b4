"""Disease profiles: what tracing needs to know of a disease, each value with its source.

Days are counted from the onset of symptoms. The shipped profiles are in `disease_profiles`; a city adds
its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from app.domain.distributions import Waiting
from app.domain.spaces import SpaceKind


class Mode(StrEnum):
    """How it passes from one person to the next."""

    AIRBORNE = "airborne"
    DROPLET = "droplet"
    CONTACT = "contact"
    VECTOR = "vector"
    FOOD = "food"


BY_AIR = frozenset({Mode.AIRBORNE, Mode.DROPLET})
"""The modes for which shared air makes a dose. For all others people are ordered by the time they shared."""


@dataclass(frozen=True, slots=True)
class Dose:
    """What the exposure model needs of a disease that passes through the air."""

    per_hour: float
    """Hazard of one hour in the reference room with a case of mean strength, averaged over its forward
    window."""
    per_hour_spread: float
    """Factor between that hazard and its 97.5 %."""
    near_share: float
    """Share of the hazard in the reference room that needs being close, 0 to 1."""
    loss_per_hour: float
    """What settles and decays in an hour, before any air change."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how long a time together an exposure is more than brief."""

    minutes: Mapping[SpaceKind, int]
    weak: float = 1.0
    """Factor for check-ins that prove little: a photographed poster, a typed code."""


@dataclass(frozen=True, slots=True)
class Disease:
    """One disease profile."""

    slug: str
    name: Mapping[str, str]
    """By language."""
    mode: Mode
    incubation: Waiting
    """Days from infection to onset."""
    incubation_window: tuple[int, int]
    """The incubation's 2.5 and 97.5 %, in whole days outward: the backward window before onset."""
    infectiousness: Waiting
    """When transmission happens, in days after onset of the infector."""
    infectious_before: int
    """The forward window: days before onset on which a case may infect ..."""
    infectious_after: int
    """... and days after onset until which it may, unless isolated earlier."""
    serial_interval: Waiting
    """Days from onset of the infector to onset of the infected."""
    dispersion: float
    """k of the negative binomial offspring law: the lower, the more a few cases infect."""
    without_symptoms: float
    """Infectiousness of a case without symptoms against one with them, 0 to 1."""
    sample_window: tuple[int, int]
    """Without symptoms: first and last day, from the sample, on which onset would have been."""
    tail: timedelta
    """How long after the case has left people are still listed."""
    thresholds: Thresholds
    follow_up_days: int
    reporting_days: int
    """Days from onset to report that retention bridges; reported later, a case lacks its oldest visits."""
    dose: Dose | None = None
    """For diseases of the air only."""
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By the name of each value above, those of the dose as `dose.per_hour`: where it is from."""

    def called(self, language: str) -> str:
        """Its name in a language."""
        return self.name.get(language, self.slug)

    @property
    def look_back(self) -> int:
        """Days before onset that tracing asks for: where the case was infected, or whom it infected early.

        The days after onset are younger than onset itself, so they never lengthen it.
        """
        return max(self.incubation_window[1], self.infectious_before)

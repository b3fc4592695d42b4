"""The numbers of an outbreak under contact tracing: disease, response, tracing, limits.

Defaults are the central scenario of Bradshaw and others, "Bidirectional contact tracing could dramatically
improve COVID-19 control", Nature Communications 12:232, 2021. All times are days.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum


class ImpossibleSetting(ValueError):
    """A number with which no outbreak can be simulated."""


@dataclass(frozen=True, slots=True)
class Course:
    """How the disease passes on when nobody does anything."""

    reproduction: float = 2.5
    """Mean number of infections by a case, with and without symptoms together."""
    dispersion: float = 0.11
    """k of the negative binomial law of that number: most infect nobody, a few infect many."""
    asymptomatic: float = 0.45
    asymptomatic_strength: float = 0.5
    """Mean infections by a case without symptoms, as a share of `reproduction`."""
    incubation: tuple[float, float] = (1.644, 0.363)
    """Log mean and log deviation."""
    transmission: tuple[float, float] = (2.0, 0.064)
    """Scale and shape of the skew normal law of infecting others, around onset."""
    recovery: float = 6.2745
    """After onset, or when it would have been: nobody is infected later. The law's 99.9 % quantile."""

    def __post_init__(self) -> None:
        _shares(self.asymptomatic, self.asymptomatic_strength)
        _positive(self.dispersion, self.recovery, self.transmission[0])
        if self.asymptomatic == 1 or not 0 <= self.reproduction < math.inf:
            raise ImpossibleSetting("somebody must fall ill, and infect a finite number")

    @property
    def mean_infections(self) -> tuple[float, float]:
        """By a case with symptoms, and by one without; together they make `reproduction`."""
        without = self.asymptomatic_strength * self.reproduction
        return (self.reproduction - self.asymptomatic * without) / (1 - self.asymptomatic), without


@dataclass(frozen=True, slots=True)
class Response:
    """What is done about cases, whoever traces."""

    identified: float = 0.5
    """Share of cases with symptoms that are identified by them."""
    identification: tuple[float, float] = (1.651524, 4.287786)
    """Shape and scale of the Weibull law from onset to that."""
    sensitivity: float = 0.7
    testing: tuple[float, float, float] = (3.0, 6.0, 0.5)
    """Shape and rate of the gamma law from identification to the result, and what is added: a day in all."""
    isolates: float = 0.9
    """Share that infects nobody from identification on. The others go on as before."""

    def __post_init__(self) -> None:
        _shares(self.identified, self.sensitivity, self.isolates)
        _positive(*self.identification, *self.testing[:2])


class Start(StrEnum):
    """When the contacts of an identified case begin to be sought."""

    POSITIVE_TEST = "positive test"
    """With the result, if it is positive. So the paper describes it."""
    ISOLATION = "isolation"
    """With isolation, and whatever the test says: at once for a case with symptoms."""
    PUBLISHED = "published"
    """As the paper's own program does it: with a positive test, but with isolation for everybody in an
    outbreak once an infector is found in it. That makes over half of what looking backward gains there."""


@dataclass(frozen=True, slots=True)
class Tracing:
    """Which contacts are found."""

    found: float = 0.9
    """Probability for a contact that can be traced at all; each way for itself."""
    window: float = 2.0
    """Days before onset, or before identification if that comes first, from which contacts are sought."""
    backward: bool = False
    """Whether infectors are sought too, over any number of generations."""
    start: Start = Start.PUBLISHED
    shares: float = 0.98
    """Share of cases that name their contacts."""
    untraceable: float = 0.1
    """Share of infections that no contact list holds."""
    delay: tuple[float, float] = (math.log(0.5), 1.5)
    """Log mean and log deviation from the start of tracing to reaching a contact."""

    def __post_init__(self) -> None:
        _shares(self.found, self.shares, self.untraceable)
        if not self.window >= 0:
            raise ImpossibleSetting(f"a window of {self.window} days")


@dataclass(frozen=True, slots=True)
class Limits:
    """Where an outbreak begins, and where it counts as out of control."""

    index_cases: int = 20
    cases: int = 10_000
    days: float = 52 * 7

    def __post_init__(self) -> None:
        _positive(self.index_cases, self.cases, self.days)


@dataclass(frozen=True, slots=True)
class Setting:
    """One scenario."""

    tracing: Tracing
    course: Course = field(default_factory=Course)
    response: Response = field(default_factory=Response)
    limits: Limits = field(default_factory=Limits)


def _shares(*values: float) -> None:
    if not all(0 <= value <= 1 for value in values):
        raise ImpossibleSetting(f"shares lie between 0 and 1: {values}")


def _positive(*values: float) -> None:
    if not all(0 < value < math.inf for value in values):
        raise ImpossibleSetting(f"numbers above zero are needed: {values}")

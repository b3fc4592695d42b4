"""What tracing backward is worth where a few infect many (Endo and others 2020).

The case that is found belongs to generation 1. Its infector, generation 0, infected it and its siblings, and
is no ordinary case: infectors are met in proportion to how many they infected. What counts is generation 3,
the cases that tracing and quarantine of generation 2 can still avert. Offspring are negative binomial with
mean R and dispersion k. Wellcome Open Research 5:239, 2020 (version 3, 2021).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.science.errors import BadParameter


@dataclass(frozen=True, slots=True)
class Tracing:
    """How well cases are found. Each is a probability, or a share of infections prevented."""

    backward: float
    """b: that tracing backward finds the infector, and with it the siblings."""
    traced: float
    """q: that a contact is traced and quarantined."""
    quarantine: float
    """c: share of onward infections that quarantine prevents."""
    detected: float
    """d: that a case of generation 1 is found without tracing."""

    def __post_init__(self) -> None:
        for share in (self.backward, self.traced, self.quarantine, self.detected):
            if not 0 <= share <= 1:
                raise BadParameter(f"a share lies between 0 and 1, not {share}")


def offspring_of_infector(reproduction: float, dispersion: float) -> float:
    """Mean number of infections by the infector of a random case, that case among them: 1 + R (1 + 1/k).

    Args:
        reproduction: R, mean offspring of a random case.
        dispersion: k of the negative binomial; the smaller, the fewer infect the most.

    Raises:
        BadParameter: R below zero, or k not above zero.
    """
    return 1 + _siblings(reproduction, dispersion)


def third_generation(reproduction: float, dispersion: float) -> float:
    """Mean size of generation 3, C3, for one infector of a found case: R^2 (1 + R (1 + 1/k)).

    Raises:
        BadParameter: R below zero, or k not above zero.
    """
    return reproduction**2 * offspring_of_infector(reproduction, dispersion)


def averted_forward(reproduction: float, dispersion: float, tracing: Tracing) -> float:
    """Cases of generation 3 averted by tracing forward alone: q c R^2 (1 + R d (1 + 1/k)).

    Raises:
        BadParameter: R below zero, or k not above zero.
    """
    found = 1 + tracing.detected * _siblings(reproduction, dispersion)
    return tracing.traced * tracing.quarantine * reproduction**2 * found


def averted_both_ways(reproduction: float, dispersion: float, tracing: Tracing) -> float:
    """The same by both directions: q c R^2 (1 + (1 - (1 - d)(1 - b q)) R (1 + 1/k)).

    Raises:
        BadParameter: R below zero, or k not above zero.
    """
    missed = (1 - tracing.detected) * (1 - tracing.backward * tracing.traced)
    found = 1 + (1 - missed) * _siblings(reproduction, dispersion)
    return tracing.traced * tracing.quarantine * reproduction**2 * found


def _siblings(reproduction: float, dispersion: float) -> float:
    """Others whom the infector of a random case infected, on average."""
    if not (math.isfinite(reproduction) and reproduction >= 0 and dispersion > 0):
        raise BadParameter(f"R {reproduction} and k {dispersion}")
    return reproduction * (1 + 1 / dispersion)

"""A document is read as a disease profile that can be traced by."""

from __future__ import annotations

from app.domain.disease_files import read_disease
from app.domain.diseases import Disease
from app.domain.errors import InputRefused, Problem
from app.science.distributions import cdf
from app.science.errors import NotADistribution
from app.science.infectiousness import window_share

_LEAST_INSIDE = 0.5
"""Of its transmissions: a window that misses most of them is a slip of the pen."""


def read_profile(document: bytes) -> Disease:
    """The profile in a document, its windows held against its own distributions.

    Raises:
        InputRefused: every problem of the document; or a window that misses most of what it is for.
    """
    disease = read_disease(document)
    problems = []
    try:
        inside = window_share(disease)
    except NotADistribution:
        inside = 0.0
    if inside < _LEAST_INSIDE:
        problems.append(Problem("infectious_after", "misses"))
    first, last = disease.incubation_window
    infected = cdf(disease.incubation, [first, last + 1])
    if infected[1] - infected[0] < _LEAST_INSIDE:
        problems.append(Problem("incubation_window", "misses"))
    if problems:
        raise InputRefused(problems)
    return disease

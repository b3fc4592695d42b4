"""Cases per 100,000 residents, and the least population that bears such a number.

Under 5,000 residents a single case is more than 20 per 100,000: one person alone would move a ward over the
lowest break of the Ministry of Health's classes (20 in QĐ 4800/QĐ-BYT of 2021), so the number would tell of
that person and not of the ward. 5,000 is also the least population of the Middle layer Super Output Areas by
which England mapped its weekly rates (Office for National Statistics 2021: 5,000 to 15,000 residents).
"""

from __future__ import annotations

from typing import Final

PER: Final = 100_000
"""Residents to which a rate refers."""
LEAST_POPULATION: Final = 5_000
"""Residents under which no rate is told and no level is given."""


def is_reliable(population: int | None) -> bool:
    """Whether so many residents bear a rate; None, an unknown population, does not."""
    return population is not None and population >= LEAST_POPULATION


def rate_per_100k(cases: int, population: int | None) -> float | None:
    """Cases per 100,000 residents; None where the population is unknown or under `LEAST_POPULATION`.

    Raises:
        ValueError: the cases are negative.
    """
    if cases < 0:
        raise ValueError("cases cannot be negative")
    if population is None or not is_reliable(population):
        return None
    return cases * PER / population

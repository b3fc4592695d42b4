"""The course of the made-up disease in each infected person, and the table of all infections."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.simulation.columns import DAY, Floats, Ints, Small
from app.simulation.law import Law

HOME, ABROAD, ELSEWHERE = -1, -2, -3
"""What stands for a venue where people infect their household, were infected outside the city, or met friends
where there is no poster."""


@dataclass(frozen=True, slots=True, eq=False)
class Infections:
    """One row an infection, by day of infection. The truth: nothing of it reaches the tracer but reports.

    Times in microseconds UTC, -1: never.
    """

    person: Ints
    infector: Ints
    """-1: brought in from elsewhere."""
    venue: Ints
    """Where; `HOME`, `ABROAD` or `ELSEWHERE` if in no venue."""
    infected_at: Ints
    infectious_from: Ints
    peak_at: Ints
    """When most infectious: the onset, or when it would have been."""
    infectious_until: Ints
    onset_at: Ints
    tested_at: Ints
    reported_at: Ints
    home_from: Ints
    home_until: Ints
    """Between these nothing new is begun outside."""
    strength: Floats


def _days(values: Floats) -> Ints:
    return np.rint(values * DAY).astype(np.int64)


def course(
    law: Law,
    person: Ints,
    infector: Ints,
    venue: Ints,
    infected_at: Ints,
    *,
    age: Small,
    rng: np.random.Generator,
) -> Infections:
    """Draw the illness of newly infected people; `age` is by person in the whole city."""
    count = len(person)
    incubation = np.clip(rng.lognormal(*law.incubation, count), 1.5, 21)
    # a full day at least, so that nobody infects anybody on the day of their own infection
    latent = np.clip(incubation * rng.lognormal(*law.latent_share, count), 1.0, incubation - 0.25)
    ill = rng.random(count) < np.where(age[person] < 18, *law.symptomatic)  # noqa: PLR2004 - of age
    strength = rng.gamma(law.dispersion, 1 / law.dispersion, count) * np.where(
        ill, 1.0, law.asymptomatic_strength
    )
    peak = infected_at + _days(incubation)
    tested = rng.random(count) < np.where(ill, law.tested[1], law.tested[0])
    tested_at = np.where(tested, peak + _days(rng.lognormal(*law.test_delay, count)), -1)
    reported_at = np.where(tested, tested_at + _days(rng.lognormal(*law.report_delay, count)), -1)
    rests = ill & (rng.random(count) < law.rests)
    unwell = np.where(rests, peak + _days(rng.uniform(0, 1.5, count)), np.iinfo(np.int64).max)
    home_from = np.where(tested, np.minimum(unwell, tested_at), unwell)
    home = rests | tested
    return Infections(
        person=person,
        infector=infector,
        venue=venue,
        infected_at=infected_at,
        infectious_from=infected_at + _days(latent),
        peak_at=peak,
        infectious_until=peak + _days(rng.gamma(*law.wanes, count)),
        onset_at=np.where(ill, peak, -1),
        tested_at=tested_at,
        reported_at=reported_at,
        home_from=np.where(home, home_from, -1),
        home_until=np.where(
            home, np.maximum(home_from + 7 * DAY, np.where(tested, tested_at + 10 * DAY, -1)), -1
        ),
        strength=strength,
    )

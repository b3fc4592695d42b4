"""Outbreaks as a branching process with contact tracing, many side by side.

Nobody meets anybody here and there is no city: a case infects a number of others, at moments around its
onset, unless it is found before. What is asked is what tracing does to that number. After Bradshaw and
others, Nature Communications 12:232, 2021; their public program settles what the paper leaves open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.simulation.branching_cases import Generation, drawn, infected_by
from app.simulation.branching_settings import Setting
from app.simulation.branching_tracing import trace
from app.simulation.columns import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Outbreaks:
    """What became of each outbreak, (n,) each."""

    infected: Ints
    """Cases but for the index cases."""
    infectors: Ints
    """Cases whose infections are all counted: all but the last generation of an outbreak that still runs."""
    died_out: Bools

    def reproduction(self) -> Floats:
        """Effective reproduction number of each outbreak: infections by a case, generations together."""
        return self.infected / self.infectors


def spread(setting: Setting, outbreaks: int, rng: np.random.Generator) -> Outbreaks:
    """Let outbreaks run until they die out or reach a limit.

    Args:
        setting: The scenario.
        outbreaks: How many, side by side; 50 of the default size need some 50 MB.
        rng: All that is random.
    """
    generations = [_index_cases(setting, outbreaks, rng)]
    active, died_out = np.ones(outbreaks, dtype=bool), np.zeros(outbreaks, dtype=bool)
    newest = np.zeros(outbreaks, dtype=np.int64)
    total = newest
    while active.any():
        exposed, infector = infected_by(generations[-1], active, setting.course, rng)
        outbreak = generations[-1].outbreak[infector]
        generations.append(drawn(setting, exposed, outbreak, infector, before=generations[-1], rng=rng))
        trace(generations, setting.tracing, outbreaks)
        sizes = _sizes(generations, outbreaks)
        total = sizes.sum(axis=0)
        newest = np.where(active, sizes[-1], newest)
        died_out |= active & (newest == 0)
        latest = _latest(generations[-1], outbreaks)
        active &= (newest > 0) & (total < setting.limits.cases) & (latest < setting.limits.days)
    return Outbreaks(total - setting.limits.index_cases, total - newest, died_out)


def _index_cases(setting: Setting, outbreaks: int, rng: np.random.Generator) -> Generation:
    outbreak = np.repeat(np.arange(outbreaks), setting.limits.index_cases)
    nobody = np.full(len(outbreak), -1)
    return drawn(setting, np.zeros(len(outbreak)), outbreak, nobody, before=None, rng=rng)


def _sizes(generations: Sequence[Generation], outbreaks: int) -> Ints:
    """(generations, outbreaks) cases that happened."""
    return np.array([np.bincount(g.outbreak[g.happened], minlength=outbreaks) for g in generations])


def _latest(generation: Generation, outbreaks: int) -> Floats:
    """The last exposure of the newest generation, by outbreak."""
    latest = np.zeros(outbreaks)
    np.maximum.at(latest, generation.outbreak[generation.happened], generation.exposed[generation.happened])
    return latest

"""What contact tracing does to an outbreak: forward or both ways, two days back or six.

Figures to compare with: Bradshaw and others, Nature Communications 12:232, 2021, manual tracing alone, nine
of ten contacts found, 1,000 outbreaks. Two of the paper's scenarios share each setting, hence two figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

import numpy as np

from app.simulation.branching import Outbreaks, spread
from app.simulation.branching_settings import ImpossibleSetting, Limits, Setting, Start, Tracing
from app.simulation.columns import Floats, stream

SCENARIOS: Final = {
    "none": Tracing(found=0.0),
    "forward 2 days": Tracing(window=2.0),
    "forward 6 days": Tracing(window=6.0),
    "both ways 2 days": Tracing(window=2.0, backward=True),
    "both ways 6 days": Tracing(window=6.0, backward=True),
}
PUBLISHED: Final = {
    "none": (2.28, 2.32),
    "forward 2 days": (2.05, 2.07),
    "forward 6 days": (2.02, 2.01),
    "both ways 2 days": (1.87, 1.87),
    "both ways 6 days": (1.55, 1.53),
}
_AT_ONCE = 50
"""Outbreaks side by side: more need memory, fewer need time."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The outcome of one scenario."""

    scenario: str
    start: Start
    outbreaks: int
    reproduction: float
    """Effective reproduction number: the mean over outbreaks, each counting the same. So it is published."""
    standard_error: float
    pooled: float
    """Infections by a case, every case of every outbreak counting the same: less chance, large outbreaks."""
    pooled_error: float
    died_out: float
    """Share of outbreaks that ended by themselves."""
    published: tuple[float, ...]
    """What the paper reports for it; empty where it reports nothing."""


def effect(
    scenario: str, outbreaks: int, seed: int, *, start: Start = Start.PUBLISHED, limits: Limits | None = None
) -> Effect:
    """Simulate one of `SCENARIOS`.

    Args:
        scenario: Its name.
        outbreaks: How many, at least two; a thousand of the published size take about five seconds.
        seed: Gives the same figures again.
        start: When contacts begin to be sought; the published figures are for `Start.PUBLISHED`.
        limits: Other than the published 20 index cases and 10,000 cases.

    Raises:
        ImpossibleSetting: no such scenario, or fewer than two outbreaks.
    """
    if scenario not in SCENARIOS or outbreaks < 2:  # noqa: PLR2004 - a standard error needs two
        raise ImpossibleSetting(f"{outbreaks} outbreaks of {scenario!r}")
    setting = Setting(replace(SCENARIOS[scenario], start=start), limits=limits or Limits())
    parts = [
        spread(setting, min(_AT_ONCE, outbreaks - begin), stream(seed, begin))
        for begin in range(0, outbreaks, _AT_ONCE)
    ]
    each = np.concatenate([part.reproduction() for part in parts])
    pooled, pooled_error = _pooled(parts)
    return Effect(
        scenario=scenario,
        start=start,
        outbreaks=outbreaks,
        reproduction=float(each.mean()),
        standard_error=float(each.std(ddof=1)) / sqrt(outbreaks),
        pooled=pooled,
        pooled_error=pooled_error,
        died_out=float(np.concatenate([part.died_out for part in parts]).mean()),
        published=PUBLISHED[scenario] if start is Start.PUBLISHED else (),
    )


def effect_table(seed: int, runs: int) -> list[Effect]:
    """The five published scenarios, then the same directions with one start of tracing for all of them.

    The second part is the fairer comparison: in the published figures tracing starts earlier, and for cases
    that test negative too, only where infectors are sought. Forward tracing alone starts with a positive test
    there, so it is not repeated for that start.
    """
    rows = [effect(name, runs, seed) for name in SCENARIOS]
    for start in (Start.POSITIVE_TEST, Start.ISOLATION):
        for name, tracing in SCENARIOS.items():
            if tracing.backward or (tracing.found and start is Start.ISOLATION):
                rows.append(effect(name, runs, seed, start=start))
    return rows


def _pooled(parts: Sequence[Outbreaks]) -> tuple[float, float]:
    """A ratio of sums over outbreaks, with the standard error of such a ratio."""
    infected: Floats = np.concatenate([part.infected for part in parts]).astype(float)
    infectors: Floats = np.concatenate([part.infectors for part in parts]).astype(float)
    ratio = infected.sum() / infectors.sum()
    spread_out = ((infected - ratio * infectors) ** 2).sum() / (len(infected) - 1)
    return float(ratio), sqrt(spread_out / len(infected)) / float(infectors.mean())

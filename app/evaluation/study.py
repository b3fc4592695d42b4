"""Which cities are looked at, at which levels, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from app.domain.profiles.covid_19 import COVID_19
from app.evaluation.baselines import BASELINES
from app.evaluation.lists import Ranker
from app.evaluation.ours import OURS
from app.evaluation.reported import reported
from app.evaluation.scoring import Score, score
from app.evaluation.seen import seen
from app.evaluation.truth import truth
from app.simulation.city import simulate
from app.simulation.observing import observed
from app.simulation.worlds import WORLDS

TUNING: Final = range(1, 21)
"""Whatever is set by looking at results is set on these seeds ..."""
REPORTING: Final = range(101, 151)
"""... and told of these."""
COMPLIANCE: Final = (0.2, 0.4, 0.6, 0.8, 1.0)
CHECK_OUTS: Final = (0.0, 0.5, 1.0)
RANKERS: Final = (OURS, *BASELINES)
START: Final = date(2026, 11, 2)
_DISEASE: Final = COVID_19
"""The made-up disease is like it; the tracer's profile of it is the one that ships."""


@dataclass(frozen=True, slots=True, order=True)
class Level:
    """How well people take part, as shares of their stays."""

    compliance: float
    check_outs: float

    def __str__(self) -> str:
        return f"{self.compliance:.0%} / {self.check_outs:.0%}"


LEVELS: Final = tuple(Level(scan, out) for scan in COMPLIANCE for out in CHECK_OUTS)
MIDDLE: Final = Level(0.6, 0.5)


@dataclass(frozen=True, slots=True)
class Study:
    """A set of cities."""

    people: int = 8000
    days: int = 28
    seeds: tuple[int, ...] = tuple(REPORTING)
    worlds: tuple[str, ...] = ("plain", "misspecified")
    """Seen at every level."""
    parts: tuple[str, ...] = ("near field", "frailty", "unrecorded")
    """Seen at the middle level only: what each broken assumption costs."""
    levels: tuple[Level, ...] = LEVELS

    @property
    def cities(self) -> list[tuple[str, int]]:
        """Every world and seed."""
        return [(world, seed) for world in (*self.worlds, *self.parts) for seed in self.seeds]

    def levels_of(self, world: str) -> tuple[Level, ...]:
        """At which levels a world is seen."""
        return (
            self.levels if world in self.worlds else tuple(level for level in self.levels if level == MIDDLE)
        )


FULL: Final = Study()
QUICK: Final = replace(
    FULL, people=1500, days=16, seeds=(1, 2, 3), levels=(Level(0.2, 0.0), MIDDLE, Level(1.0, 1.0))
)
"""For tests: every step, no conclusion."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One city at one level."""

    world: str
    seed: int
    level: Level
    cases: int
    infections: int
    """In venues by index cases: those asked for."""
    scores: dict[str, Score]


def outcomes(study: Study, world: str, seed: int, rankers: tuple[Ranker, ...] = RANKERS) -> list[Outcome]:
    """One city lived once and seen at every level."""
    until = START + timedelta(days=study.days - 1)
    city = simulate(study.people, START, until, seed, law=WORLDS[world])
    cases = reported(city, _DISEASE)
    happened = truth(city, cases)
    found = []
    for level in study.levels_of(world):
        scans = observed(city, compliance=level.compliance, check_outs=level.check_outs, seed=seed)
        scores = score(seen(city, scans, cases, _DISEASE), happened, rankers)
        found.append(Outcome(world, seed, level, len(cases), len(happened.case), scores))
    return found


def run(study: Study, processes: int) -> Iterator[list[Outcome]]:
    """All cities, in the order of the study, each as soon as it and those before it are done."""
    if processes == 1:
        yield from (outcomes(study, world, seed) for world, seed in study.cities)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(
            outcomes, *zip(*((study, world, seed) for world, seed in study.cities), strict=True)
        )

"""All outcomes put together: by world, level, ranker and figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.evaluation.metrics import Reliability
from app.evaluation.paired import Estimate, difference, estimate
from app.evaluation.study import RANKERS, Level, Outcome

OURS = RANKERS[0].key
BASELINES = tuple(ranker.key for ranker in RANKERS[1:])
NAMES = {ranker.key: ranker.name for ranker in RANKERS}
FIGURES = {
    "recall": "infections listed",
    "precision_10": "precision of 10 calls a case",
    "precision_20": "precision of 20 calls a case",
    "precision_day_10": "precision of 10 calls a case, spent city-wide each day",
    "auc": "ranking AUC",
    "source_1": "source venue first",
    "source_3": "source venue in the first 3",
    "source_10": "source venue in the first 10",
    "infector_1": "infector first",
    "infector_3": "infector in the first 3",
}
"""On which rankers are compared; more is better in all."""


@dataclass(slots=True)
class Summary:
    """Grows by the outcomes of one city after the other."""

    cells: dict[tuple[str, Level], list[Outcome]] = field(default_factory=dict)

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Put in one more city."""
        for outcome in outcomes:
            self.cells.setdefault((outcome.world, outcome.level), []).append(outcome)

    def levels(self, world: str) -> list[Level]:
        """At which a world was seen."""
        return sorted(level for name, level in self.cells if name == world)

    def values(self, world: str, level: Level, ranker: str, figure: str) -> list[float]:
        """One figure of one ranker, city by city."""
        cell = self.cells[world, level]
        return [outcome.scores[ranker].figures.get(figure, float("nan")) for outcome in cell]

    def mean(self, world: str, level: Level, ranker: str, figure: str) -> Estimate:
        """The same as a mean."""
        return estimate(self.values(world, level, ranker, figure))

    def ahead(self, world: str, level: Level, baseline: str, figure: str) -> Estimate:
        """Ours less a baseline, paired by city."""
        ours, theirs = (self.values(world, level, ranker, figure) for ranker in (OURS, baseline))
        return difference(ours, theirs)

    def curve(self, world: str, level: Level) -> Reliability:
        """Our reliability curve over all cities together."""
        curves = [outcome.scores[OURS].curve for outcome in self.cells[world, level]]
        known = [curve for curve in curves if curve is not None]
        total = known[0]
        for curve in known[1:]:
            total = total.plus(curve)
        return total

    def cities(self, world: str) -> list[Outcome]:
        """Each city of a world once."""
        return self.cells[world, self.levels(world)[0]]

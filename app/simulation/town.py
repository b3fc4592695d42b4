"""What does not change from day to day: places, people, and what lies around whom."""

from __future__ import annotations

from dataclasses import dataclass

from app.simulation.around import Around
from app.simulation.places import Places
from app.simulation.residents import Residents


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """Where every day begins from."""

    places: Places
    around: Around
    residents: Residents

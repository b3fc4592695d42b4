"""What truly happened: the infections that a tracer should have found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.evaluation.reported import NOBODY, Reported
from app.simulation.city import City
from app.simulation.columns import Ints
from app.simulation.illness import ELSEWHERE


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Infections by index cases, and where the index cases themselves were infected."""

    case: Ints
    person: Ints
    """Pairs of an index case (its row) and somebody whom it infected in a venue before its report, and who
    belongs on its list: not of its household, not reported earlier."""
    elsewhere: int
    """How many more it infected where there was no poster, under the same rules."""
    source: Ints
    """By case: the venue of its own infection, or a negative number where that was in none."""
    infector: Ints
    """By case: the row of the case that infected it in a venue, or -1 where there is none or it was never
    reported."""


def truth(city: City, cases: Reported) -> Truth:
    """The truth about these cases."""
    infections = city.infections
    by = np.where(infections.infector >= 0, cases.row_of[infections.infector], NOBODY)
    person = infections.person.astype(np.int64)
    rows = np.flatnonzero((by >= 0) & (infections.infected_at < cases.reported_at[by]))
    rows = rows[cases.called(by[rows], person[rows])]
    here = rows[infections.venue[rows] >= 0]
    row_of_infection = np.full(len(city.residents), NOBODY, dtype=np.int64)
    row_of_infection[person] = np.arange(len(person))
    own = row_of_infection[cases.who]
    source = infections.venue[own]
    return Truth(
        case=by[here],
        person=person[here],
        elsewhere=int((infections.venue[rows] == ELSEWHERE).sum()),
        source=source,
        infector=np.where(source >= 0, by[own], NOBODY),
    )

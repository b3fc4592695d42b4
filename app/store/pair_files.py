"""Who was with which case, in Parquet: one row a case and person, the three meetings worth most beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.science.city_columns import Cases, Pairs
from app.science.combining import infected_by_one
from app.store.export_files import write_table
from app.store.exported_city import id_column

Ids = NDArray[np.uint8]
_PARTS: Final = 3


def write_pairs(
    path: Path,
    found: Pairs,
    cases: Cases,
    *,
    case_ids: Ids,
    persons: Ids,
    venues: Ids,
    metadata: Mapping[str, str],
) -> None:
    """Write what was found for some cases.

    Args:
        path: A new file, written whole or not at all.
        found: The pairs of `cases`, in their numbers.
        cases: For what an hour is worth.
        case_ids: By number among `cases`, shape (cases, 16).
        persons: By number, the pseudonyms under which the file calls them, shape (persons, 16).
        venues: By number, shape (venues, 16).
        metadata: What the file says of itself.
    """
    columns: dict[str, Any] = {
        "case": id_column(case_ids[found.case]),
        "person": id_column(persons[found.person]),
        "probability": _probability(found, cases),
        **{name: getattr(found, name) for name in ("hours", "least", "most", "exposures", "band")},
    }
    for place in range(_PARTS):
        columns |= _part(found, place, venues)
    write_table(path, columns, metadata)


def _probability(found: Pairs, cases: Cases) -> NDArray[np.float64]:
    """That the case infected the person; 0 where the rule knows no dose."""
    chance = np.zeros(len(found.case))
    rule = cases.rule[found.case]
    for number in np.unique(rule):
        *_, dose, per_hour, dispersion = cases.rules[number]
        if dose:
            rows = rule == number
            chance[rows] = infected_by_one(found.hours[rows] * per_hour, dispersion)
    return chance


def _part(found: Pairs, place: int, venues: Ids) -> dict[str, Any]:
    """The meeting that comes so far down in each pair; null where there are fewer."""
    import pyarrow as pa

    rows = found.first[:-1] + place
    there = rows < found.first[1:]
    rows = np.where(there, rows, 0)
    start = found.part_start[rows] if len(found.part_start) else np.zeros(0, dtype=np.int64)
    where = found.part_venue[rows] if len(found.part_venue) else np.zeros(0, dtype=np.int64)
    hours = found.part_hours[rows] if len(found.part_hours) else np.zeros(0)
    n = place + 1
    return {
        f"venue_{n}": id_column(venues[where], there),
        f"start_{n}": pa.array(start.view("datetime64[ms]"), mask=~there),
        f"hours_{n}": pa.array(hours, mask=~there),
    }

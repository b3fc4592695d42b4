"""The order of each trace's list, kept when the trace is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from app.domain.assurance import Flag
from app.store import place_columns
from app.store.raw_ids import Ids, raw
from app.store.tables import TraceListRow

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TraceList:
    """Who is on a list."""

    persons: Ids
    """In the order in which to call them."""
    shared: Ints
    """Beside each: microseconds together, and in the air left behind."""
    flag_counts: Mapping[Flag, int]
    """People with at least one exposure under each flag, for flags that somebody has."""


def add(session: Session, trace: UUID, kept: TraceList) -> None:
    """Keep the order of a new trace's list."""
    session.add(
        TraceListRow(
            trace=trace,
            persons=raw(kept.persons),
            shared=kept.shared.astype(">i8").tobytes(),
            flag_counts={str(flag.value): count for flag, count in kept.flag_counts.items()},
        )
    )
    session.flush()


def get(session: Session, trace: UUID) -> TraceList | None:
    """The order of a trace's list, if it still stands.

    None for a trace that is older than this table, and where somebody on the list has been joined into
    another person since: two lines may be one then, and worth more.
    """
    row = session.get(TraceListRow, trace)
    if row is None:
        return None
    persons = np.frombuffer(row.persons, "S16")
    if len(place_columns.joined(session, persons)[0]):
        return None
    counts = {Flag(int(flag)): count for flag, count in row.flag_counts.items()}
    return TraceList(persons, np.frombuffer(row.shared, ">i8").astype(np.int64), counts)

"""The list of a trace put in order once, when it is made, so that nobody who looks at it has to wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import numpy as np

from app.domain.assurance import Flag
from app.science.ranking import ranked
from app.science.ranking_columns import Shared, order_of
from app.science.tracing import Exposure
from app.store.exposure_rows import ExposureColumns
from app.store.raw_ids import ids_of, no_ids, numbered
from app.store.trace_lists import TraceList

_MICROSECOND: Final = timedelta(microseconds=1)


def order_of_columns(found: ExposureColumns) -> TraceList:
    """The list of a trace that was made over columns."""
    first = np.flatnonzero(found.number == 1)
    if not len(first):
        return TraceList(no_ids(), np.empty(0, dtype=np.int64), {})
    order = order_of(
        Shared(
            who=np.cumsum(found.number == 1) - 1,
            venue=numbered(found.venue)[1],
            start=found.start,
            end=found.end,
            together=found.together,
            after=found.after,
            weakness=found.weakness,
            parts=found.parts,
        )
    )
    flags = np.bitwise_or.reduceat(found.flags, first)
    counts = {flag: int(np.count_nonzero(flags & flag.value)) for flag in Flag}
    return TraceList(
        found.person[first][order],
        np.add.reduceat(found.together + found.after, first)[order],
        {flag: count for flag, count in counts.items() if count},
    )


def order_of_objects(shared: Sequence[Exposure]) -> TraceList:
    """The same of one that was made visit by visit."""
    lengths = time_shared(shared)
    order = [one.who for one in ranked(shared)]
    return TraceList(
        ids_of(order) if order else no_ids(),
        np.array([lengths[who] // _MICROSECOND for who in order], dtype=np.int64),
        people_under_flags(shared),
    )


def time_shared(shared: Sequence[Exposure]) -> dict[UUID, timedelta]:
    """How long each person shared a place with the case, or its air."""
    found: dict[UUID, timedelta] = {}
    for exposure in shared:
        found[exposure.who] = found.get(exposure.who, timedelta()) + exposure.together + exposure.after
    return found


def people_under_flags(shared: Sequence[Exposure]) -> dict[Flag, int]:
    """How many people have an exposure under each flag that somebody has."""
    return {flag: count for flag in Flag if (count := len({e.who for e in shared if e.flags & flag}))}

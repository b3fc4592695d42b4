"""The exposures of one trace from columns into rows: one statement, without an object for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from app.science.trace_columns import BY_WEAKNESS
from app.store import binary_copy
from app.store.exposures import DOSE
from app.store.raw_ids import SIZE, Ids, raw

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_COLUMNS: Final = (
    *("trace", "person", "number", "venue", "zone", "starts_at", "ends_at"),
    *("assumed", "assurance", "flags", "companions", "children"),
    *("together", "after", "threshold", "on_shift", *DOSE),
)
_PLACES: Final = ["nullif(?, x'')" if name == "zone" else "?" for name in _COLUMNS]
_INSERT: Final = f"INSERT INTO exposures ({', '.join(_COLUMNS)}) VALUES ({', '.join(_PLACES)})"  # noqa: S608 - names of ours
_NOWHERE: Final = bytearray()
_WORDS: Final = [assurance.value for assurance in BY_WEAKNESS]
_SECOND: Final = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class ExposureColumns:
    """One row an exposure, those of one person together; shape (rows,). Times in microseconds since 1970."""

    person: Ids
    number: Ints
    """From 1 for each person."""
    venue: Ids
    zone: Ids
    """All zeros: the venue as a whole."""
    start: Ints
    end: Ints
    together: Ints
    after: Ints
    threshold: Floats
    """Seconds."""
    assumed: Bools
    weakness: Ints
    """The place of each one's assurance among `BY_WEAKNESS`."""
    on_shift: Bools
    flags: Ints
    companions: Ints
    children: Ints
    parts: Mapping[str, Floats] | None

    def __len__(self) -> int:
        return len(self.start)


def add(session: Session, trace: UUID, found: ExposureColumns) -> None:
    """Keep the exposures of a new trace."""
    if not len(found):
        return
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_INSERT, list(_rows(trace, found)))
    else:
        binary_copy.copy_rows(connection, "exposures", _COLUMNS, _packed(trace, found))


def _rows(trace: UUID, found: ExposureColumns) -> Iterable[tuple[object, ...]]:
    """For SQLite: one tuple a row, of what its driver takes as it is.

    Numbers, texts and `bytearray`s: for each `bytes`, bool and None it searches for an adapter, which took
    as long as to keep the row.
    """
    dose = (
        [[None] * len(found)] * len(DOSE)
        if found.parts is None
        else [found.parts[name].tolist() for name in DOSE]
    )
    somewhere = (found.zone != b"").tolist()
    return zip(
        [bytearray(trace.bytes)] * len(found),
        _blobs(found.person),
        found.number.tolist(),
        _blobs(found.venue),
        [zone if there else _NOWHERE for zone, there in zip(_blobs(found.zone), somewhere, strict=True)],
        found.start.tolist(),
        found.end.tolist(),
        found.assumed.astype(int).tolist(),
        [_WORDS[weakness] for weakness in found.weakness.tolist()],
        found.flags.tolist(),
        found.companions.tolist(),
        found.children.tolist(),
        (found.together / _SECOND).tolist(),
        (found.after / _SECOND).tolist(),
        found.threshold.tolist(),
        found.on_shift.astype(int).tolist(),
        *dose,
        strict=True,
    )


def _blobs(ids: Ids) -> list[bytearray]:
    blob = bytearray(raw(ids))
    return [blob[at : at + SIZE] for at in range(0, len(blob), SIZE)]


def _packed(trace: UUID, found: ExposureColumns) -> Iterator[bytes]:
    """For PostgreSQL: rows that look alike together, so that none is made alone."""
    nowhere = found.zone == b""
    for weakness, assurance in enumerate(BY_WEAKNESS):
        for without_zone in (True, False):
            rows = np.flatnonzero((found.weakness == weakness) & (nowhere == without_zone))
            if not len(rows):
                continue
            columns: dict[str, binary_copy.Value] = {
                "trace": np.array(np.void(trace.bytes)),
                "person": found.person[rows].view("V16"),
                "number": found.number[rows].astype(">i4"),
                "venue": found.venue[rows].view("V16"),
                "zone": None if without_zone else found.zone[rows].view("V16"),
                "starts_at": binary_copy.instants(found.start[rows]),
                "ends_at": binary_copy.instants(found.end[rows]),
                "assumed": found.assumed[rows].astype("i1"),
                "assurance": np.array(assurance.value.encode()),
                "flags": found.flags[rows].astype(">i2"),
                "companions": found.companions[rows].astype(">i2"),
                "children": found.children[rows].astype(">i2"),
                "together": (found.together[rows] / _SECOND).astype(">f8"),
                "after": (found.after[rows] / _SECOND).astype(">f8"),
                "threshold": found.threshold[rows].astype(">f8"),
                "on_shift": found.on_shift[rows].astype("i1"),
            }
            for name in DOSE:
                columns[name] = None if found.parts is None else found.parts[name][rows].astype(">f8")
            yield binary_copy.packed(columns, len(rows))

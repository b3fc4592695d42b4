"""The exposures of one trace from columns into rows: one statement, without an object for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from app.science.trace_columns import BY_WEAKNESS
from app.store import binary_copy
from app.store.raw_ids import SIZE, Ids, raw

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_COLUMNS: Final = (
    *("trace", "person", "number", "venue", "zone", "starts_at", "ends_at"),
    *("assumed", "assurance", "flags", "parts", "companions", "children"),
)
_INSERT: Final = f"INSERT INTO exposures ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - names of ours
_SECOND: Final = 1_000_000
_JSONB: Final = "\x01"
"""The version that the binary form of `jsonb` begins with."""


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
        connection.exec_driver_sql(_INSERT, _rows(trace, found))
    else:
        binary_copy.copy_rows(connection, "exposures", _COLUMNS, _packed(trace, found))


def _documents(found: ExposureColumns) -> list[str]:
    """The parts of each exposure as JSON; numbers are written as `json` writes them."""
    lengths = (found.together / _SECOND, found.after / _SECOND, found.threshold)
    doses = ["null"] * len(found) if found.parts is None else _doses(found.parts)
    return [
        f'{{"together": {together!r}, "after": {after!r}, "threshold": {threshold!r}, "counted": null, '
        f'"on_shift": {"true" if shift else "false"}, "dose": {dose}}}'
        for together, after, threshold, shift, dose in zip(
            *(column.tolist() for column in lengths), found.on_shift.tolist(), doses, strict=True
        )
    ]


def _doses(parts: Mapping[str, Floats]) -> list[str]:
    names = [f'"{name}"' for name in parts]
    rows = zip(*(column.tolist() for column in parts.values()), strict=True)
    return ["{" + ", ".join([f"{n}: {v!r}" for n, v in zip(names, row, strict=True)]) + "}" for row in rows]


def _rows(trace: UUID, found: ExposureColumns) -> list[tuple[object, ...]]:
    """For SQLite: one tuple a row."""
    name = trace.bytes
    zones = [zone if any(zone) else None for zone in _blobs(found.zone)]
    columns = (
        found.number,
        found.start,
        found.end,
        found.assumed,
        found.flags,
        found.companions,
        found.children,
    )
    return [
        (name, person, number, venue, zone, start, end, assumed, word, flags, document, companions, children)
        for (
            number,
            start,
            end,
            assumed,
            flags,
            companions,
            children,
        ), person, venue, zone, word, document in zip(
            zip(*(column.tolist() for column in columns), strict=True),
            _blobs(found.person),
            _blobs(found.venue),
            zones,
            [BY_WEAKNESS[weakness].value for weakness in found.weakness.tolist()],
            _documents(found),
            strict=True,
        )
    ]


def _blobs(ids: Ids) -> list[bytes]:
    blob = raw(ids)
    return [blob[at : at + SIZE] for at in range(0, len(blob), SIZE)]


def _packed(trace: UUID, found: ExposureColumns) -> Iterator[bytes]:
    """For PostgreSQL: rows that look alike together, so that none is made alone."""
    documents = _documents(found)
    # One width for all: what `jsonb` reads may end in spaces.
    width = max(map(len, documents))
    text = "".join([_JSONB + document.ljust(width) for document in documents])
    parts = np.frombuffer(text.encode(), f"V{width + 1}")
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
                "parts": parts[rows],
                "companions": found.companions[rows].astype(">i2"),
                "children": found.children[rows].astype(">i2"),
            }
            yield binary_copy.packed(columns, len(rows))

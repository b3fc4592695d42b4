"""What a trace of the whole city writes: pairs as they are found, contacts at the end, both in Parquet.

pairs.parquet     one row a case and person, the three meetings worth most beside it; some cases a row group
contacts.parquet  one row a person: all cases together, and the three meetings worth most
cases.parquet, venues.parquet  which cases and venues the numbers in both stand for
persons are numbers in pairs, explained in contacts by a pseudonym under the run's own key
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from app.science.ahead import done_ahead
from app.science.city_columns import Pairs
from app.store.exported_city import id_column

if TYPE_CHECKING:
    import pyarrow as pa

    from app.science.city_contacts import Contacts

PAIRS: Final = "pairs.parquet"
CONTACTS: Final = "contacts.parquet"
_PARTS: Final = 3
_PERSONS_AT_ONCE: Final = 500_000
_NUMBERS: Final = {
    "case": "int32",
    "person": "int32",
    **dict.fromkeys(("hours", "least", "most"), "float64"),
    "exposures": "int32",
    "band": "int8",
}
Pseudonyms = Any


class PairsFile:
    """A file that takes pairs while the next ones are computed; it gets its name when all are in it."""

    def __init__(self, path: Path, metadata: Mapping[str, str]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._path, self._draft = path, path.with_name(f".{path.name}.part")
        kinds = [(name, getattr(pa, kind)()) for name, kind in _NUMBERS.items()]
        for n in range(1, _PARTS + 1):
            kinds += [
                (f"venue_{n}", pa.int32()),
                (f"start_{n}", pa.timestamp("ms")),
                (f"hours_{n}", pa.float64()),
            ]
        self._schema = pa.schema(kinds, metadata=dict(metadata))
        self._file = os.fdopen(os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        # Sorted and small numbers shrink as a dictionary; to press the hours costs more than to write them.
        rare = [f"{name}_{n}" for name in ("venue", "start", "hours") for n in (2, 3)]
        small = ["case", "exposures", "band", *rare]
        self._writer = pq.ParquetWriter(
            self._file, self._schema, compression="none", use_dictionary=small, write_statistics=["case"]
        )
        self._thread = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def write(self, found: Pairs) -> None:
        """Add a row group; returns while it is being written, and waits for the one before."""
        self._wait()
        self.rows += len(found.case)
        if len(found.case):
            self._last = self._thread.submit(self._write, found)

    def finish(self) -> None:
        """Wait for the last row group."""
        self._wait()

    def _write(self, found: Pairs) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.table(_columns(found), schema=self._schema), row_group_size=1 << 30)

    def _wait(self) -> None:
        last, self._last = self._last, None
        if last is not None:
            last.result()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._wait()
        finally:
            self._thread.shutdown()
            self._writer.close()
            self._file.close()
        if kind is None:
            self._draft.replace(self._path)
        else:
            self._draft.unlink()


def _columns(found: Pairs) -> dict[str, Any]:
    import pyarrow as pa

    from app.science.city_pairs import best

    columns: dict[str, Any] = {name: getattr(found, name) for name in _NUMBERS}
    parts = best(found)
    for place in range(_PARTS):
        n, mask = place + 1, None if place == 0 else parts.missing[place]
        columns[f"venue_{n}"] = pa.array(parts.venue[place], mask=mask)
        columns[f"start_{n}"] = pa.array(parts.start[place].view("datetime64[ms]"), mask=mask)
        columns[f"hours_{n}"] = pa.array(parts.hours[place], mask=mask)
    return columns


def read_pairs(path: Path) -> Iterator[Pairs]:
    """The row groups of a file of pairs, with up to three meetings a pair."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            yield _pairs({name: table[name] for name in table.column_names})


def _pairs(columns: Mapping[str, Any]) -> Pairs:
    held = {name: columns[name].to_numpy().copy() for name in _NUMBERS}
    there = np.stack([columns[f"venue_{n}"].is_valid().to_numpy() for n in range(1, _PARTS + 1)], axis=1)
    parts = {}
    for name, zero in (("venue", 0), ("start", np.datetime64(0, "ms")), ("hours", 0.0)):
        all_three = [columns[f"{name}_{n}"].fill_null(zero).to_numpy() for n in range(1, _PARTS + 1)]
        parts[name] = np.stack(all_three, axis=1)[there]
    start = parts["start"].astype("datetime64[ms]").astype(np.int64)
    first = np.concatenate(([0], np.cumsum(there.sum(axis=1))))
    return Pairs(
        **held, first=first, part_venue=parts["venue"].astype(np.int32), part_start=start,
        part_hours=parts["hours"],
    )  # fmt: skip


def write_contacts(
    path: Path, contacts: Contacts, hidden: Pseudonyms, *, origin: int, metadata: Mapping[str, str]
) -> int:
    """Write everybody whom any case lists, by number; returns how many.

    Args:
        path: Gets its name when all is in it.
        contacts: By number of a person.
        hidden: Gives the pseudonyms of the persons with these numbers, shape (numbers, 16).
        origin: Milliseconds since 1970 from which the contacts' times count.
        metadata: What the file says of itself.
    """
    import pyarrow.parquet as pq

    draft, written, writer = path.with_name(f".{path.name}.part"), 0, None
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        # The numbers of a crowd without anybody are one table too: a file says what its columns are.
        begins = range(0, max(len(contacts.cases), 1), _PERSONS_AT_ONCE)
        for table in done_ahead(lambda begin: _people(contacts, begin, hidden, origin), begins):
            writer = writer or pq.ParquetWriter(
                file, table.schema.with_metadata(dict(metadata)), compression="none", use_dictionary=False
            )
            writer.write_table(table.replace_schema_metadata(dict(metadata)))
            written += table.num_rows
        if writer is not None:
            writer.close()
    draft.replace(path)
    return written


def _people(contacts: Contacts, begin: int, hidden: Pseudonyms, origin: int) -> pa.Table:
    import pyarrow as pa

    listed = np.flatnonzero(contacts.cases[begin : begin + _PERSONS_AT_ONCE]) + begin
    some = contacts.some(listed)
    columns: dict[str, Any] = {
        "person": listed.astype(np.int32),
        "pseudonym": id_column(hidden(listed)),
        "probability": 1 - some.spared,
        "cases": some.cases,
        "exposures": some.exposures,
    }
    for place in range(_PARTS):
        n, missing = place + 1, some.case[:, place] < 0
        start = (origin // 1000 + some.start[:, place].astype(np.int64)).view("datetime64[s]")
        columns[f"case_{n}"] = pa.array(some.case[:, place], mask=missing)
        columns[f"venue_{n}"] = pa.array(some.venue[:, place], mask=missing)
        columns[f"start_{n}"] = pa.array(start, mask=missing)
        columns[f"hours_{n}"] = pa.array(some.hours[:, place], mask=missing)
    return pa.table(columns)

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
from numpy.typing import NDArray

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

        self._path, self._draft = path, _draft(path)
        fields = [pa.field(name, getattr(pa, kind)(), nullable=False) for name, kind in _NUMBERS.items()]
        for n in range(1, _PARTS + 1):
            fields += [pa.field(f"{name}_{n}", kind, nullable=n > 1) for name, kind in _meeting().items()]
        self._schema = pa.schema(fields, metadata=dict(metadata))
        self._file = pa.OSFile(str(self._draft), "wb")
        # Sorted and small numbers take no room as differences; to press hours would cost more than it saves.
        self._writer = pq.ParquetWriter(
            self._file,
            self._schema,
            compression="none",
            use_dictionary=False,
            column_encoding=dict.fromkeys(("case", "exposures", "band"), "DELTA_BINARY_PACKED"),
            write_statistics=["case"],
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

        table = pa.Table.from_arrays(_columns(found), schema=self._schema)
        self._writer.write_table(table, row_group_size=1 << 30)

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


def _columns(found: Pairs) -> list[Any]:
    """In the order of the schema."""
    import pyarrow as pa

    from app.science.city_pairs import best

    parts, columns = best(found), [pa.array(getattr(found, name)) for name in _NUMBERS]
    for place in range(_PARTS):
        there = parts.there[place] if place else None
        columns += [_column(kind, getattr(parts, name)[place], there) for name, kind in _meeting().items()]
    return columns


def _meeting() -> dict[str, Any]:
    """The columns of a meeting."""
    import pyarrow as pa

    return {"venue": pa.int32(), "start": pa.timestamp("ms"), "hours": pa.float64()}


def _column(kind: Any, values: NDArray[Any], there: NDArray[np.uint8] | None = None) -> Any:  # noqa: ANN401 - pyarrow's
    """The values as they lie in memory; null where the bit of `there` is not set."""
    import pyarrow as pa

    known = None if there is None else pa.py_buffer(there)
    return pa.Array.from_buffers(kind, len(values), [known, pa.py_buffer(values)])


def _draft(path: Path) -> Path:
    """A new empty file beside it that nobody but its owner may read, to be opened by pyarrow itself.

    Written through a file of Python's, every page would be copied and wait for the interpreter.
    """
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return draft


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
    import pyarrow as pa
    import pyarrow.parquet as pq

    draft, written, writer = _draft(path), 0, None
    with pa.OSFile(str(draft), "wb") as file:
        # The numbers of a crowd without anybody are one table too: a file says what its columns are.
        begins = range(0, max(len(contacts), 1), _PERSONS_AT_ONCE)
        for table in done_ahead(lambda begin: _people(contacts, begin, hidden, origin), begins):
            writer = writer or pq.ParquetWriter(
                file,
                table.schema.with_metadata(dict(metadata)),
                compression="none",
                use_dictionary=False,
                write_statistics=["person"],
            )
            writer.write_table(table.replace_schema_metadata(dict(metadata)))
            written += table.num_rows
        if writer is not None:
            writer.close()
    draft.replace(path)
    return written


def _people(contacts: Contacts, begin: int, hidden: Pseudonyms, origin: int) -> pa.Table:
    import pyarrow as pa

    some = contacts.people(begin, begin + _PERSONS_AT_ONCE, origin=origin)
    columns: dict[str, Any] = {
        "person": some.person,
        "pseudonym": id_column(hidden(some.person)),
        **{name: getattr(some, name) for name in ("probability", "cases", "exposures")},
    }
    kinds = {"case": pa.int32(), **_meeting(), "hours": pa.float32()}
    for place in range(_PARTS):
        # Whoever is listed has one meeting at least.
        there = np.packbits(some.case[place] >= 0, bitorder="little") if place else None
        columns |= {
            f"{name}_{place + 1}": _column(kind, getattr(some, name)[place], there)
            for name, kind in kinds.items()
        }
    table = pa.table(columns)
    return table.cast(pa.schema([each.with_nullable(each.name[-1] in "23") for each in table.schema]))

"""The columns of a city in the files of an export, shard by shard and day by day, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from app.domain.spans import day_span, days_between
from app.science.city_columns import Cases, Int, Long, Shard
from app.store.export_files import Manifest, read_table, write_table

CASES: Final = "case_ids.parquet"
PERSONS: Final = "persons.parquet"
VENUES: Final = "venues.parquet"
"""What the numbers stand for, in the folder of the export."""
_ID: Final = 16
_WIDTHS: Final = {"rooms": 7, "rules": 6}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def write_stays(folder: Path, city: Shard, numbers: Int, manifest: Manifest, zone: ZoneInfo) -> None:
    """Write all stays, one file a shard of venues and a day.

    Args:
        folder: Of the export.
        city: All of it.
        numbers: By number of a person in `city`, the number in the export.
        manifest: Says how many shards; a venue is in the shard of its number modulo that.
        zone: Cuts the days.
    """
    days = days_between(manifest.first_day, manifest.last_day)
    ends = [(day_span(day, zone).end - _EPOCH) // timedelta(milliseconds=1) for day in days[:-1]]
    sizes = np.diff(city.first)
    for number in range(manifest.shards):
        mine = np.flatnonzero(city.venue % manifest.shards == number)
        rows = ranges(city.first[mine], sizes[mine])
        start = city.origin + city.start[rows].astype(np.int64)
        columns: dict[str, NDArray[Any]] = {
            "venue": np.repeat(city.venue[mine], sizes[mine]),
            "zone": city.zone[rows],
            "person": numbers[city.who[rows]],
            "start": start.view("datetime64[ms]"),
            "least": city.least[rows],
            "likely": city.likely[rows],
            "most": city.most[rows],
            "weak": city.weak[rows],
        }
        of_day = np.searchsorted(np.array(ends, dtype=np.int64), start, side="right")
        for day in np.unique(of_day):
            chosen = of_day == day
            path = shard_folder(folder, number) / f"{days[day].isoformat()}.parquet"
            write_table(path, {name: c[chosen] for name, c in columns.items()}, manifest.metadata)


def shard_folder(folder: Path, number: int) -> Path:
    """Where the stays of a shard are."""
    return folder / "stays" / f"shard={number:04d}"


def read_stays(folder: Path, number: int) -> Shard | None:
    """The stays of one shard; None: nobody was at its venues.

    Days are in order and each is sorted, so a stable sort by venue leaves every venue sorted by time.
    """
    if not shard_folder(folder, number).exists():
        return None
    held = read_table(shard_folder(folder, number))
    order = np.argsort(held["venue"], kind="stable")
    venues, first = np.unique(held["venue"][order], return_index=True)
    start = held["start"].astype("datetime64[ms]").astype(np.int64)[order]
    origin = int(start.min())
    return Shard(
        origin,
        int(held["most"].max()),
        venues,
        np.append(first, len(order)).astype(np.int64),
        (start - origin).astype(np.uint32),
        *(held[name][order] for name in ("least", "likely", "most", "person", "zone", "weak")),
    )


def write_ids(path: Path, ids: NDArray[np.uint8], manifest: Manifest) -> None:
    """What numbers stand for, shape (numbers, 16), in the order of the numbers."""
    write_table(path, {"id": id_column(ids)}, manifest.metadata)


def id_column(ids: NDArray[np.uint8], there: NDArray[np.bool_] | None = None) -> Any:  # noqa: ANN401 - pyarrow's
    """Ids of shape (rows, 16) as a column of 16 bytes a row; null where not `there`."""
    import pyarrow as pa

    known = None if there is None else pa.py_buffer(np.packbits(there, bitorder="little"))
    held = pa.py_buffer(np.ascontiguousarray(ids))
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(_ID), len(ids), [known, held])


def read_ids(path: Path) -> NDArray[np.uint8]:
    """What numbers stand for, shape (numbers, 16)."""
    import pyarrow.parquet as pq

    held = pq.read_table(path, partitioning=None).column(0).combine_chunks()
    whole = np.frombuffer(held.buffers()[1], dtype=np.uint8)
    return whole[held.offset * _ID : (held.offset + len(held)) * _ID].reshape(-1, _ID)


def write_cases(folder: Path, cases: Cases, numbers: Int, manifest: Manifest) -> None:
    """The cases in one row, each field of `Cases` a list."""
    renamed = cases._replace(own=numbers[cases.own])
    columns = {name: [array.ravel()] for name, array in renamed._asdict().items()}
    write_table(folder / "cases.parquet", columns, manifest.metadata)


def read_cases(folder: Path) -> Cases:
    """What `write_cases` wrote."""
    import pyarrow.parquet as pq

    row = pq.read_table(folder / "cases.parquet", partitioning=None)
    lists = {name: row[name].combine_chunks().values for name in row.column_names}
    # Copies, because compiled code counts arrays that cannot be written as another type, and is made anew.
    columns = {name: np.array(held.to_numpy(zero_copy_only=False)) for name, held in lists.items()}
    return Cases(**columns | {name: columns[name].reshape(-1, width) for name, width in _WIDTHS.items()})


def ranges(first: Long, sizes: Long) -> Long:
    """`first[n]`, `first[n] + 1` ... for each n, one range after the other."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    rows: Long = np.arange(total) + np.repeat(first - (ends - sizes), sizes)
    return rows

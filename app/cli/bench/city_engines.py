"""The same meetings found by the compiled kernel, by DuckDB and by PostgreSQL."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import numpy as np

from app.science.ahead import done_ahead
from app.science.city_columns import Cases, Shard
from app.store.export_files import Manifest, read_manifest
from app.store.exported_city import ranges, read_cases, read_stays

_AT_ONCE: Final = 20
_STRIDE: Final = 1_000_003
"""Weighs the number of a case in the check sum."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found, and how long it took without reading or starting."""

    seconds: float
    cpu: float
    """Seconds of processors, of all threads."""
    loaded: float
    """Seconds until its data were ready."""
    meetings: int
    pairs: int
    together: int
    """Milliseconds that cases and others were there at once, all added up."""
    check: int
    """Of every pair, its numbers times its meetings: another pair, another sum."""

    def agrees(self, other: Found) -> bool:
        """Whether both found the very same pairs and times."""
        mine = (self.meetings, self.pairs, self.together, self.check)
        return mine == (other.meetings, other.pairs, other.together, other.check)


def kernel(folder: Path) -> Found:
    """The kernel over the whole city in this process, its pairs summed up and weighed as in a trace."""
    from app.science.city_kernel import exposures
    from app.science.city_pairs import pairs

    began = time.perf_counter()
    manifest, cases = read_manifest(folder), read_cases(folder)
    there = _whole_city(folder, manifest)
    one = cases.take(0, 1)
    pairs(exposures(there, one), one)  # compiled, or read from where compiled code is kept
    loaded = time.perf_counter() - began

    def count(begin: int) -> tuple[int, int, int, int]:
        some = cases.take(begin, min(begin + _AT_ONCE, manifest.cases))
        met = exposures(there, some)
        found = pairs(met, some)
        key = (found.case + begin).astype(np.int64) * _STRIDE + found.person
        together = int(np.maximum(met.together, 0, dtype=np.int64).sum())
        return len(met.case), len(found.case), together, int((key * found.exposures).sum())

    began, used = time.perf_counter(), time.process_time()
    sums = [
        sum(column) for column in zip(*done_ahead(count, range(0, manifest.cases, _AT_ONCE)), strict=True)
    ]
    seconds, used = time.perf_counter() - began, time.process_time() - used
    return Found(seconds, used, loaded, *sums)


def _whole_city(folder: Path, manifest: Manifest) -> Shard:
    """All shards as one, never in memory twice."""
    counts, origins, longest = np.zeros(manifest.venues, dtype=np.int64), [], 0
    for number in range(manifest.shards):
        if (part := read_stays(folder, number)) is not None:
            some = part
            counts[part.venue] = np.diff(part.first)
            origins.append(part.origin)
            longest = max(longest, part.longest)
    first, origin = np.concatenate(([0], np.cumsum(counts))), min(origins)
    of_stays = Shard._fields[4:]
    columns = {name: np.empty(manifest.stays, dtype=getattr(some, name).dtype) for name in of_stays}
    for number in range(manifest.shards):
        if (part := read_stays(folder, number)) is not None:
            rows = ranges(first[part.venue], counts[part.venue])
            moved = part._replace(start=part.start + np.uint32(part.origin - origin))
            for name, column in columns.items():
                column[rows] = getattr(moved, name)
    venues = np.arange(manifest.venues, dtype=np.int32)
    return some._replace(origin=origin, longest=longest, venue=venues, first=first, **columns)


def duckdb(folder: Path, threads: int = 2, memory: str = "6GB") -> Found:
    """DuckDB on the same files: every pair, how often and how long they met; nothing is weighed.

    What does not fit into its memory it writes beside the files, and reads again.
    """
    import duckdb as engine

    began = time.perf_counter()
    cases = read_cases(folder)
    spilled = folder.with_name("spilled")
    base = engine.connect(
        config={
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": str(spilled),
            "preserve_insertion_order": False,
        }
    )
    base.register("case_columns", _presences(cases))
    base.register("own_columns", _own(cases))
    base.execute("CREATE TABLE presences AS SELECT * FROM case_columns")
    base.execute("CREATE TABLE own AS SELECT * FROM own_columns")
    files = f"read_parquet('{folder}/stays/*/*.parquet')"
    stays = f"SELECT {_STAY} FROM {files}"  # noqa: S608 - a path made here
    base.execute(f"CREATE TABLE stays AS {stays}")
    loaded = time.perf_counter() - began
    began, used = time.perf_counter(), time.process_time()
    row = base.execute(_DUCKDB).fetchone()
    assert row is not None  # noqa: S101 - it counts
    took = time.perf_counter() - began, time.process_time() - used
    return Found(*took, loaded, *(int(value or 0) for value in row))


_STAY: Final = "venue, zone, person, epoch_ms(start) AS start, likely, most"
_DUCKDB: Final = f"""
    WITH longest AS (SELECT max(most) AS most FROM stays), pairs AS (
        SELECT p.case_number, s.person, count(*) AS meetings, sum(greatest(0,
            least(s.start + s.likely, p.start + p.likely) - greatest(s.start, p.start)))::BIGINT AS together
        FROM presences p JOIN stays s ON s.venue = p.venue
            AND s.start >= p.start - (SELECT most FROM longest) AND s.start < p.start + p.most + p.tail
            AND s.start + s.most > p.start
            AND (p.zone < 0 OR s.zone < 0 OR p.zone = s.zone)
        WHERE NOT EXISTS (FROM own o WHERE o.case_number = p.case_number AND o.person = s.person)
        GROUP BY ALL
    )
    SELECT sum(meetings), count(*), sum(together), sum((case_number * {_STRIDE} + person) * meetings)
    FROM pairs
"""  # noqa: S608 - made of a constant


def _presences(cases: Cases) -> object:
    import pyarrow as pa

    case = np.repeat(np.arange(len(cases.curve)), np.diff(cases.first))
    columns = {name: getattr(cases, name) for name in ("venue", "zone", "start", "likely", "most")}
    tail = cases.rules[cases.rule[case], 0].astype(np.int64)
    return pa.table({"case_number": case, "tail": tail} | columns)


def _own(cases: Cases) -> object:
    import pyarrow as pa

    case = np.repeat(np.arange(len(cases.curve)), np.diff(cases.own_first))
    return pa.table({"case_number": case, "person": cases.own})


_POSTGRES: Final = """
    WITH few AS (
        SELECT id FROM cases WHERE state = 'open' ORDER BY reported_at, id LIMIT %s
    ), pairs AS (
        SELECT c."case", v.pseudonym, count(*) AS meetings
        FROM case_visits c JOIN few ON few.id = c."case" JOIN visits v ON v.venue = c.venue
            AND v.entered_at >= c.entered_at - %s AND v.entered_at < coalesce(c.left_most, c.left_at) + %s
            AND coalesce(v.left_at, v.entered_at + %s) > c.entered_at
        WHERE c.removed_at IS NULL AND v.withdrawn_at IS NULL
        GROUP BY 1, 2
    )
    SELECT coalesce(sum(meetings), 0), count(*) FROM pairs
"""


def postgres(url: str, cases: int, longest: timedelta, tail: timedelta) -> Found:
    """Plain SQL on the visits as they are kept: pairs of cases and a day's pseudonyms, ends not assumed.

    A visit without an end counts as the longest stay: other pairs than the kernel's, but the same work. The
    peak is of the server's process for this connection, its share of the common buffers included.
    """
    import psycopg

    with psycopg.connect(url) as connection:
        began = time.perf_counter()
        row = connection.execute(_POSTGRES, (cases, longest, tail, longest)).fetchone()
        seconds = time.perf_counter() - began
    assert row is not None  # noqa: S101 - it counts
    return Found(seconds, 0.0, 0.0, int(row[0]), int(row[1]), 0, 0)

"""A small random city in the columns of the kernel, and an export of it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.domain.case_dates import Dates, Onset
from app.domain.disease_profiles import DISEASES
from app.domain.spaces import space_of
from app.domain.venue_kinds import VenueKind
from app.science.city_cases import curves_table, rooms_table, rule_row
from app.science.city_columns import Cases, Shard
from app.science.infectiousness import curve_of
from app.science.rooms import room_of
from app.store.export_files import Manifest, write_manifest
from app.store.exported_city import CASES, PERSONS, VENUES, write_cases, write_ids, write_stays

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = date(2026, 11, 20)
DAYS = 3
ORIGIN = 1_795_107_600_000
"""Midnight of the first day in Ho Chi Minh City, milliseconds."""
COVID = DISEASES["covid-19"]
MINUTE = 60_000
MEASURED = ("hours", "least", "most", "exposures", "band")


def ids(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, 16), dtype=np.uint8)


def city(stays: int = 4000, venues: int = 30, persons: int = 500, seed: int = 1) -> Shard:
    """Random stays, two thirds with an end that is known."""
    rng = np.random.default_rng(seed)
    venue = np.sort(rng.integers(0, venues, stays)).astype(np.int32)
    start = rng.integers(0, DAYS * 24 * 60, stays) * MINUTE
    likely = rng.integers(5, 180, stays) * MINUTE
    open_ended = rng.random(stays) < 1 / 3
    order = np.lexsort((start, venue))
    there, counts = np.unique(venue, return_counts=True)
    most = np.where(open_ended, likely * 5 // 2, likely)
    return Shard(
        ORIGIN,
        int(most.max()),
        there,
        np.concatenate(([0], np.cumsum(counts))),
        start[order].astype(np.uint32),
        np.where(open_ended, likely // 4, likely)[order].astype(np.int32),
        likely[order].astype(np.int32),
        most[order].astype(np.int32),
        rng.integers(0, persons, stays).astype(np.int32),
        rng.integers(-1, 2, stays).astype(np.int16),
        rng.random(stays) < 1 / 2,
    )


def cases_in(shard: Shard, cases: int = 5, visits: int = 6, seed: int = 2) -> Cases:
    """Each case is the first person of some random stays and was at all of them."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, len(shard.start), cases * visits)
    place = np.searchsorted(shard.first, rows, side="right") - 1
    onset = [Dates(Onset(FIRST + timedelta(days=n % DAYS)), None, None) for n in range(cases)]
    last = FIRST + timedelta(days=DAYS - 1)
    first, origin, given = curves_table([curve_of(one, COVID, zone=ZONE, today=last) for one in onset])
    return Cases(
        np.arange(cases + 1, dtype=np.int64) * visits,
        shard.venue[place],
        shard.zone[rows],
        shard.origin + shard.start[rows].astype(np.int64),
        *(column[rows] for column in (shard.least, shard.likely, shard.most, shard.weak)),
        (place % 2).astype(np.int32),
        np.full(len(rows), 10.0 * MINUTE),
        np.arange(cases + 1, dtype=np.int64),
        shard.who[rows[::visits]],
        np.arange(cases, dtype=np.int32),
        np.zeros(cases, dtype=np.int32),
        first,
        origin,
        given,
        rooms_table([room_of(space_of(kind, 40), COVID.dose) for kind in list(VenueKind)[:2]]),
        np.array([rule_row(COVID, dose=True)]),
    )


def export(folder, shard: Shard, cases: Cases, *, now, shards: int = 4, number: int = 7) -> Manifest:
    """Write them down, persons numbered backwards."""
    persons = int(shard.who.max()) + 1
    manifest = Manifest(
        UUID(int=number), now, now + timedelta(days=7), FIRST, FIRST + timedelta(days=DAYS - 1),
        shards, len(shard.start), persons, len(shard.venue), len(cases.curve),
    )  # fmt: skip
    folder.mkdir(parents=True)
    numbers = np.arange(persons, dtype=np.int32)[::-1].copy()
    write_stays(folder, shard, numbers, manifest, ZONE)
    write_cases(folder, cases, numbers, manifest)
    write_ids(folder / PERSONS, ids(persons, 3)[::-1], manifest)
    write_ids(folder / VENUES, ids(int(shard.venue.max()) + 1, 4), manifest)
    write_ids(folder / CASES, ids(len(cases.curve), 5), manifest)
    write_manifest(folder, manifest)
    return manifest


def expected(shard: Shard, cases: Cases) -> dict[tuple[bytes, bytes], object]:
    """The pairs of the whole city at once, by the ids of case and person."""
    from app.science.city_kernel import exposures
    from app.science.city_pairs import pairs

    found = pairs(exposures(shard, cases), cases)
    who, whose = ids(int(shard.who.max()) + 1, 3), ids(len(cases.curve), 5)
    keys = [(whose[c].tobytes(), who[p].tobytes()) for c, p in zip(found.case, found.person, strict=True)]
    rows = zip(*(getattr(found, name).tolist() for name in MEASURED), strict=True)
    return {key: pytest.approx(row, rel=1e-9) for key, row in zip(keys, rows, strict=True)}


def found_in(out) -> dict[tuple[bytes, bytes], tuple[float, ...]]:
    """The pairs in the files of a trace; one that stands twice is an error."""
    table = pa.concat_tables([pq.read_table(file, partitioning=None) for file in sorted(out.glob("pairs-*"))])
    keys = list(zip(table["case"].to_pylist(), table["person"].to_pylist(), strict=True))
    assert len(set(keys)) == len(keys)
    rows = zip(*(table[name].to_pylist() for name in MEASURED), strict=True)
    return dict(zip(keys, rows, strict=True))

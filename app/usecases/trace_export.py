"""All cases of an export are traced, shard by shard, wherever the shards are worked on.

Each piece of work reads files and writes files under names of its own, through drafts: done twice, or by two
at once, it leaves the same. So a worker may die at any moment and another does its work again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeVar

import numpy as np

from app.science.city_columns import BY_PRESENCE, Cases, Exposures, empty_exposures, joined
from app.store.export_files import Manifest, read_manifest, read_table, write_table
from app.store.exported_city import CASES, PERSONS, VENUES, read_cases, read_ids, read_stays
from app.store.pair_files import write_pairs
from app.usecases.back_up_database import TargetExists

R = TypeVar("R")
_CASES_AT_ONCE: Final = 500
"""About 2.5 million meetings in a dense city, 150 MB."""


class ExportEnded(ValueError):
    """The export's time is over: its pseudonyms lead to nobody, and it is to be deleted."""


class Run(Protocol):
    """Somewhere to do work."""

    def __call__(self, work: Callable[[int], R], numbers: Sequence[int]) -> list[R]:
        """Do a piece of work for each number, in any order; answer in the order of the numbers."""


def here(work: Callable[[int], R], numbers: Sequence[int]) -> list[R]:
    """In this process, one after the other."""
    return [work(number) for number in numbers]


@dataclass(frozen=True, slots=True)
class Traced:
    """What was found."""

    cases: int
    meetings: int
    pairs: int


def trace_export(folder: Path, out: Path, *, run: Run = here, now: datetime) -> Traced:
    """Trace every case of an export and write who was with whom to `out`, some hundred cases a file.

    Raises:
        NoExport: the folder holds none.
        ExportEnded: its time is over.
        TargetExists: `out` is there already.
    """
    manifest = read_manifest(folder)
    if manifest.expires_at <= now:
        raise ExportEnded(f"the export in {folder} ended at {manifest.expires_at:%Y-%m-%d %H:%M} UTC")
    if out.exists():
        raise TargetExists(out)
    out.mkdir(mode=0o700, parents=True)
    try:
        meetings = run(partial(find_meetings, folder, out), range(manifest.shards))
        pairs = run(partial(sum_up, folder, out), range(_chunks(manifest)))
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise
    shutil.rmtree(out / "meetings", ignore_errors=True)
    for draft in out.glob(".*.part"):  # of a worker that was killed
        draft.unlink()
    return Traced(manifest.cases, sum(meetings), sum(pairs))


def find_meetings(folder: Path, out: Path, shard: int) -> int:
    """Everybody whom the cases met at the venues of a shard, some hundred cases a file; returns how many."""
    from app.science.city_kernel import exposures

    manifest, there = read_manifest(folder), read_stays(folder, shard)
    if there is None:
        return 0
    # All cases at once: of the meetings in the city, those in one shard are few.
    met = exposures(there, _at_shard(read_cases(folder), manifest, shard))
    begins = np.arange(_chunks(manifest)) * _CASES_AT_ONCE
    for chunk, rows in enumerate(np.split(np.arange(len(met.case)), np.searchsorted(met.case, begins[1:]))):
        some = met._replace(**{name: column[rows] for name, column in met._asdict().items()})
        some = some._replace(case=some.case - np.int32(begins[chunk]))
        write_table(_meetings(out, chunk) / f"{shard:04d}.parquet", some._asdict(), manifest.metadata)
    return len(met.case)


def sum_up(folder: Path, out: Path, chunk: int) -> int:
    """What some cases' meetings in all shards come to, one row a case and person; returns how many."""
    from app.science.city_pairs import pairs

    manifest, files = read_manifest(folder), sorted(_meetings(out, chunk).glob("*.parquet"))
    met = joined([Exposures(**read_table(file)) for file in files] or [empty_exposures(0)])
    cases = _some(read_cases(folder), chunk)
    found = pairs(met, cases)
    write_pairs(
        out / f"pairs-{chunk:05d}.parquet",
        found,
        cases,
        case_ids=read_ids(folder / CASES)[chunk * _CASES_AT_ONCE :],
        persons=read_ids(folder / PERSONS),
        venues=read_ids(folder / VENUES),
        metadata=manifest.metadata,
    )
    return len(found.case)


def _chunks(manifest: Manifest) -> int:
    return -(-manifest.cases // _CASES_AT_ONCE)


def _at_shard(cases: Cases, manifest: Manifest, shard: int) -> Cases:
    """The same cases with only their presences at the venues of a shard."""
    here = cases.venue % manifest.shards == shard
    first = np.concatenate(([0], np.cumsum(here)))[cases.first]
    return cases._replace(first=first, **{name: getattr(cases, name)[here] for name in BY_PRESENCE})


def _some(cases: Cases, chunk: int) -> Cases:
    begin = chunk * _CASES_AT_ONCE
    return cases.take(begin, min(begin + _CASES_AT_ONCE, len(cases.first) - 1))


def _meetings(out: Path, chunk: int) -> Path:
    return out / "meetings" / f"cases={chunk:05d}"

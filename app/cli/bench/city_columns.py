"""All cases of a crowd at once, without a database: what the kernel and its files take at any size."""

from __future__ import annotations

import resource
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from app.cli.bench.figures import Figure
from app.cli.importing import utc_now
from app.domain.policy import Policy
from app.simulation.crowd import Crowd, busiest
from app.store.city_files import CONTACTS, PAIRS, write_contacts
from app.usecases.crowd_city import crowd_city
from app.usecases.trace_city import Traced, trace_columns

_SEED: Final = 1
_ASKED: Final = (100_000_000, 10_000)
"""At so many visits and cases the targets stand."""
_SECONDS: Final = 10.0
_MEGABYTES: Final = 4_000.0


def city_columns(
    visits: Annotated[int, typer.Option(min=1_000, help="How many, over a fortnight.")] = 1_000_000,
    cases: Annotated[int, typer.Option(min=1, help="How many are traced.")] = 1_000,
    days: Annotated[int, typer.Option(min=1, max=28, help="Over how many days.")] = 14,
    below: Annotated[Path | None, typer.Option(help="A disk with room for the files.")] = None,
) -> list[Figure]:
    """Trace a crowd's cases from columns in memory to files, in this process."""
    began = time.perf_counter()
    shard, found, persons = crowd_city(visits, cases, days=days, seed=_SEED, policy=Policy(), now=utc_now())
    loaded = time.perf_counter() - began
    print(f"{len(shard.start):,} stays of {persons:,} persons: {loaded:.1f} s, peak {_peak():,.0f} MB")
    print(f"the busiest venue has {busiest(Crowd(visits, days, _SEED, date.min)):,.0f} visits a day")
    with tempfile.TemporaryDirectory(dir=below) as folder:
        # Compiled code is read from its files first: a run that follows another one finds it there.
        trace_columns(shard, found.take(0, 1), persons, Path(folder))
        done, began, used = Traced(), time.perf_counter(), time.process_time()
        contacts = trace_columns(shard, found, persons, Path(folder), done=done)
        origin = shard.origin
        del shard
        with done.timed("contacts"):
            done.contacts = write_contacts(
                Path(folder) / CONTACTS, contacts, _nameless, origin=origin, metadata={}
            )
        seconds, cpu = time.perf_counter() - began, time.process_time() - used
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        contacts_a_case = _contacts_a_case(Path(folder), done.counted)
    steps = ", ".join(f"{step} {took:.2f} s" for step, took in done.seconds.items())
    median, walked = np.median(contacts_a_case), np.median(np.diff(found.first))
    print(f"{done.counted:,} cases of {walked:.0f} visits and {median:,.0f} contacts (medians);", end=" ")
    print(f"the mean is {np.mean(contacts_a_case):,.0f}")
    print(f"  {done.pairs:,} pairs, {done.contacts:,} contacts in {seconds:.2f} s, {cpu:.2f} s of processors")
    print(f"  waiting for {steps}; {size / 1e6:,.0f} MB of files, peak {_peak():,.0f} MB")
    asked = (visits, cases) == _ASKED
    what = f"{cases:,} cases, {visits:,} visits, to files"
    return [
        Figure("city", what, seconds, "s", most=_SECONDS if asked else None),
        Figure("city", f"{what}: processors", cpu / done.pairs * 1e9, "ns a pair"),
        Figure("city", f"{what}: contacts a case, median", float(median), "people"),
        Figure("city", f"{what}: pairs", done.pairs / seconds, "/s"),
        Figure("city", f"{what}: peak memory", _peak(), "MB", most=_MEGABYTES if asked else None),
    ]


def _contacts_a_case(folder: Path, cases: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / PAIRS) as file:
        groups = (
            file.read_row_group(n, columns=["case"])["case"].to_numpy() for n in range(file.num_row_groups)
        )
        return np.bincount(np.concatenate(list(groups)), minlength=cases)


def _nameless(
    numbers: np.ndarray[tuple[int], np.dtype[np.int32]],
) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.zeros((len(numbers), 16), dtype=np.uint8)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3

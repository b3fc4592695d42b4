"""Jobs of posters, one after the other, oldest first; what an earlier run of the server left is finished."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from app.domain.poster_jobs import KEPT, PosterJob, PosterJobState
from app.store import poster_jobs, venues
from app.store.db import Database
from app.usecases.ask_for_posters import job_folder, job_manifest, job_target

if TYPE_CHECKING:  # the libraries that draw are imported when there is something to draw
    from app.usecases.print_posters import Printer

_FEW: Final = 30
"""Posters that are made here: to start a process would take longer."""

_SECONDS_BETWEEN_REPORTS: Final = 1.0


class Stopped(Exception):
    """The server ends; the job goes on when it starts again."""


class _Unwanted(Exception):
    """Its owner has cancelled the job."""


def run_poster_jobs(
    database: Database,
    folder: Path,
    printer: Callable[[], Printer],
    *,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool],
    failed: Callable[[Exception], None],
) -> None:
    """Print until no job waits. A job that fails is ended as such, and `failed` is told why.

    Raises:
        Stopped: `stopping` has said so.
    """
    while True:
        if stopping():
            raise Stopped
        with database.reading() as session:
            job = poster_jobs.first_under_way(session)
        if job is None:
            return
        ended = PosterJobState.DONE
        try:
            _run(database, folder, job, printer(), stopping)
        except Stopped:
            raise
        except _Unwanted:
            ended = PosterJobState.CANCELLED
        except Exception as fault:  # noqa: BLE001 - whatever it was, the next job may do better
            ended = PosterJobState.FAILED
            failed(fault)
        with database.writing() as session:
            told = poster_jobs.end(session, job.id, ended, now=clock())
        if not told or ended is PosterJobState.FAILED:  # or cancelled, perhaps at the very last moment
            shutil.rmtree(job_folder(folder, job.id), ignore_errors=True)


def clear_poster_jobs(database: Database, folder: Path, *, now: datetime) -> None:
    """Remove what ended more than a day ago, and files that belong to no job."""
    with database.writing() as session:
        poster_jobs.remove_ended(session, now - KEPT)
        known = {str(job) for job in poster_jobs.all_ids(session)}
    with suppress(FileNotFoundError):
        for found in folder.iterdir():
            if found.is_dir() and found.name not in known:
                shutil.rmtree(found, ignore_errors=True)


def _run(
    database: Database, folder: Path, job: PosterJob, printer: Printer, stopping: Callable[[], bool]
) -> None:
    from app.usecases.print_posters import print_posters

    manifest = job_manifest(folder, job.id)
    if not manifest.exists:
        job_folder(folder, job.id).mkdir(mode=0o700, parents=True, exist_ok=True)
        with database.reading() as session:
            manifest.begin(venues.ids_in_order(session, job.owner), job.paper)
    waiting = sum(1 for _ in manifest.remaining())
    before = job.total - waiting
    reported = 0.0

    def progress(done: int) -> None:
        nonlocal reported
        if stopping():
            raise Stopped
        if monotonic() - reported < _SECONDS_BETWEEN_REPORTS:
            return
        reported = monotonic()
        with database.writing() as session:
            if not poster_jobs.report(session, job.id, before + done):
                raise _Unwanted

    progress(0)
    run = replace(printer, paper=job.paper, processes=1 if waiting > _FEW else 0, gentle=True)
    for _part in print_posters(database, manifest, job_target(folder, job.id), run, progress=progress):
        pass
    with database.writing() as session:
        if not poster_jobs.report(session, job.id, job.total):
            raise _Unwanted

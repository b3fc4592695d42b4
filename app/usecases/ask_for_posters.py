"""An owner asks for the posters of all venues at once, looks how far they are, fetches or cancels them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from app.domain.errors import VenueUnknown
from app.domain.ids import OwnerId
from app.domain.poster_jobs import PosterJob, PosterJobId, PosterJobState
from app.store import poster_jobs, venues
from app.store.db import Session
from app.usecases.poster_manifest import PosterManifest

_LIST: Final = "posters.csv"
_FIRST_FILE: Final = "posters.pdf"


@dataclass(frozen=True, slots=True)
class PosterFile:
    """A finished file of a job."""

    name: str
    path: Path
    posters: int
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class PostersView:
    """What the owner's page shows."""

    job: PosterJob | None
    venues: int
    """That take check-ins."""
    files: list[PosterFile]
    left_out: int
    """Venues of which there is no poster."""


def job_folder(folder: Path, job: PosterJobId) -> Path:
    """Where the files of a job lie."""
    return folder / str(job)


def job_manifest(folder: Path, job: PosterJobId) -> PosterManifest:
    """The list of a job, which is also its plan."""
    return PosterManifest(job_folder(folder, job) / _LIST)


def job_target(folder: Path, job: PosterJobId) -> Path:
    """The first file of a job."""
    return job_folder(folder, job) / _FIRST_FILE


def ask_for_posters(session: Session, owner: OwnerId, *, paper: str, now: datetime) -> PosterJob:
    """A new job in the place of the last one; the one under way if there is one.

    Raises:
        VenueUnknown: the owner has no venue that takes check-ins.
    """
    last = poster_jobs.of_owner(session, owner)
    if last is not None and last.under_way:
        return last
    total = len(venues.ids_in_order(session, owner))
    if not total:
        raise VenueUnknown(str(owner))
    job = PosterJob(PosterJobId(uuid4()), owner, paper, PosterJobState.WAITING, 0, total, now)
    poster_jobs.replace(session, job)
    return job


def cancel_posters(session: Session, owner: OwnerId, *, now: datetime) -> None:
    """End the job under way, if there is one."""
    job = poster_jobs.of_owner(session, owner)
    if job is not None:
        poster_jobs.end(session, job.id, PosterJobState.CANCELLED, now=now)


def view_posters(session: Session, owner: OwnerId, folder: Path) -> PostersView:
    """How far an owner's posters are."""
    job = poster_jobs.of_owner(session, owner)
    open_venues = len(venues.ids_in_order(session, owner))
    if job is None:
        return PostersView(None, open_venues, [], 0)
    return PostersView(job, open_venues, finished_files(job, folder), _left_out(job, folder))


def finished_files(job: PosterJob, folder: Path) -> list[PosterFile]:
    """The files that can be fetched now, also while more are being made."""
    manifest = job_manifest(folder, job.id)
    if job.state in {PosterJobState.CANCELLED, PosterJobState.FAILED} or not manifest.exists:
        return []
    counted: dict[str, int] = {}
    for line in manifest.lines():
        if line.file:
            counted[line.file] = counted.get(line.file, 0) + 1
    where = job_folder(folder, job.id)
    return [
        PosterFile(name, where / name, posters, (where / name).stat().st_size)
        for name, posters in counted.items()
    ]


def find_poster_file(session: Session, owner: OwnerId, folder: Path, name: str) -> Path:
    """A finished file of this owner's own job, or its list.

    Raises:
        VenueUnknown: there is none of this name; another owner's are not looked at.
    """
    job = poster_jobs.of_owner(session, owner)
    if job is not None:
        files = {file.name: file.path for file in finished_files(job, folder)}
        if job.state is PosterJobState.DONE:
            files[_LIST] = job_folder(folder, job.id) / _LIST
        if name in files:
            return files[name]
    raise VenueUnknown(name)


def _left_out(job: PosterJob, folder: Path) -> int:
    manifest = job_manifest(folder, job.id)
    if job.state is not PosterJobState.DONE or not manifest.exists:
        return 0
    return sum(bool(line.problem) for line in manifest.lines())

"""Posters printed in the background: one job an owner, with how far it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.domain.ids import OwnerId
from app.domain.poster_jobs import UNDER_WAY, PosterJob, PosterJobId, PosterJobState
from app.store.tables import PosterJobRow


def of_owner(session: Session, owner: OwnerId) -> PosterJob | None:
    """The job of an owner, under way or ended."""
    row = session.exec(select(PosterJobRow).where(PosterJobRow.owner == owner)).first()
    return None if row is None else _job(row)


def replace(session: Session, job: PosterJob) -> None:
    """Keep a new job in the place of the owner's last."""
    session.execute(delete(PosterJobRow).where(col(PosterJobRow.owner) == job.owner))
    session.add(
        PosterJobRow(
            id=job.id,
            owner=job.owner,
            paper=job.paper,
            state=job.state,
            done=job.done,
            total=job.total,
            asked_at=job.asked_at,
            ended_at=job.ended_at,
        )
    )
    session.flush()


def first_under_way(session: Session) -> PosterJob | None:
    """The oldest job that waits or runs."""
    rows = select(PosterJobRow).where(col(PosterJobRow.state).in_(UNDER_WAY))
    row = session.exec(rows.order_by(col(PosterJobRow.asked_at), col(PosterJobRow.id)).limit(1)).first()
    return None if row is None else _job(row)


def report(session: Session, job: PosterJobId, done: int) -> bool:
    """Say how far a job is; False if nobody wants it any more."""
    return _change(session, job, state=PosterJobState.RUNNING, done=done)


def end(session: Session, job: PosterJobId, state: PosterJobState, *, now: datetime) -> bool:
    """Say what has become of a job; False if that has been said before."""
    return _change(session, job, state=state, ended_at=now)


def remove_ended(session: Session, before: datetime) -> None:
    """Forget the jobs that ended before a time."""
    session.execute(delete(PosterJobRow).where(col(PosterJobRow.ended_at) < before))


def all_ids(session: Session) -> set[PosterJobId]:
    """The jobs that are known."""
    return {PosterJobId(found) for found in session.exec(select(PosterJobRow.id))}


def _change(session: Session, job: PosterJobId, **values: object) -> bool:
    """Only while it is under way: what its owner has cancelled stays cancelled."""
    changed = session.execute(
        update(PosterJobRow)
        .where(col(PosterJobRow.id) == job, col(PosterJobRow.state).in_(UNDER_WAY))
        .values(**values)
        .returning(col(PosterJobRow.id))
    )
    return changed.first() is not None


def _job(row: PosterJobRow) -> PosterJob:
    return PosterJob(
        PosterJobId(row.id),
        OwnerId(row.owner),
        row.paper,
        row.state,
        row.done,
        row.total,
        row.asked_at,
        row.ended_at,
    )

"""An official sees what people were told of a case or an event, and how many have read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.domain.ids import OfficialId
from app.domain.notices import Counts, Ground, read_in_time
from app.domain.officials import Official
from app.domain.policy import Policy
from app.store import notices, officials
from app.store.db import Session
from app.usecases.gather_notices import Reach, Thread, find_reach, find_threads, strayed, untold


@dataclass(frozen=True, slots=True)
class ThreadView:
    """One notice as the page shows it."""

    thread: Thread
    counts: Mapping[UUID, Counts]
    """By version."""
    standing: int
    """For how many people it stands."""
    strayed: int
    """Of those, how many are contacts no longer."""


@dataclass(frozen=True, slots=True)
class NoticesView:
    """Everything that the page of notices shows."""

    reach: Reach
    untold: int
    """Who could be told and is not."""
    threads: list[ThreadView]
    people: Mapping[OfficialId, Official]
    """Who sent something."""


def view_notices(session: Session, official: Official, ground: Ground, policy: Policy) -> NoticesView:
    """The notices of a case or an event.

    Raises:
        CaseUnknown, EventUnknown: none, or another jurisdiction's.
    """
    reach = find_reach(session, official, ground, policy)
    threads = find_threads(session, ground)
    sent = [version for thread in threads for version in thread.versions]
    counts = _counts(session, [version.id for version in sent])
    return NoticesView(
        reach=reach,
        untold=len(untold(reach, threads)),
        threads=[
            ThreadView(thread, counts, len(thread.holding), len(strayed(reach, thread))) for thread in threads
        ],
        people=officials.by_ids(session, {version.sent_by for version in sent}),
    )


def _counts(session: Session, sendings: list[UUID]) -> dict[UUID, Counts]:
    found = {sending: [0, 0, 0, 0] for sending in sendings}
    for sending, published, fetched, read in notices.fates(session, sendings):
        numbers = found[sending]
        numbers[0] += 1
        numbers[1] += read_in_time(published, read)
        numbers[2] += read is not None
        numbers[3] += fetched is None
    return {sending: Counts(*numbers) for sending, numbers in found.items()}

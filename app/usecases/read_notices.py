"""A person reads what the city tells them: a risk, or that an official opened their contact details."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.diseases import Disease
from app.domain.people import DeviceToken
from app.store import diseases, notices, people
from app.store.db import Session
from app.store.notices import Notice
from app.vault.tokens import digest


@dataclass(frozen=True, slots=True)
class Current:
    """A notice as it stands now, and the version before it that a person was told."""

    notice: Notice
    before: Notice | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it no longer counts."""
        return self.notice.sending is not None and self.notice.sending.withdraws


def read_notices(session: Session, device: DeviceToken | None, *, now: datetime) -> list[Notice]:
    """Every version of what the person was told, newest first, through any linked browser."""
    if device is None:
        return []
    person = people.by_tokens(session, [digest(device)]).get(digest(device))
    return [] if person is None else notices.of_persons(session, people.all_of(session, person), now=now)


def current(found: Iterable[Notice]) -> list[Current]:
    """The newest version of each notice, the newest first. Told twice under two names, one reads it once."""
    threads: dict[UUID, list[Notice]] = {}
    for notice in found:
        threads.setdefault(_thread(notice), []).append(notice)
    return sorted((_current(some) for some in threads.values()), key=_newest_first)


def unread(found: Iterable[Notice]) -> list[Notice]:
    """What was never shown, of the newest versions."""
    return [one.notice for one in current(found) if one.notice.read_at is None]


def named_diseases(session: Session, found: Iterable[Current]) -> dict[str, Disease]:
    """The diseases that these notices name."""
    versions = [notice for one in found for notice in (one.notice, one.before) if notice is not None]
    slugs = {n.sending.disease for n in versions if n.sending is not None and n.sending.disease is not None}
    return diseases.profiles(session, slugs) if slugs else {}


def count_unread(session: Session, device: DeviceToken | None, *, now: datetime) -> int:
    """How many notices this browser has not shown yet: for the number on a link."""
    return len(unread(read_notices(session, device, now=now)))


def note_fetched(session: Session, found: Collection[Notice], *, now: datetime) -> None:
    """Note that a browser has taken these in."""
    notices.mark_fetched(session, [notice.id for notice in found], now=now)


def note_shown(session: Session, device: DeviceToken | None, *, until: datetime, now: datetime) -> None:
    """Note that a page made at `until` is on the screen: what it showed is read, under every name."""
    found = [n for n in read_notices(session, device, now=now) if n.published_at <= until]
    shown = {(_thread(one.notice), _version(one.notice)[0]) for one in current(found)}
    notices.mark_read(session, [n.id for n in found if (_thread(n), _version(n)[0]) in shown], now=now)


def _current(versions: list[Notice]) -> Current:
    ordered = sorted(versions, key=_version, reverse=True)
    newest = ordered[0]
    before = next((n for n in ordered if _version(n)[0] < _version(newest)[0]), None)
    return Current(newest, before)


def _thread(notice: Notice) -> UUID:
    return notice.id if notice.sending is None else notice.sending.thread


def _version(notice: Notice) -> tuple[int, str]:
    """Of two names with the same version the later last day counts."""
    return 0 if notice.sending is None else notice.sending.version, str(notice.until_on)


def _newest_first(one: Current) -> tuple[float, int]:
    return -one.notice.published_at.timestamp(), one.notice.id.int

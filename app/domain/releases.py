"""Release codes: what an official reads to a patient so that the patient's phone may hand over its visits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NewType
from uuid import UUID

from app.domain.errors import ReleaseExpired, ReleaseUnknown, ReleaseUsed
from app.domain.ids import CaseId, OfficialId

ReleaseCode = NewType("ReleaseCode", str)
"""Ten digits."""

LENGTH = 10
LIFETIME = timedelta(minutes=60)
WITHDRAWABLE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Release:
    """A code that was issued, and what came of it."""

    id: UUID
    case: CaseId
    official: OfficialId
    first_day: date
    last_day: date
    issued_at: datetime
    released_at: datetime | None = None
    withdrawn_at: datetime | None = None
    device_sha256: bytes | None = None
    offered: int | None = None
    shared: int | None = None

    @property
    def expires_at(self) -> datetime:
        """When the code stops working."""
        return self.issued_at + LIFETIME


def make_release_code(number: int) -> ReleaseCode:
    """The code of a number below ten thousand million."""
    return ReleaseCode(f"{number % 10**LENGTH:0{LENGTH}d}")


def parse_release_code(text: str) -> ReleaseCode:
    """Read ten digits, however they are spaced.

    Raises:
        ReleaseUnknown: not ten digits.
    """
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    if len(digits) != LENGTH:
        raise ReleaseUnknown
    return ReleaseCode(digits)


def grouped_release(code: ReleaseCode) -> str:
    """The code as it is read aloud: 123 456 7890."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def usable(release: Release, *, now: datetime) -> None:
    """Let a phone see what a release asks.

    Raises:
        ReleaseExpired: an hour has passed.
        ReleaseUsed: it has been used, be it by the same phone.
    """
    if release.released_at is not None:
        raise ReleaseUsed
    if now >= release.expires_at:
        raise ReleaseExpired


def released(release: Release, device_sha256: bytes, *, offered: int, shared: int, now: datetime) -> Release:
    """The release used. Raises as `usable`."""
    usable(release, now=now)
    return replace(release, released_at=now, device_sha256=device_sha256, offered=offered, shared=shared)


def withdrawn(release: Release, device_sha256: bytes, *, now: datetime) -> Release:
    """The release taken back by the phone that made it; a repeat changes nothing.

    Raises:
        ReleaseUnknown: another phone's, or never made.
        ReleaseExpired: more than a day has passed; the visits are part of the case now.
    """
    if release.released_at is None or release.device_sha256 != device_sha256:
        raise ReleaseUnknown
    if release.withdrawn_at is not None:
        return release
    if now - release.released_at > WITHDRAWABLE:
        raise ReleaseExpired
    return replace(release, withdrawn_at=now)

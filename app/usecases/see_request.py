"""A patient sees who asks for which days, before anything is handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import ReleaseUnknown
from app.domain.ids import VenueId
from app.domain.joins import Joined
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.releases import Release, ReleaseCode, usable
from app.domain.stays import Stay
from app.domain.venues import Venue
from app.store import joins, officials, releases
from app.store.db import Session
from app.usecases.find_stays import find_stays
from app.usecases.issue_release_code import code_mac
from app.vault.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class Request:
    """What the phone shows before anything is handed over."""

    release: Release
    asked_by: str
    """The official's name, to be compared with the voice on the telephone."""
    stays: list[Stay]
    joined: Sequence[Joined]
    """Browsers whose visits are among them, besides the one that asks."""
    venues: dict[VenueId, Venue]


def see_request(
    session: Session,
    code: ReleaseCode,
    device: DeviceToken | None,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Request:
    """What a code asks of this phone.

    Raises:
        ReleaseUnknown, ReleaseExpired, ReleaseUsed: the code does not work.
        NoVisitsHere: this browser holds no visits on those days.
    """
    release = releases.by_mac(session, code_mac(code, keys))
    if release is None:
        raise ReleaseUnknown
    usable(release, now=now)
    person, found, places = find_stays(session, release, device, keys=keys, policy=policy)
    official = officials.get(session, release.official)
    assert official is not None  # noqa: S101 - a foreign key holds it
    return Request(release, official.full_name, found, joins.joined(session, person), places)

"""Somebody links two browsers of theirs: the camera's, a chat app's, the installed app, a second phone.

One shows a code, the other types it. From then on both are one person: each sees the visits of both, and so
do releases, notices and traces. Nothing is moved, so unlinking a browser takes nothing away.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.ids import PersonId
from app.domain.join_errors import AlreadyJoined, JoinCodeUnknown
from app.domain.joins import JoinCode, Kind, accepted, invite
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.store import joins, own_visits, people
from app.store.db import Session
from app.usecases.find_own_names import Own, find_own_names
from app.vault.join_codes import join_code_mac, new_join_code
from app.vault.keystore import KeyStore
from app.vault.tokens import digest, new_device_token


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code, shown once."""

    code: JoinCode
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class JoinedBrowsers:
    """What was linked."""

    device: DeviceToken
    """The token of the browser that typed the code: its own, or a new one."""
    brought: int
    """Visits that this browser brings."""
    found: int
    """Visits that the other one held."""


def show_join_code(
    session: Session, device: DeviceToken | None, *, keys: KeyStore, now: datetime
) -> ShownCode:
    """Make a code for another browser to type; one that this person showed before and nobody used ends.

    Raises:
        NobodyHere: this browser has nothing to share yet.
    """
    own = find_own_names(session, device)
    code = new_join_code()
    while joins.invitation(session, join_code_mac(code, keys)) is not None:
        code = new_join_code()
    offered = invite(own.person, now=now)
    joins.invite(session, join_code_mac(code, keys), offered, now=now)
    return ShownCode(code, offered.expires_at)


def join_browsers(
    session: Session,
    code: JoinCode,
    device: DeviceToken | None,
    *,
    kind: Kind,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> JoinedBrowsers:
    """Make the browser that types a code the person of the browser that shows it.

    Raises:
        JoinCodeUnknown, JoinCodeUsed, JoinCodeExpired: the code links nothing.
        AlreadyJoined: the two are one person already; the code stays good.
    """
    joins.alone(session)
    code_mac = join_code_mac(code, keys)
    offered = joins.invitation(session, code_mac)
    if offered is None:
        raise JoinCodeUnknown
    taken = accepted(offered, now=now)
    token = device or new_device_token()
    other = Own(people.all_of(session, offered.person))
    own = Own(people.all_of(session, _person_of(session, token, policy, now=now)))
    if own.person == other.person:
        raise AlreadyJoined
    done = JoinedBrowsers(
        token,
        own_visits.count_of(session, own.pseudonyms(keys)),
        own_visits.count_of(session, other.pseudonyms(keys)),
    )
    joins.join(session, own.person, other.person, kind, now=now)
    joins.save_invitation(session, code_mac, taken)
    return done


def _person_of(session: Session, token: DeviceToken, policy: Policy, *, now: datetime) -> PersonId:
    """Whom the token speaks for; a person of its own for one that has not checked in."""
    known = people.by_tokens(session, [digest(token)]).get(digest(token))
    if known is not None:
        return known
    person = PersonId(UUID(bytes=secrets.token_bytes(16)))
    people.add(session, {digest(token): person}, today=local_day(now, policy.zone))
    return person

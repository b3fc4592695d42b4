"""An administrator adds officials, hands out links, and takes accounts out of service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from app.domain.audit import AuditAction
from app.domain.errors import InputRefused, NotADemo, NotOneself, OfficialUnknown, Problem
from app.domain.ids import OfficialId
from app.domain.officials import LINK_LIFETIME, LinkPurpose, Official, SignInLink
from app.domain.roles import Role
from app.store import audit, city, officials, sessions
from app.store.db import Session
from app.vault.tokens import digest, new_session_token

PAGE: Final = 50
DEMO_FACT: Final = "demo"
"""The installation's fact that says that nobody in this database is real."""


@dataclass(frozen=True, slots=True, repr=False)
class NewLink:
    """A one-time link: the token is told once and kept nowhere."""

    official: Official
    token: bytes
    expires_at: datetime


def add_official(session: Session, new: Official, *, by: OfficialId | None, now: datetime) -> NewLink:
    """Keep a new official and make the link for setting up the account (by None: from the command line).

    Raises:
        InputRefused: the user name is taken.
    """
    if officials.by_user_name(session, new.user_name) is not None:
        raise InputRefused([Problem("user_name", "user_name_taken")])
    officials.add(session, new, now=now)
    link = _link(session, new, LinkPurpose.SET_UP, now)
    detail = {"official": new.id, "role": new.role}
    audit.record(session, actor=by, action=AuditAction.OFFICIAL_ADDED, detail=detail, now=now)
    return link


def new_link(session: Session, official: OfficialId, *, by: OfficialId | None, now: datetime) -> NewLink:
    """A new link for somebody whose first ran out or who lost the phone; older links stop working.

    Raises:
        OfficialUnknown: nobody has this id.
    """
    found = find_official(session, official)
    link = _link(session, found, LinkPurpose.SET_UP, now)
    detail = {"official": official}
    audit.record(session, actor=by, action=AuditAction.LINK_ISSUED, detail=detail, now=now)
    return link


def disable(session: Session, official: OfficialId, *, by: OfficialId, now: datetime) -> None:
    """Take an account out of service and end its sessions at once.

    Raises:
        OfficialUnknown: nobody has this id.
        NotOneself: it is one's own.
    """
    if official == by:
        raise NotOneself
    found = find_official(session, official)
    if found.disabled_at is None:
        officials.save_disabled(session, official, now)
        detail = {"official": official, "ended": sessions.end_all(session, official, now=now)}
        audit.record(session, actor=by, action=AuditAction.OFFICIAL_DISABLED, detail=detail, now=now)


def enable(session: Session, official: OfficialId, *, by: OfficialId, now: datetime) -> None:
    """Take an account back into service.

    Raises:
        OfficialUnknown: nobody has this id.
    """
    found = find_official(session, official)
    if found.disabled_at is not None:
        officials.save_disabled(session, official, None)
        detail = {"official": official}
        audit.record(session, actor=by, action=AuditAction.OFFICIAL_ENABLED, detail=detail, now=now)


def list_officials(session: Session, *, after: str = "") -> tuple[list[tuple[Official, bool]], str]:
    """A page of officials by user name, whether each account is set up, and where the next page begins."""
    found = officials.listed(session, after=after, limit=PAGE + 1)
    return found[:PAGE], found[PAGE - 1][0].user_name if len(found) > PAGE else ""


def find_official(session: Session, official: OfficialId) -> Official:
    """One official.

    Raises:
        OfficialUnknown: nobody has this id.
    """
    found = officials.get(session, official)
    if found is None:
        raise OfficialUnknown(str(official))
    return found


def demo_links(session: Session, *, now: datetime) -> list[NewLink]:
    """One link per role that signs in without a password, for ten minutes, from this machine alone.

    Raises:
        NotADemo: the database does not say that it is one.
    """
    if not is_demo(session):
        raise NotADemo
    return [_link(session, demo_official(session, role, now), LinkPurpose.DEMO, now) for role in Role]


def is_demo(session: Session) -> bool:
    """Whether nobody in this database is real."""
    return city.fact(session, DEMO_FACT) is True


def demo_official(session: Session, role: Role, now: datetime) -> Official:
    """The made-up official of a role, added when first asked for."""
    user_name = f"demo-{role}"
    if (found := officials.by_user_name(session, user_name)) is not None:
        return found[0]
    new = Official(OfficialId(uuid4()), user_name, f"Demo {role}", role, None)
    officials.add(session, new, now=now)
    return new


def _link(session: Session, official: Official, purpose: LinkPurpose, now: datetime) -> NewLink:
    token, expires_at = new_session_token(), now + LINK_LIFETIME[purpose]
    officials.add_link(session, digest(token), SignInLink(official.id, purpose, expires_at))
    return NewLink(official, token, expires_at)

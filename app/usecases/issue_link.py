"""An administrator hands out a one-time link for setting up an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.sign_in_links import LINK_LIFETIME, LinkPurpose, SignInLink
from app.store import audit, sign_in_links
from app.store.db import Session
from app.usecases.find_official import find_official
from app.vault.tokens import digest, new_session_token


@dataclass(frozen=True, slots=True, repr=False)
class NewLink:
    """A one-time link: the token is told once and kept nowhere."""

    official: Official
    token: bytes
    expires_at: datetime


def new_link(session: Session, official: OfficialId, *, by: OfficialId | None, now: datetime) -> NewLink:
    """A new link for somebody whose first ran out or who lost the phone; older links stop working.

    Raises:
        OfficialUnknown: nobody has this id.
    """
    found = find_official(session, official)
    link = issue_link(session, found, LinkPurpose.SET_UP, now)
    detail = {"official": official}
    audit.record(session, actor=by, action=AuditAction.LINK_ISSUED, detail=detail, now=now)
    return link


def issue_link(session: Session, official: Official, purpose: LinkPurpose, now: datetime) -> NewLink:
    """Keep a link of an official's and tell its token."""
    token, expires_at = new_session_token(), now + LINK_LIFETIME[purpose]
    sign_in_links.add_link(session, digest(token), SignInLink(official.id, purpose, expires_at))
    return NewLink(official, token, expires_at)

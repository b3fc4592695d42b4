"""Somebody uses a demo's one-time link, and is signed in."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.errors import LinkUnknown
from app.domain.sign_in_links import LinkPurpose
from app.store import audit, sign_in_links
from app.store.db import Session
from app.usecases.keep_session import start_session
from app.usecases.open_link import working_link
from app.vault.tokens import digest


def use_demo_link(session: Session, token: bytes, *, from_here: bool, now: datetime) -> bytes:
    """Use up a demo's link and sign in; returns what the cookie holds.

    Raises:
        LinkUnknown: it does not work, or not from there, or this is no demo.
    """
    link, official = working_link(session, token, now, from_here=from_here)
    if link.purpose is not LinkPurpose.DEMO or not sign_in_links.use_link(session, digest(token), now=now):
        raise LinkUnknown
    cookie = start_session(session, official.id, now=now)
    detail = {"link": "demo"}
    audit.record(session, actor=official.id, action=AuditAction.SIGNED_IN, detail=detail, now=now)
    return cookie

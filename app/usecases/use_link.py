"""Somebody opens a one-time link: to set up an account, or, in a demo, to be signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.audit import AuditAction
from app.domain.errors import InputRefused, LinkUnknown, Problem
from app.domain.officials import LinkPurpose, Official, SignInLink, check_password, normal_password
from app.store import audit, officials, sessions
from app.store.db import Database, Session
from app.store.officials import Credentials
from app.usecases.manage_officials import is_demo
from app.usecases.sign_in_official import start_session, totp_key
from app.vault.fields import field_key, seal_field
from app.vault.keystore import KeyStore
from app.vault.passwords import enrolment_secret, hash_password, matching_step, turn
from app.vault.tokens import digest

_BEFORE_ALL_STEPS: Final = 0


@dataclass(frozen=True, slots=True, repr=False)
class OpenLink:
    """A link that works, before its button is pressed."""

    official: Official
    purpose: LinkPurpose
    secret: bytes
    """What an authenticator app is to keep."""


@dataclass(frozen=True, slots=True, repr=False)
class Choice:
    """What somebody chose to sign in with."""

    password: str
    again: str
    code: str


def open_link(session: Session, token: bytes, *, keys: KeyStore, from_here: bool, now: datetime) -> OpenLink:
    """Look at a link without using it: mail scanners and previews open links too.

    `from_here`: whether the request comes from the machine that serves.

    Raises:
        LinkUnknown: it does not work, or not from there; the answers are the same.
    """
    link, official = _working(session, token, now, from_here=from_here)
    return OpenLink(official, link.purpose, _secret(keys, token))


def set_up(database: Database, keys: KeyStore, token: bytes, choice: Choice, *, now: datetime) -> bytes:
    """Keep a password and a second factor, use up the link, sign in; returns what the cookie holds.

    Whatever was signed in with the old ones is signed out: a new link is also what follows a theft.

    Raises:
        LinkUnknown: the link does not work.
        InputRefused: the password or the code; the link still works then.
        NotNow: too many passwords are being hashed at this moment.
    """
    with database.reading() as session:
        link, official = _working(session, token, now)
    if link.purpose is not LinkPurpose.SET_UP:
        raise LinkUnknown
    password, secret = normal_password(choice.password), _secret(keys, token)
    check_password(password, official.user_name)
    if normal_password(choice.again) != password:
        raise InputRefused([Problem("again", "passwords_differ")])
    step = matching_step(secret, choice.code, after=_BEFORE_ALL_STEPS, now=now)
    if step is None:
        raise InputRefused([Problem("code", "totp")])
    with turn():
        hashed = hash_password(password)
    place = {"table": "officials", "column": "totp_secret"}
    sealed = seal_field(totp_key(keys), secret, **place, row=official.id)
    with database.writing() as session:
        if not officials.use_link(session, digest(token), now=now):
            raise LinkUnknown
        officials.save_credentials(session, official.id, Credentials(hashed, sealed, step))
        sessions.end_all(session, official.id, now=now)
        cookie = start_session(session, official.id, now=now)
        audit.record(session, actor=official.id, action=AuditAction.OFFICIAL_SET_UP, now=now)
    return cookie


def use_demo_link(session: Session, token: bytes, *, from_here: bool, now: datetime) -> bytes:
    """Use up a demo's link and sign in; returns what the cookie holds.

    Raises:
        LinkUnknown: it does not work, or not from there, or this is no demo.
    """
    link, official = _working(session, token, now, from_here=from_here)
    if link.purpose is not LinkPurpose.DEMO or not officials.use_link(session, digest(token), now=now):
        raise LinkUnknown
    cookie = start_session(session, official.id, now=now)
    detail = {"link": "demo"}
    audit.record(session, actor=official.id, action=AuditAction.SIGNED_IN, detail=detail, now=now)
    return cookie


def _working(
    session: Session, token: bytes, now: datetime, *, from_here: bool = False
) -> tuple[SignInLink, Official]:
    link = officials.link(session, digest(token))
    if link is None or not link.works(now):
        raise LinkUnknown
    official = officials.get(session, link.official)
    if official is None or official.disabled_at is not None:
        raise LinkUnknown
    if link.purpose is LinkPurpose.DEMO and not (from_here and is_demo(session)):
        raise LinkUnknown
    return link, official


def _secret(keys: KeyStore, token: bytes) -> bytes:
    return enrolment_secret(field_key(keys, "totp-enrolment"), token)

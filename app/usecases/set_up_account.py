"""An official sets up an account by a one-time link: a password and a second factor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.audit import AuditAction
from app.domain.errors import InputRefused, LinkUnknown, Problem
from app.domain.passwords import check_password, normal_password
from app.domain.sign_in_links import LinkPurpose
from app.store import audit, officials, sessions, sign_in_links
from app.store.db import Database
from app.store.officials import Credentials
from app.usecases.keep_session import start_session
from app.usecases.open_link import link_secret, working_link
from app.usecases.sign_in_official import totp_key
from app.vault.fields import seal_field
from app.vault.keystore import KeyStore
from app.vault.passwords import hash_password, turn
from app.vault.tokens import digest
from app.vault.totp import matching_step

_BEFORE_ALL_STEPS: Final = 0


@dataclass(frozen=True, slots=True, repr=False)
class Choice:
    """What somebody chose to sign in with."""

    password: str
    again: str
    code: str


def set_up(database: Database, keys: KeyStore, token: bytes, choice: Choice, *, now: datetime) -> bytes:
    """Keep a password and a second factor, use up the link, sign in; returns what the cookie holds.

    Whatever was signed in with the old ones is signed out: a new link is also what follows a theft.

    Raises:
        LinkUnknown: the link does not work.
        InputRefused: the password or the code; the link still works then.
        NotNow: too many passwords are being hashed at this moment.
    """
    with database.reading() as session:
        link, official = working_link(session, token, now)
    if link.purpose is not LinkPurpose.SET_UP:
        raise LinkUnknown
    password, secret = normal_password(choice.password), link_secret(keys, token)
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
        if not sign_in_links.use_link(session, digest(token), now=now):
            raise LinkUnknown
        officials.save_credentials(session, official.id, Credentials(hashed, sealed, step))
        sessions.end_all(session, official.id, now=now)
        cookie = start_session(session, official.id, now=now)
        audit.record(session, actor=official.id, action=AuditAction.OFFICIAL_SET_UP, now=now)
    return cookie

"""An official signs in with a user name, a password and a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.audit import AuditAction
from app.domain.errors import SignInRefused
from app.domain.officials import Official, read_user_name
from app.domain.passwords import normal_password
from app.store import audit, officials, tries
from app.store.db import Database, Session
from app.store.officials import Credentials
from app.usecases.keep_session import start_session
from app.vault.fields import blind_index, field_key, open_field
from app.vault.keystore import KeyStore
from app.vault.passwords import is_password, turn
from app.vault.totp import any_secret, matching_step

_NOTHING: Final = Credentials(None, None, 0)


@dataclass(frozen=True, slots=True, repr=False)
class Attempt:
    """What somebody typed."""

    user_name: str
    password: str
    code: str


@dataclass(frozen=True, slots=True)
class _Findings:
    official: Official | None
    why: str | None
    """What was wrong, for the auditor alone; None when nothing was."""
    step: int


def sign_in_official(database: Database, keys: KeyStore, attempt: Attempt, *, now: datetime) -> bytes:
    """Start a session; returns what the cookie holds.

    Hashing a password takes long, so it happens outside of any transaction. Every sign-in and every refusal
    is written down; tries that come too early are not, or anybody could make the chain grow without end.

    Raises:
        NotNow: too many sign-ins at this moment.
        TooManyTries: too many failures in a row under this name.
        SignInRefused: something is wrong; the work and the answer are the same whatever it is.
    """
    user_name = read_user_name(attempt.user_name)
    name_mac = blind_index(field_key(keys, "sign-in-tries"), user_name)
    with turn():
        with database.reading() as session:
            failed = tries.tries(session, name_mac)
            found = officials.by_user_name(session, user_name)
        failed.admit(now)
        findings = _examine(found, attempt, keys, now)
    with database.writing() as session:
        cookie = _settle(session, findings, name_mac, now)
    if cookie is None:
        raise SignInRefused
    return cookie


def totp_key(keys: KeyStore) -> bytes:
    """The key that second factors' secrets are enciphered with."""
    return field_key(keys, "totp")


def _examine(
    found: tuple[Official, Credentials] | None, attempt: Attempt, keys: KeyStore, now: datetime
) -> _Findings:
    official, credentials = found or (None, _NOTHING)
    right_password = is_password(credentials.password_hash, normal_password(attempt.password))
    secret, key = any_secret(), totp_key(keys)
    if official is not None and credentials.sealed_secret is not None:
        place = {"table": "officials", "column": "totp_secret"}
        secret = open_field(key, credentials.sealed_secret, **place, row=official.id)
    step = matching_step(secret, attempt.code, after=credentials.used_step, now=now)
    if official is None:
        why: str | None = "unknown"
    elif credentials.password_hash is None:
        why = "not-set-up"
    elif official.disabled_at is not None:
        why = "disabled"
    elif not right_password:
        why = "password"
    else:
        why = "code" if step is None else None
    return _Findings(official, why, step or 0)


def _settle(session: Session, findings: _Findings, name_mac: bytes, now: datetime) -> bytes | None:
    official, why = findings.official, findings.why
    if official is not None and why is None:
        # Asked again under the lock: the same code may have come twice at once.
        if officials.use_step(session, official.id, findings.step):
            tries.forget_tries(session, name_mac)
            cookie = start_session(session, official.id, now=now)
            audit.record(session, actor=official.id, action=AuditAction.SIGNED_IN, now=now)
            return cookie
        why = "code"
    tries.add_failure(session, name_mac, now=now)
    actor = None if official is None else official.id
    audit.record(session, actor=actor, action=AuditAction.SIGN_IN_REFUSED, detail={"why": why}, now=now)
    return None

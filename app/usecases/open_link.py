"""Somebody opens a one-time link, and sees what it does before its button is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import LinkUnknown
from app.domain.officials import Official
from app.domain.sign_in_links import LinkPurpose, SignInLink
from app.store import officials, sign_in_links
from app.store.db import Session
from app.usecases.demo_officials import is_demo
from app.vault.fields import field_key
from app.vault.keystore import KeyStore
from app.vault.tokens import digest
from app.vault.totp import enrolment_secret


@dataclass(frozen=True, slots=True, repr=False)
class OpenLink:
    """A link that works, before its button is pressed."""

    official: Official
    purpose: LinkPurpose
    secret: bytes
    """What an authenticator app is to keep."""


def open_link(session: Session, token: bytes, *, keys: KeyStore, from_here: bool, now: datetime) -> OpenLink:
    """Look at a link without using it: mail scanners and previews open links too.

    `from_here`: whether the request comes from the machine that serves.

    Raises:
        LinkUnknown: it does not work, or not from there; the answers are the same.
    """
    link, official = working_link(session, token, now, from_here=from_here)
    return OpenLink(official, link.purpose, link_secret(keys, token))


def working_link(
    session: Session, token: bytes, now: datetime, *, from_here: bool = False
) -> tuple[SignInLink, Official]:
    """A link that works, and whose it is.

    Raises:
        LinkUnknown: it does not work, or not from there.
    """
    link = sign_in_links.link(session, digest(token))
    if link is None or not link.works(now):
        raise LinkUnknown
    official = officials.get(session, link.official)
    if official is None or official.disabled_at is not None:
        raise LinkUnknown
    if link.purpose is LinkPurpose.DEMO and not (from_here and is_demo(session)):
        raise LinkUnknown
    return link, official


def link_secret(keys: KeyStore, token: bytes) -> bytes:
    """What an authenticator app keeps: the same however often the link is looked at."""
    return enrolment_secret(field_key(keys, "totp-enrolment"), token)

"""An auditor or an operator checks the chain, signs where it ends, and reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.audit import Entry
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.store import audit, officials
from app.store.audit import Verdict
from app.store.db import Session
from app.vault.checkpoints import Checkpoint, read_checkpoint, sign_checkpoint
from app.vault.keystore import KeyStore

PAGE: Final = 50


def verify_audit(session: Session, keys: KeyStore, checkpoints: Iterable[str] = ()) -> Verdict:
    """Walk the chain and hold it against signed checkpoints, lines of JSON.

    Raises:
        CheckpointForged: a line is not what this installation has signed.
    """
    return audit.verify(session, witnessed=tuple(read_checkpoint(keys, line) for line in checkpoints))


def make_checkpoint(session: Session, keys: KeyStore, *, now: datetime) -> Checkpoint:
    """A signed statement of where the chain ends, to be kept in another place."""
    return sign_checkpoint(keys, audit.end(session), now=now)


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some entries, the newest first, and the officials that they name."""

    entries: list[Entry]
    officials: Mapping[OfficialId, Official]
    next_before: int | None


def read_audit(session: Session, *, before: int | None = None) -> AuditPage:
    """A page of the chain."""
    found = audit.newest(session, before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    named = {one for entry in shown for one in (entry.actor, _subject(entry)) if one is not None}
    return AuditPage(shown, officials.by_ids(session, named), shown[-1].number if len(found) > PAGE else None)


def _subject(entry: Entry) -> OfficialId | None:
    """The official whom an entry is about."""
    held = entry.detail.get("official")
    return OfficialId(UUID(held)) if isinstance(held, str) else None

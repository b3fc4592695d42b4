"""An operator changes the key that signs posters, and ends an old one."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.signed_codes import CodeKeyId
from app.store import audit
from app.store.db import Database
from app.vault.keystore import KeyStore


def rotate_code_key(database: Database, keys: KeyStore, *, now: datetime) -> CodeKeyId:
    """A new key signs from now on; posters under older ones go on working until those are retired."""
    made = keys.codes.rotate(now=now)
    with database.writing() as session:
        detail = {"key": made.id.lower()}
        audit.record(session, actor=None, action=AuditAction.CODE_KEY_MADE, detail=detail, now=now)
    return made.id


def retire_code_key(database: Database, keys: KeyStore, key: CodeKeyId, *, now: datetime) -> None:
    """Refuse every poster under a key from now on, and destroy it. It is written down first.

    Raises:
        CodeKeyUnknown, CodeKeyRetired: it is not in force.
        LastCodeKey: it is the newest, which signs.
    """
    keys.codes.require_retirable(key)
    with database.writing() as session:
        detail = {"key": key.lower()}
        audit.record(session, actor=None, action=AuditAction.CODE_KEY_RETIRED, detail=detail, now=now)
    keys.codes.retire(key)

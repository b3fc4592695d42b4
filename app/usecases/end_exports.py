"""Exports of visits end: first the key, so that nobody is behind their numbers any more, then the files."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from app.domain.audit import AuditAction
from app.store import audit, export_files
from app.store.db import Database
from app.vault.keystore import KeyStore


def end_exports(keys: KeyStore, *, first_kept: date, now: datetime) -> list[UUID]:
    """End those whose time is over, and those that hold a day which has left retention; returns which.

    Files go where the export was written and still lies. Copies elsewhere stay, without their key.
    """
    ended = [one for one in keys.exports.kept() if one.expires_at <= now or one.first_day < first_kept]
    for one in ended:
        keys.exports.destroy(one.id)
        export_files.remove(one.folder, one.id)
    return [one.id for one in ended]


def end_export(database: Database, keys: KeyStore, folder: Path, *, now: datetime) -> UUID:
    """End one export before its time, on the record.

    Raises:
        NoExport: there is none in the folder.
    """
    export = export_files.read_manifest(folder).id
    keys.exports.destroy(export)
    export_files.remove(folder, export)
    with database.writing() as session:
        audit.record(
            session, actor=None, action=AuditAction.VISITS_EXPORT_ENDED, detail={"export": export}, now=now
        )
    return export

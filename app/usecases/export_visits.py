"""An operator exports the stays of some days for tracing elsewhere: on the record, re-keyed, for a week.

Inside one export all days of a person carry one number, because tracing has to add them up: who holds the
files can follow a person from day to day, though not tell who it is. Under another export's key the numbers
are others. So the files are as private as a key store, end after seven days, and are asked for with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

import numpy as np

from app.domain.audit import AuditAction
from app.domain.exports import expiry
from app.domain.policy import Policy
from app.domain.retention import first_kept_day
from app.domain.spans import local_day
from app.store import audit, export_files, exported_city
from app.store.db import Database
from app.store.export_files import Manifest
from app.usecases.gather_city import gather_city
from app.vault.export_keys import KeptExport
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonym_bytes

SHARDS: Final = 64
_REASON: Final = re.compile(r"[a-z][a-z0-9_.-]{0,39}")


class ExportRefused(ValueError):
    """Nothing was written: says in plain words why."""


def export_visits(
    database: Database,
    keys: KeyStore,
    folder: Path,
    *,
    days: int,
    reason: str,
    away_from: Sequence[Path],
    policy: Policy,
    now: datetime,
    shards: int = SHARDS,
) -> Manifest:
    """Write the stays of the last `days` days and the cases to be traced to an empty or new folder.

    Args:
        database: Read only, but for the record.
        keys: Where the export's key is kept.
        folder: Gets the files when all are written; a failure leaves nothing.
        days: How many local days, today included.
        reason: One word for the record.
        away_from: Folders that an export must not lie in: the database's, the keys'.
        policy: Zone, retention, rules of stays.
        now: The end of the period.
        shards: Into how many parts the venues are put.

    Raises:
        ExportRefused: the folder is not empty or lies where it must not, or there is no reason.
    """
    folder = _checked(folder.resolve(), reason, away_from)
    today = local_day(now, policy.zone)
    first_day = max(today - timedelta(days=days - 1), first_kept_day(policy, now=now))
    kept = KeptExport(uuid4(), folder, first_day, now, expiry(first_day, policy, now=now))
    with database.writing() as session:
        asked = {"export": kept.id, "first_day": first_day, "last_day": today, "reason": reason}
        audit.record(session, actor=None, action=AuditAction.VISITS_EXPORT_ASKED, detail=asked, now=now)
    # Only now is a key touched: nothing is opened unseen, even if the machine stops here.
    key = keys.exports.make(kept)
    try:
        manifest = _write(database, keys, kept, key, shards=shards, policy=policy)
    except BaseException:
        keys.exports.destroy(kept.id)
        export_files.remove(folder, kept.id)
        raise
    with database.writing() as session:
        done = {"export": kept.id, "persons": manifest.persons, "thousand_stays": manifest.stays // 1000}
        audit.record(session, actor=None, action=AuditAction.VISITS_EXPORTED, detail=done, now=now)
    return manifest


def checked_reason(reason: str) -> None:
    """Let a reason pass that may stand in the record.

    Raises:
        ExportRefused: it is no word.
    """
    if not _REASON.fullmatch(reason):
        raise ExportRefused("A reason is one word of small letters, digits, dots and dashes")


def _checked(folder: Path, reason: str, away_from: Sequence[Path]) -> Path:
    checked_reason(reason)
    for other in away_from:
        if folder.is_relative_to(other.resolve()):
            raise ExportRefused(f"{folder} lies in {other}: exports stay apart from database and keys")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportRefused(f"{folder} is not an empty folder")
    return folder


def _write(
    database: Database, keys: KeyStore, kept: KeptExport, key: bytes, *, shards: int, policy: Policy
) -> Manifest:
    """Everything beside the folder first, then the folder gets its name."""
    city = gather_city(database, keys, first_day=kept.first_day, policy=policy, now=kept.made_at)
    pseudonyms = np.frombuffer(pseudonym_bytes(key, city.persons.tobytes()), np.uint8).reshape(-1, 16)
    # Numbered in the order of the pseudonyms: the order of persons would tell how each one's id begins.
    order = np.argsort(pseudonyms[:, :8].copy().view(">u8")[:, 0].astype(np.uint64), kind="stable")
    numbers = np.empty(len(order), dtype=np.int32)
    numbers[order] = np.arange(len(order), dtype=np.int32)
    manifest = Manifest(
        kept.id,
        kept.made_at,
        kept.expires_at,
        kept.first_day,
        local_day(kept.made_at, policy.zone),
        shards,
        stays=len(city.shard.start),
        persons=len(pseudonyms),
        venues=len(city.venues),
        cases=len(city.case_ids),
    )
    draft = export_files.draft_of(kept.folder, kept.id)
    draft.mkdir(mode=0o700, parents=True)
    exported_city.write_stays(draft, city.shard, numbers, manifest, policy.zone)
    exported_city.write_cases(draft, city.cases, numbers, manifest)
    exported_city.write_ids(draft / exported_city.PERSONS, pseudonyms[order], manifest)
    exported_city.write_ids(draft / exported_city.VENUES, city.venues, manifest)
    exported_city.write_ids(draft / exported_city.CASES, city.case_ids, manifest)
    export_files.write_manifest(draft, manifest)
    if kept.folder.exists():
        kept.folder.rmdir()
    draft.rename(kept.folder)
    return manifest

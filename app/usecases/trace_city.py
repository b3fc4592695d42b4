"""An operator traces all open cases of the city at once. Gather, decide, apply.

Opens every pseudonym of the days that are looked at, so it is asked for with a reason and on the record
before a key is touched. What is written names persons under a key of its own that dies after seven days.
Until then the next run reads only the days that have changed, and counts only the cases that this concerns.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

import numpy as np
from numpy.typing import NDArray

from app.domain.audit import AuditAction
from app.domain.errors import KeyDestroyed
from app.domain.exports import expiry
from app.domain.policy import Policy
from app.domain.retention import first_kept_day
from app.domain.spans import local_day
from app.science.ahead import done_ahead
from app.science.city_columns import Cases, Int, Pairs, Shard
from app.store import audit, city_cases, export_files
from app.store.city_files import CONTACTS, PAIRS, PairsFile, read_pairs, write_contacts
from app.store.db import Database
from app.store.export_files import Manifest, NoExport, read_manifest, write_manifest
from app.store.exported_city import CASES, VENUES, write_ids
from app.store.sealed_days import SealedDays
from app.usecases.city_marks import marks_of
from app.usecases.export_visits import ExportRefused, checked_reason
from app.usecases.read_city import City, Progress, read_city
from app.vault.export_keys import KeptExport
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonym_bytes

if TYPE_CHECKING:
    from app.science.city_contacts import Contacts

CASES_AT_ONCE: Final = 20
"""A hundred thousand meetings in a dense city, 14 MB with their pairs, and a few of these are in memory."""
HELD: Final = "days"
"""The folder of sealed days beside the files."""


@dataclass(slots=True)
class Traced:
    """What was done."""

    cases: int = 0
    counted: int = 0
    """Of them anew; the others' pairs are those of the last run."""
    stays: int = 0
    pairs: int = 0
    contacts: int = 0
    days_read: list[date] = field(default_factory=list)
    expires_at: datetime | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    """By step."""

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add what the block takes to a step."""
        began = time.perf_counter()
        yield
        self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - began


def trace_city(
    database: Database,
    keys: KeyStore,
    folder: Path,
    *,
    reason: str,
    away_from: Sequence[Path],
    policy: Policy,
    now: datetime,
    progress: Progress = lambda _what, _share: None,
) -> Traced:
    """Write who was with which open case to a folder: a new one, or that of an earlier run.

    Raises:
        ExportRefused: the folder holds something else or lies where it must not, or there is no reason.
        PeriodTooLong, RuleNotForCities: see `read_city`.
    """
    done = Traced()
    checked_reason(reason)
    folder = _checked(folder.resolve(), away_from)
    with database.reading() as session:
        first_day = _first_day(city_cases.walked(session), policy, now)
    kept = _kept(keys, folder, first_day, policy, now)
    asked = {
        "export": kept.id,
        "first_day": first_day,
        "last_day": local_day(now, policy.zone),
        "reason": reason,
    }
    with database.writing() as session:
        audit.record(session, actor=None, action=AuditAction.CITY_OPENED, detail=asked, now=now)
    # Only now is a key touched: nothing is opened unseen, even if the machine stops here.
    key = keys.exports.link(kept.id, now=now) if _stands(keys, kept.id, now) else keys.exports.make(kept)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_ours(folder):
        write_manifest(folder, _manifest(kept, None, policy, now))
    held = SealedDays(folder / HELD, key)
    with done.timed("load"), database.reading() as session:
        city = read_city(session, keys, held, first_day=first_day, policy=policy, now=now, progress=progress)
    manifest = _manifest(kept, city, policy, now)
    _write(folder, held, key, city, manifest, done, first_day=first_day, policy=policy, progress=progress)
    with database.writing() as session:
        found = {"export": kept.id, "cases": done.cases, "thousand_pairs": done.pairs // 1000}
        audit.record(session, actor=None, action=AuditAction.CITY_TRACED, detail=found, now=now)
    return done


def _write(
    folder: Path,
    held: SealedDays,
    key: bytes,
    city: City,
    manifest: Manifest,
    done: Traced,
    *,
    first_day: date,
    policy: Policy,
    progress: Progress,
) -> None:
    last = None if city.fresh else held.noted("pairs")
    longest = max(city.shard.longest, last["longest"] if last else 0)
    with done.timed("compare"):
        marks = marks_of(city, longest=longest, first_day=first_day, policy=policy)
        ids = [UUID(bytes=one.tobytes()).hex for one in city.case_ids]
        before = {case: (n, mark) for n, (case, mark) in enumerate(last["cases"])} if last else {}
        same = {before[c][0]: n for n, c in enumerate(ids) if c in before and before[c][1] == marks[n]}
    done.cases, done.stays, done.expires_at = len(ids), len(city.shard.start), manifest.expires_at
    done.days_read = city.read
    # From here to the end there is nothing that a later run may build on.
    held.forget("pairs")
    write_manifest(folder, manifest)
    write_ids(folder / CASES, city.case_ids, manifest)
    write_ids(folder / VENUES, city.venues, manifest)
    renumbered = np.full(1 + max([*same, -1]), -1, dtype=np.int32)
    renumbered[list(same)] = list(same.values())
    origin, persons = city.shard.origin, city.persons
    anew = np.setdiff1d(np.arange(len(ids)), list(same.values()))
    contacts = trace_columns(
        city.shard, city.cases, persons, folder, anew=anew, renumbered=renumbered, done=done,
        metadata=manifest.metadata, progress=progress,
    )  # fmt: skip
    # Whoever needs room for the pseudonyms no longer needs the stays.
    del city
    people = np.frombuffer(held.get_bytes("persons") or b"", np.uint8).reshape(-1, 16)

    def hidden(numbers: Int) -> NDArray[np.uint8]:
        return np.frombuffer(pseudonym_bytes(key, people[numbers].tobytes()), np.uint8).reshape(-1, 16)

    with done.timed("contacts"):
        progress("writing contacts", 0.0)
        done.contacts = write_contacts(
            folder / CONTACTS, contacts, hidden, origin=origin, metadata=manifest.metadata
        )
    held.note("pairs", {"longest": longest, "cases": list(zip(ids, marks, strict=True))})


def trace_columns(
    shard: Shard,
    cases: Cases,
    persons: int,
    folder: Path,
    *,
    anew: NDArray[np.int64] | None = None,
    renumbered: Int | None = None,
    done: Traced | None = None,
    metadata: dict[str, str] | None = None,
    progress: Progress = lambda _what, _share: None,
) -> Contacts:
    """Write the pairs of all cases to a folder, and put them together by person.

    Args:
        shard: The whole city.
        cases: All of them.
        persons: How many numbers of persons there are.
        folder: Gets `pairs.parquet` in place of the last one.
        anew: The cases to count; all without.
        renumbered: For the others, whose pairs the last file has: by number there, that of today, or -1.
        done: Told about pairs and seconds.
        metadata: What the file says of itself.
        progress: See `read_city.Progress`.
    """
    from app.science.city_contacts import Contacts

    done, contacts = done or Traced(), Contacts(persons)
    anew = np.arange(len(cases.first) - 1) if anew is None else anew
    with PairsFile(folder / PAIRS, metadata or {}) as file:
        if renumbered is not None and len(renumbered):
            with done.timed("reuse"):
                for found in read_pairs(folder / PAIRS):
                    kept = _renumbered(found, renumbered)
                    contacts.add(kept, cases, origin=shard.origin)
                    file.write(kept)
        for found in _counted(shard, cases, anew, done, progress):
            with done.timed("fold"):
                contacts.add(found, cases, origin=shard.origin)
            with done.timed("write"):
                file.write(found)
        with done.timed("write"):
            file.finish()
        done.pairs, done.counted = file.rows, len(anew)
    return contacts


def _counted(
    shard: Shard, cases: Cases, anew: NDArray[np.int64], done: Traced, progress: Progress
) -> Iterator[Pairs]:
    """The pairs of these cases, in the numbers of all, some cases at a time."""
    from app.science.city_kernel import exposures
    from app.science.city_pairs import pairs

    chosen = cases.some(anew)

    def count(begin: int) -> Pairs:
        some = chosen.take(begin, min(begin + CASES_AT_ONCE, len(anew)))
        found = pairs(exposures(shard, some), some)
        return found._replace(case=anew[begin:].astype(np.int32)[found.case])

    following = done_ahead(count, range(0, len(anew), CASES_AT_ONCE))
    for begin in range(0, len(anew), CASES_AT_ONCE):
        progress("tracing", begin / len(anew))
        with done.timed("kernel"):
            found = next(following)
        yield found


def _renumbered(found: Pairs, numbers: Int) -> Pairs:
    case = np.where(found.case < len(numbers), numbers[np.minimum(found.case, len(numbers) - 1)], -1)
    return found.some(np.flatnonzero(case >= 0), case)


def _first_day(walked: Sequence[city_cases.Walked], policy: Policy, now: datetime) -> date:
    """The day before the first visit of any case: stays from then may last into it."""
    today = local_day(now, policy.zone)
    begun = min((local_day(visit.start, policy.zone) for visit in walked), default=today)
    return max(min(begun, today) - timedelta(days=1), first_kept_day(policy, now=now))


def _checked(folder: Path, away_from: Sequence[Path]) -> Path:
    for other in away_from:
        if folder.is_relative_to(other.resolve()):
            raise ExportRefused(f"{folder} lies in {other}: traces stay apart from the database and the keys")
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not _is_ours(folder))):
        raise ExportRefused(f"{folder} holds something else")
    return folder


def _is_ours(folder: Path) -> bool:
    try:
        return read_manifest(folder).shards == 0
    except NoExport:
        return False


def _stands(keys: KeyStore, run: UUID, now: datetime) -> bool:
    try:
        keys.exports.link(run, now=now)
    except KeyDestroyed:
        return False
    return True


def _kept(keys: KeyStore, folder: Path, first_day: date, policy: Policy, now: datetime) -> KeptExport:
    """The run whose files are in the folder, if its key stands; else a new one, and the old files go."""
    if _is_ours(folder):
        run = read_manifest(folder).id
        kept = next((one for one in keys.exports.kept() if one.id == run), None)
        # What a run holds ends before its first day leaves retention, also when an older case has come.
        if kept is not None and now < kept.expires_at <= expiry(first_day, policy, now=kept.made_at):
            return kept
        keys.exports.destroy(run)
        export_files.remove(folder, run)
    return KeptExport(uuid4(), folder, first_day, now, expiry(first_day, policy, now=now))


def _manifest(kept: KeptExport, city: City | None, policy: Policy, now: datetime) -> Manifest:
    today = local_day(now, policy.zone)
    found = Manifest(kept.id, now, kept.expires_at, kept.first_day, today, 0, 0, 0, 0, 0)
    if city is None:
        return found
    return replace(
        found,
        stays=len(city.shard.start),
        persons=city.persons,
        venues=len(city.venues),
        cases=len(city.case_ids),
    )

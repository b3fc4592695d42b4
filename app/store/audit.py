"""The audit chain in the database: appended to under a lock, walked from its first entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from app.domain.audit import AuditAction, Entry
from app.domain.audit_detail import Detail, plain_detail
from app.domain.ids import CaseId, OfficialId
from app.domain.spans import Span
from app.store.tables import AuditHeadRow, AuditRow
from app.vault.chain import End, follow, link

_BATCH = 1000
_BEFORE_ALL = -(2**63)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What walking the chain found."""

    entries: int
    """How many hold, from the first."""
    first_bad: int | None
    """The number of the first that was changed, moved, removed or slipped in; None when all hold."""


def record(
    session: Session,
    *,
    actor: OfficialId | None,
    action: AuditAction,
    case: CaseId | None = None,
    detail: Detail | None = None,
    now: datetime,
) -> int:
    """Append an entry and return its number; it stands or falls with the caller's transaction.

    Entries wait for each other from here to the end of the transaction: append last.

    Raises:
        NotForAudit: the detail holds more than ids, counts, moments and slugs: a programming error.
    """
    plain = plain_detail(detail or {})
    end = _locked_end(session)
    entry = Entry(end.number + 1, now, actor, action.value, case, plain)
    digest = link(end.hash, entry)
    session.add(
        AuditRow(
            number=entry.number,
            at=now,
            actor=actor,
            action=action.value,
            case=case,
            detail=plain,
            hash=digest,
        )
    )
    session.flush()
    session.execute(update(AuditHeadRow).values(number=entry.number, hash=digest))
    return entry.number


def end(session: Session) -> End:
    """Where the chain ends."""
    return End(*session.execute(select(col(AuditHeadRow.number), col(AuditHeadRow.hash))).one())


def verify(session: Session, *, witnessed: tuple[End, ...] = ()) -> Verdict:
    """Walk the whole chain, holding one batch at a time.

    `witnessed` are ends that signed checkpoints vouch for: a chain rebuilt from its middle, or cut off with
    its head set back, agrees with itself and disagrees with them.
    """
    claimed = {known.number: known.hash for known in witnessed}
    at = End()
    for batch in _batches(session):
        at, broken = follow(at, batch)
        disowned = [entry.number for entry, kept in batch if claimed.get(entry.number, kept) != kept]
        if bad := min([*disowned, *([] if broken is None else [broken])], default=None):
            return Verdict(bad - 1, bad)
    longest = max([end(session).number, *claimed])
    if at.number < longest or end(session) != at:
        return Verdict(at.number, at.number + 1)
    return Verdict(at.number, None)


def _locked_end(session: Session) -> End:
    # Who waits here reads the head as it is afterwards, since writers run at READ COMMITTED. On SQLite the
    # clause is left out: a writing transaction is the only one.
    head = select(col(AuditHeadRow.number), col(AuditHeadRow.hash)).with_for_update()
    return End(*session.execute(head).one())


def _batches(session: Session) -> Iterator[list[tuple[Entry, bytes]]]:
    after = _BEFORE_ALL  # numbers start at 1, but a row slipped in below must not be passed over
    while batch := _batch(session, after):
        after = batch[-1][0].number
        yield batch


def _batch(session: Session, after: int) -> list[tuple[Entry, bytes]]:
    row = AuditRow.__table__.c  # type: ignore[attr-defined]
    found = session.execute(_columns().where(row.number > after).order_by(row.number).limit(_BATCH))
    return [_entry(values) for values in found]


def newest(session: Session, *, before: int | None, limit: int) -> list[Entry]:
    """Entries with numbers below `before`, the newest first."""
    row = AuditRow.__table__.c  # type: ignore[attr-defined]
    wanted = _columns().order_by(row.number.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(row.number < before)
    return [_entry(values)[0] for values in session.execute(wanted)]


def _columns() -> Any:  # noqa: ANN401 - a select of more columns than SQLModel can type
    # Columns, not rows: rows would gather in the session until the last batch.
    row = AuditRow.__table__.c  # type: ignore[attr-defined]
    return select(row.number, row.at, row.actor, row.action, row.case, row.detail, row.hash)


def _entry(values: Any) -> tuple[Entry, bytes]:  # noqa: ANN401 - one row of `_columns`
    number, at, actor, action, case, detail, kept = values
    who = None if actor is None else OfficialId(actor)
    entry = Entry(number, at, who, action, None if case is None else CaseId(case), detail)
    return entry, bytes(kept)


def count(session: Session, *, actor: OfficialId, action: AuditAction, during: Span) -> int:
    """How often an official did something during a span."""
    wanted = select(func.count()).where(
        col(AuditRow.actor) == actor,
        col(AuditRow.action) == action.value,
        col(AuditRow.at) >= during.start,
        col(AuditRow.at) < during.end,
    )
    return int(session.execute(wanted).scalar_one())

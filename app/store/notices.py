"""What people are told: each person's notices, and the sendings of officials behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, select

from app.domain.ids import CaseId, EventId, OfficialId, PersonId
from app.domain.notices import Draft, Ground, Sending, Told
from app.store.bulk import batched, insert_rows
from app.store.tables import DeviceTokenRow, NoticeRow, SendingRow

_PERSONS_A_QUERY = 5000

EXPOSURE = "exposure"
"""The kind of a notice that belongs to a sending."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of one person; the words belong to its kind, those of an exposure to its sending."""

    id: UUID
    kind: str
    published_at: datetime
    read_at: datetime | None
    sending: Sending | None = None
    exposed_on: date | None = None
    until_on: date | None = None
    fetched_at: datetime | None = None


def add(session: Session, person: PersonId, kind: str, case: CaseId | None, *, now: datetime) -> None:
    """Tell a person something at once. Kinds and their words stand in `web/notice_words`."""
    session.add(NoticeRow(id=uuid4(), person=person, case=case, kind=kind, published_at=now))
    session.flush()


def of_persons(session: Session, persons: Sequence[PersonId], *, now: datetime) -> list[Notice]:
    """What these persons can read now, every version, the newest first."""
    rows = session.exec(
        select(NoticeRow, SendingRow)
        .join(SendingRow, col(SendingRow.id) == col(NoticeRow.sending), isouter=True)
        .where(col(NoticeRow.person).in_(persons), col(NoticeRow.published_at) <= now)
        .order_by(col(NoticeRow.published_at).desc(), col(NoticeRow.id))
    )
    return [
        Notice(
            id=row.id,
            kind=row.kind,
            published_at=row.published_at,
            read_at=row.read_at,
            sending=None if sent is None else _sending(sent),
            exposed_on=row.exposed_on,
            until_on=row.until_on,
            fetched_at=row.fetched_at,
        )
        for row, sent in rows
    ]


def mark_fetched(session: Session, notices: Collection[UUID], *, now: datetime) -> None:
    """Note when a browser first took these notices in."""
    session.execute(
        update(NoticeRow)
        .where(col(NoticeRow.id).in_(notices), col(NoticeRow.fetched_at).is_(None))
        .values(fetched_at=now)
    )


def mark_read(session: Session, notices: Collection[UUID], *, now: datetime) -> None:
    """Note when these notices were first shown."""
    session.execute(
        update(NoticeRow)
        .where(col(NoticeRow.id).in_(notices), col(NoticeRow.read_at).is_(None))
        .values(read_at=now)
    )
    mark_fetched(session, notices, now=now)


def put_sending(session: Session, sending: Sending, told: Iterable[Told]) -> None:
    """Keep a sending and the notice of each person in it."""
    draft, ground = sending.draft, sending.ground
    session.add(
        SendingRow(
            id=sending.id,
            case=ground.case,
            event=ground.event,
            thread=sending.thread,
            version=sending.version,
            withdraws=sending.withdraws,
            advice=draft.advice,
            days=draft.days,
            place=draft.place,
            disease=sending.disease,
            reason=draft.reason,
            sent_by=sending.sent_by,
            sent_at=sending.sent_at,
            published_at=sending.published_at,
            people=sending.people,
        )
    )
    session.flush()
    rows = [
        {
            "id": uuid4(),
            "person": one.person,
            "case": ground.case,
            "sending": sending.id,
            "kind": EXPOSURE,
            "exposed_on": one.exposed_on,
            "until_on": one.until_on,
            "published_at": sending.published_at,
        }
        for one in told
    ]
    insert_rows(session, NoticeRow, rows)


def take_back(session: Session, sending: Sending, *, now: datetime) -> None:
    """Delete what nobody could read yet; the sending itself stays on record."""
    session.execute(delete(NoticeRow).where(col(NoticeRow.sending) == sending.id))
    row = session.get_one(SendingRow, sending.id)
    row.taken_back_at = now
    session.flush()


def sending(session: Session, sending: UUID) -> Sending | None:
    """One sending."""
    row = session.get(SendingRow, sending)
    return None if row is None else _sending(row)


def sendings(session: Session, ground: Ground) -> list[Sending]:
    """All sendings of a case or an event, the newest first."""
    of_ground = SendingRow.case == ground.case if ground.case else SendingRow.event == ground.event
    rows = session.exec(
        select(SendingRow)
        .where(of_ground)
        .order_by(col(SendingRow.sent_at).desc(), col(SendingRow.version).desc(), col(SendingRow.id))
    )
    return [_sending(row) for row in rows]


def told_in(session: Session, sendings: Collection[UUID]) -> list[tuple[UUID, Told]]:
    """Who was told what in these sendings. A withdrawal has the dates of what it withdraws."""
    rows = session.exec(select(NoticeRow).where(col(NoticeRow.sending).in_(sendings)))
    return [
        (row.sending, Told(PersonId(row.person), row.exposed_on, row.until_on))
        for row in rows
        if row.sending is not None and row.exposed_on is not None and row.until_on is not None
    ]


def fates(
    session: Session, sendings: Collection[UUID]
) -> list[tuple[UUID, datetime, datetime | None, datetime | None]]:
    """Of each notice of these sendings: when it was published, fetched and read; never whose it is."""
    query = select(NoticeRow.sending, NoticeRow.published_at, NoticeRow.fetched_at, NoticeRow.read_at).where(
        col(NoticeRow.sending).in_(sendings)
    )
    return [
        (sending, published, fetched, read)
        for sending, published, fetched, read in session.exec(query)
        if sending is not None
    ]


def with_browser(session: Session, persons: Iterable[PersonId]) -> set[PersonId]:
    """Who of these persons has a browser that could fetch a notice: nobody reads with a printed card."""
    found: set[PersonId] = set()
    for some in batched(persons, _PERSONS_A_QUERY):
        rows = session.exec(
            select(col(DeviceTokenRow.person)).where(col(DeviceTokenRow.person).in_(some)).distinct()
        )
        found |= {PersonId(person) for person in rows}
    return found


def delete_of_persons(session: Session, persons: Sequence[PersonId]) -> int:
    """Delete all that these persons were told; returns how much. Sendings keep their number of people."""
    return _rows(session.execute(delete(NoticeRow).where(col(NoticeRow.person).in_(persons))))


def delete_of_cases(session: Session, cases: Sequence[CaseId]) -> int:
    """Delete what people were told for these cases, and the sendings; returns how many notices."""
    found = session.execute(delete(NoticeRow).where(col(NoticeRow.case).in_(cases)))
    session.execute(delete(SendingRow).where(col(SendingRow.case).in_(cases)))
    return _rows(found)


def delete_without_case_before(session: Session, moment: datetime) -> int:
    """Delete what belongs to no case and is older than a moment; returns how many notices."""
    found = session.execute(
        delete(NoticeRow).where(col(NoticeRow.case).is_(None), col(NoticeRow.published_at) < moment)
    )
    session.execute(
        delete(SendingRow).where(col(SendingRow.event).is_not(None), col(SendingRow.published_at) < moment)
    )
    return _rows(found)


def _rows(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0


def _sending(row: SendingRow) -> Sending:
    return Sending(
        id=row.id,
        ground=Ground(
            None if row.case is None else CaseId(row.case), None if row.event is None else EventId(row.event)
        ),
        thread=row.thread,
        version=row.version,
        withdraws=row.withdraws,
        draft=Draft(row.advice, row.days, row.place, row.reason),
        disease=row.disease,
        sent_by=OfficialId(row.sent_by),
        sent_at=row.sent_at,
        published_at=row.published_at,
        people=row.people,
        taken_back_at=row.taken_back_at,
    )

"""Release codes, by the keyed hash of their digits."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.domain.ids import CaseId, OfficialId
from app.domain.releases import Release
from app.store.tables import ReleaseCodeRow


def add(session: Session, release: Release, code_mac: bytes) -> None:
    """Keep a release code that is being issued."""
    session.add(
        ReleaseCodeRow(
            id=release.id,
            code_mac=code_mac,
            case=release.case,
            official=release.official,
            first_day=release.first_day,
            last_day=release.last_day,
            issued_at=release.issued_at,
            expires_at=release.expires_at,
        )
    )
    session.flush()


def by_mac(session: Session, code_mac: bytes) -> Release | None:
    """The release of a code, locked until the transaction ends, so that one use is one use."""
    query = select(ReleaseCodeRow).where(ReleaseCodeRow.code_mac == code_mac).with_for_update()
    row = session.exec(query).first()
    return None if row is None else _release(row)


def save(session: Session, release: Release, missing: bytes | None = None) -> None:
    """Keep what came of a release. `missing` is what the patient adds in words, enciphered."""
    row = session.get_one(ReleaseCodeRow, release.id)
    row.released_at, row.withdrawn_at = release.released_at, release.withdrawn_at
    row.device_sha256, row.offered, row.shared = release.device_sha256, release.offered, release.shared
    if missing is not None:
        row.missing = missing
    session.flush()


def of_case(session: Session, case: CaseId) -> Sequence[tuple[Release, bytes | None]]:
    """A case's releases, the newest first, each with the enciphered words of the patient."""
    rows = session.exec(
        select(ReleaseCodeRow)
        .where(ReleaseCodeRow.case == case)
        .order_by(col(ReleaseCodeRow.issued_at).desc())
    )
    return [(_release(row), row.missing) for row in rows]


def get(session: Session, release: UUID) -> Release | None:
    """One release."""
    row = session.get(ReleaseCodeRow, release)
    return None if row is None else _release(row)


def _release(row: ReleaseCodeRow) -> Release:
    return Release(
        id=row.id,
        case=CaseId(row.case),
        official=OfficialId(row.official),
        first_day=row.first_day,
        last_day=row.last_day,
        issued_at=row.issued_at,
        released_at=row.released_at,
        withdrawn_at=row.withdrawn_at,
        device_sha256=row.device_sha256,
        offered=row.offered,
        shared=row.shared,
    )

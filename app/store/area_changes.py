"""Old ward codes into new ones. The newest import of an old code's change on a day wins."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, delete, insert
from sqlmodel import Session, col, select

from app.domain.ward_changes import Change
from app.store.tables import AreaChangeRow


def save(session: Session, changes: Sequence[Change], import_id: int) -> None:
    """Keep changes; they take the place of those that the same old codes had on the same days."""
    table = AreaChangeRow
    same = (
        col(table.old_code) == bindparam("code"),
        col(table.changed_on).is_not_distinct_from(bindparam("on")),
    )
    stale = {(change.old, change.changed_on) for change in changes}
    connection = session.connection()  # many at once, beside the objects that the session knows
    connection.execute(delete(table).where(*same), [{"code": code, "on": on} for code, on in stale])
    rows = [
        {
            "old_code": change.old,
            "new_code": change.new,
            "share": change.share,
            "changed_on": change.changed_on,
            "import_id": import_id,
        }
        for change in changes
    ]
    session.execute(insert(table), rows)


def every(session: Session) -> list[Change]:
    """The whole table."""
    return [_change(row) for row in session.exec(select(AreaChangeRow).order_by(col(AreaChangeRow.id)))]


def from_codes(session: Session, codes: Collection[str]) -> list[Change]:
    """The changes of some wards, of those that they became, and so on: one query a step."""
    found: list[Change] = []
    asked, ask = set[str](), set(codes)
    while ask:
        rows = session.exec(select(AreaChangeRow).where(col(AreaChangeRow.old_code).in_(ask)))
        step = [_change(row) for row in rows]
        found += step
        asked |= ask
        ask = {change.new for change in step} - asked
    return found


def _change(row: AreaChangeRow) -> Change:
    return Change(row.old_code, row.new_code, row.share, row.changed_on)

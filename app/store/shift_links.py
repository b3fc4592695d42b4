"""Links by which staff begin their shift, by the SHA-256 of their key."""

from __future__ import annotations

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.domain.ids import VenueId
from app.domain.shift_links import ShiftLink
from app.store.tables import ShiftLinkRow


def add(session: Session, token_sha256: bytes, link: ShiftLink) -> None:
    """Keep a new link."""
    row = ShiftLinkRow(token_sha256=token_sha256, venue=link.venue, ending=link.ending, made_at=link.made_at)
    session.add(row)
    session.flush()


def get(session: Session, token_sha256: bytes) -> ShiftLink | None:
    """The link of a key."""
    row = session.get(ShiftLinkRow, token_sha256)
    return None if row is None else _link(row)


def of_venue(session: Session, venue: VenueId) -> list[tuple[bytes, ShiftLink]]:
    """A venue's links, the newest first, each with its SHA-256."""
    rows = session.exec(
        select(ShiftLinkRow)
        .where(ShiftLinkRow.venue == venue)
        .order_by(col(ShiftLinkRow.made_at).desc(), col(ShiftLinkRow.token_sha256))
    )
    return [(row.token_sha256, _link(row)) for row in rows]


def remove(session: Session, venue: VenueId, token_sha256: bytes) -> None:
    """End a link of this venue; one that is gone, or is another venue's, is no error."""
    mine = (col(ShiftLinkRow.token_sha256) == token_sha256) & (col(ShiftLinkRow.venue) == venue)
    session.execute(delete(ShiftLinkRow).where(mine))


def _link(row: ShiftLinkRow) -> ShiftLink:
    return ShiftLink(VenueId(row.venue), row.ending, row.made_at)

"""Check-ins drawn at random.

A pseudonym is a block of AES: whoever it stands for, it lies anywhere. So the pseudonyms next to each other
above a random number are a random sample of people on days, and reading them is one walk along an index.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app.domain.ids import Pseudonym
from app.domain.spans import Span
from app.store.tables import VenueRow, VisitRow


def drawn(
    session: Session, above: UUID, during: Span, limit: int, *, ward: str | None = None
) -> list[tuple[Pseudonym, datetime]]:
    """Pseudonyms from `above` on, each with a moment of its day; those who withdrew are none.

    With a ward only those with a check-in there. After the highest it goes on with the lowest.
    """
    pseudonym, entered_at = col(VisitRow.pseudonym), col(VisitRow.entered_at)
    query = (
        select_columns(pseudonym, func.min(entered_at))
        .where(entered_at >= during.start, entered_at < during.end, col(VisitRow.withdrawn_at).is_(None))
        .group_by(pseudonym)
        .order_by(pseudonym)
    )
    if ward is not None:
        query = query.join(VenueRow, col(VenueRow.id) == col(VisitRow.venue)).where(
            col(VenueRow.ward) == ward
        )
    rows = session.execute(query.where(pseudonym >= above).limit(limit)).all()
    rows = [*rows, *session.execute(query.where(pseudonym < above).limit(limit - len(rows)))]
    return [(Pseudonym(one), at) for one, at in rows]

"""What the service promised, held against what it kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from app.store.db import Database, open_database
from app.store.tables import VisitRow


@dataclass(frozen=True)
class Verdict:
    """What of the promises was broken; all zero, or the service lied to somebody."""

    acknowledged: int
    lost: int
    doubled: int
    """Visits kept twice, and persons without a phone: a phone that was taken for two."""
    unasked: int
    """Visits that nobody sent."""

    @property
    def kept(self) -> bool:
        return not (self.lost or self.doubled or self.unasked)


@dataclass
class Ledger:
    """Every visit that was sent, and every one that was acknowledged, with its end where that was too."""

    sent: set[UUID] = field(default_factory=set)
    acknowledged: dict[UUID, datetime | None] = field(default_factory=dict)

    def acknowledges(self, visit: UUID, left_at: datetime | None = None) -> None:
        self.acknowledged[visit] = left_at or self.acknowledged.get(visit)

    def against(self, database: Database) -> Verdict:
        """Read everything back."""
        with database.reading() as session:
            kept = session.execute(select(VisitRow.id, VisitRow.left_at)).all()
            nobody = session.execute(
                text("SELECT count(*) FROM persons WHERE id NOT IN (SELECT person FROM device_tokens)")
            ).scalar_one()
        ends, times = dict(kept), Counter(visit for visit, _ in kept)
        lost = [
            visit
            for visit, left_at in self.acknowledged.items()
            if visit not in ends or (left_at is not None and ends[visit] != left_at)
        ]
        return Verdict(
            acknowledged=len(self.acknowledged),
            lost=len(lost),
            doubled=sum(n - 1 for n in times.values()) + nobody,
            unasked=len(times.keys() - self.sent),
        )

    def at(self, url: str) -> Verdict:
        """The same of a database that nobody has open here."""
        database = open_database(url)
        verdict = self.against(database)
        database.close()
        return verdict

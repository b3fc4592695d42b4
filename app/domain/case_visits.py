"""The stays of its subject that a case keeps, and where it has them from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.assurance import Assurance, Flag
from app.domain.ends import Ends
from app.domain.ids import CaseId, OfficialId, PersonId, VenueId, ZoneId
from app.domain.spans import Span


class VisitOrigin(StrEnum):
    """How a visit came into a case."""

    RELEASE = "release"
    CARD = "card"
    INTERVIEW = "interview"


@dataclass(frozen=True, slots=True)
class CaseVisit:
    """The case's own copy of one of its subject's stays."""

    id: UUID
    case: CaseId
    origin: VisitOrigin
    venue: VenueId
    start: datetime
    ends: Ends
    end_assumed: bool
    assurance: Assurance
    flags: Flag = Flag(0)
    zone: ZoneId | None = None
    person: PersonId | None = None
    release: UUID | None = None
    added_by: OfficialId | None = None
    companions: int = 0
    """People who came along and have no check-in of their own."""
    children: int = 0
    """Those of them who are under 16."""

    @property
    def span(self) -> Span:
        """From entry to the likely end."""
        return Span(self.start, self.ends.likely)

    @property
    def longest(self) -> Span:
        """From entry to the latest end that is likely enough to count."""
        return Span(self.start, self.ends.most)

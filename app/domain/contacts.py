"""People an official has decided about: the system lists, the official decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.domain.errors import InputRefused, Problem
from app.domain.ids import CaseId, OfficialId, PersonId
from app.domain.text import clean


class Standing(StrEnum):
    """What an official decided."""

    CONTACT = "contact"
    EXCLUDED = "excluded"


class Origin(StrEnum):
    """Where the case and the contact met."""

    VENUE = "venue"
    HOUSEHOLD = "household"
    WORKPLACE = "workplace"
    TRANSPORT = "transport"
    SCHOOL = "school"
    OTHER = "other"


GUIDANCE = "ghe-2026.1"
"""The version of the guidance that a decision is made under."""

_LONGEST_REASON = 400


@dataclass(frozen=True, slots=True)
class Contact:
    """One decision about one person of a case."""

    id: UUID
    case: CaseId
    person: PersonId | None
    standing: Standing
    origin: Origin
    reason: str
    decided_by: OfficialId
    decided_at: datetime
    guidance: str = GUIDANCE
    generation: int = 1
    resealed: bytes | None = None
    """The person's contact details sealed to the case's key; None when the person left none."""
    resealed_epoch: date | None = None
    version: int = 1


def checked_reason(text: str, field: str = "reason") -> str:
    """Why an official does what is recorded.

    Raises:
        InputRefused: empty or too long.
    """
    reason = clean(text)
    if not reason:
        raise InputRefused([Problem(field, "missing")])
    if len(reason) > _LONGEST_REASON:
        raise InputRefused([Problem(field, "too_long", (("longest", _LONGEST_REASON),))])
    return reason

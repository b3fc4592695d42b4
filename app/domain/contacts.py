"""People an official has decided about: the system lists, the official decides."""

from __future__ import annotations

from enum import StrEnum


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

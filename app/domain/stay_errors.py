"""Refusals about corrected visits, zones and shifts."""

from __future__ import annotations

from app.domain.errors import Refusal


class CorrectionTooLate(Refusal):
    """A check-out is corrected within a day."""


class ZoneUnknown(Refusal):
    """The venue has no such zone, or no more."""


class TooManyZones(Refusal):
    """A venue has at most two hundred zones."""


class ShiftLinkUnknown(Refusal):
    """No shift begins with this link, or its owner has ended it."""


class TooManyShiftLinks(Refusal):
    """The venue has as many shift links as one may."""

"""Refusals about who a browser speaks for: linking, recovering, and what is one's own."""

from __future__ import annotations

from app.domain.errors import Refusal


class JoinCodeUnknown(Refusal):
    """No browser shows this code."""


class JoinCodeExpired(Refusal):
    """The code is more than ten minutes old."""


class JoinCodeUsed(Refusal):
    """A code links one browser."""


class AlreadyJoined(Refusal):
    """The two browsers are one person already."""


class RecoveryMistyped(Refusal):
    """Not 25 digits, or the last does not fit the others."""


class RecoveryUnknown(Refusal):
    """No person has this recovery code, or it was ended."""


class NobodyHere(Refusal):
    """This browser has not checked in yet, so there is nobody whose data could be shown."""

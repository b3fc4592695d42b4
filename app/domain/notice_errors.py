"""Refusals about notices."""

from __future__ import annotations

from app.domain.errors import Refusal


class NoticeUnknown(Refusal):
    """No such sending of this case or event."""


class NoticeShown(Refusal):
    """People can read it already: it is corrected or withdrawn, and no longer taken back unseen."""


class NoticeNotShown(Refusal):
    """Nobody can read it yet: it is taken back instead of corrected or withdrawn."""


class NobodyToTell(Refusal):
    """Nobody is left whom this notice would reach."""


class EventNotApproved(Refusal):
    """Nobody but the official who opened the event has looked at it yet."""

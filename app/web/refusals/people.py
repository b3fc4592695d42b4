"""Refusals about whom a browser speaks for: linking browsers, and coming back with a code."""

from __future__ import annotations

from typing import Final

from app.domain import errors, join_errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

PEOPLE: Final[dict[type[errors.Refusal], Answer]] = {
    join_errors.JoinCodeUnknown: Answer(
        404,
        "join-code-unknown",
        N_("No browser shows this code"),
        N_("Nothing was linked. Check the eight digits."),
    ),
    join_errors.JoinCodeExpired: Answer(
        410,
        "join-code-expired",
        N_("This code is more than ten minutes old"),
        N_("Nothing was linked. Show a new code in the other browser."),
    ),
    join_errors.JoinCodeUsed: Answer(
        409,
        "join-code-used",
        N_("This code has been used"),
        N_("A code links one browser. Show a new code in the other browser."),
    ),
    join_errors.AlreadyJoined: Answer(
        409,
        "already-joined",
        N_("These two browsers are linked already"),
        N_("Nothing was changed. Both show the same visits."),
    ),
    join_errors.RecoveryMistyped: Answer(
        400,
        "recovery-mistyped",
        N_("A digit is wrong"),
        N_("Compare the 25 digits, group by group."),
    ),
    join_errors.RecoveryUnknown: Answer(
        404,
        "recovery-unknown",
        N_("This recovery code opens nothing"),
        N_("It was ended, or its data were deleted. In doubt call the health hotline."),
    ),
    join_errors.NobodyHere: Answer(
        404,
        "nobody-here",
        N_("This browser holds no visits"),
        N_("Type a recovery code, or link the browser with which you checked in."),
    ),
}

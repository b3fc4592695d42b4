"""Refusals about cases, what patients release to them, and contacts."""

from __future__ import annotations

from typing import Final

from app.domain import errors, held_errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

CASES: Final[dict[type[errors.Refusal], Answer]] = {
    errors.CaseUnknown: Answer(
        404, "case-unknown", N_("There is no such case"), N_("Go back to the list of cases.")
    ),
    errors.CaseClosed: Answer(
        409, "case-closed", N_("This case is closed"), N_("Nothing was changed. A closed case is only read.")
    ),
    errors.NothingToTrace: Answer(
        409,
        "nothing-to-trace",
        N_("There is nothing to trace yet"),
        N_("Add the patient's visits first, or trace before undoing."),
    ),
    errors.ReleaseUnknown: Answer(
        404,
        "release-unknown",
        N_("This code is not right"),
        N_("Ask the official to read the ten digits again."),
    ),
    errors.ReleaseExpired: Answer(
        410,
        "release-expired",
        N_("The time for this is over"),
        N_("Ask the official for a new code."),
    ),
    errors.ReleaseUsed: Answer(
        410,
        "release-used",
        N_("This code has been used"),
        N_("Each code works once. Ask the official for a new one."),
    ),
    errors.NoVisitsHere: Answer(
        404,
        "no-visits-here",
        N_("This browser holds no visits on the days asked for"),
        N_("Open the page in the browser that you check in with, or tell the official what you remember."),
    ),
    errors.ContactUnknown: Answer(
        404, "contact-unknown", N_("This person is not a contact of the case"), N_("Go back to the case.")
    ),
    errors.QuotaReached: Answer(
        429,
        "quota-reached",
        N_("You have opened as many contacts as one may in a day"),
        N_("Ask a colleague to go on, or wait until tomorrow. Nothing was opened."),
    ),
    held_errors.StillComputing: Answer(
        503,
        "still-computing",
        N_("These numbers are being computed"),
        N_("This page opens by itself in a few seconds."),
    ),
}

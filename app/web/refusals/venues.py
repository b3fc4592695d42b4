"""Refusals about venues, their codes, their owners and their posters."""

from __future__ import annotations

from typing import Final

from app.domain import errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

VENUES: Final[dict[type[errors.Refusal], Answer]] = {
    errors.CodeMistyped: Answer(
        400,
        "code-mistyped",
        N_("This code has a mistake in it"),
        N_("Scan the poster again, or type the nine digits printed beside the symbol."),
    ),
    errors.CodeUnknown: Answer(
        404,
        "code-unknown",
        N_("No venue has this code"),
        N_("Check the address on the poster. If it is right, ask the staff to check you in."),
    ),
    errors.CodeRevoked: Answer(
        410,
        "code-revoked",
        N_("This poster is out of date"),
        N_("The venue has a new code. Scan the new poster, or ask the staff."),
    ),
    errors.VenueClosed: Answer(
        410,
        "venue-closed",
        N_("This venue no longer takes check-ins"),
        N_("There is nothing you need to do."),
    ),
    errors.VenueUnknown: Answer(
        404, "venue-unknown", N_("There is no such venue"), N_("Go back to the list of your venues.")
    ),
    errors.OwnerKeyUnknown: Answer(
        403,
        "owner-key-unknown",
        N_("No owner has this key"),
        N_("Check the 20 characters on the sheet you kept when you registered."),
    ),
    errors.NameNotPrintable: Answer(
        409,
        "name-not-printable",
        N_("The poster cannot be printed"),
        N_("Its typeface lacks these characters: %(characters)s. Write the name without them."),
    ),
    errors.SignsNotReady: Answer(
        404,
        "signs-not-ready",
        N_("There are no signs for that week"),
        N_("Print this week's. The next week's can be printed from Saturday on."),
    ),
    errors.NameDoesNotFit: Answer(
        409,
        "name-does-not-fit",
        N_("The name is too long for this sheet"),
        N_("Print a larger sheet: the poster takes every name."),
    ),
}

"""Refusals about visits: when they began and ended, and whose they are."""

from __future__ import annotations

from typing import Final

from app.domain import errors, people
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

VISITS: Final[dict[type[errors.Refusal], Answer]] = {
    errors.EntryTooOld: Answer(
        409,
        "entry-too-old",
        N_("This check-in is more than two days old"),
        N_("It was not recorded. Scan the poster again when you are there."),
    ),
    errors.EntryInFuture: Answer(
        409,
        "entry-in-future",
        N_("The clock of your phone is ahead"),
        N_("Set the clock to automatic and scan the poster again."),
    ),
    errors.VisitIdMalformed: Answer(
        400,
        "visit-id-malformed",
        N_("This form is damaged"),
        N_("Nothing was recorded. Scan the poster again."),
    ),
    errors.VisitUnknown: Answer(
        404,
        "visit-unknown",
        N_("This receipt is no longer kept"),
        N_("Visits are deleted after their time. There is nothing you need to do."),
    ),
    errors.VisitWithdrawn: Answer(
        410,
        "visit-withdrawn",
        N_("You have taken this visit back"),
        N_("It stays deleted. If you come again, scan the poster again."),
    ),
    errors.VisitOfAnother: Answer(
        409,
        "visit-of-another",
        N_("This form belongs to another phone"),
        N_("Nothing was recorded. Scan the poster with your own phone."),
    ),
    errors.LeftBeforeEntry: Answer(
        409, "left-before-entry", N_("You cannot leave before you came"), N_("Check the time and try again.")
    ),
    people.ContactRefused: Answer(
        422,
        "contact-refused",
        N_("Your number was not saved"),
        N_("It was sealed for another visit or day. Your visit stays recorded. Write the number again."),
    ),
    errors.KeyDestroyed: Answer(
        410,
        "day-destroyed",
        N_("That day has been deleted"),
        N_("Its keys were destroyed on time. Nobody can open it any more."),
    ),
}

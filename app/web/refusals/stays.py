"""Refusals about corrected visits, zones and shifts."""

from __future__ import annotations

from typing import Final

from app.domain import errors, stay_errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

STAYS: Final[dict[type[errors.Refusal], Answer]] = {
    stay_errors.CorrectionTooLate: Answer(
        409,
        "correction-too-late",
        N_("This visit ended more than a day ago"),
        N_("Its times can no longer be changed. You can still take the visit back."),
    ),
    stay_errors.ZoneUnknown: Answer(
        404,
        "zone-unknown",
        N_("This zone does not exist any more"),
        N_("Go back to the zones of the venue."),
    ),
    stay_errors.TooManyZones: Answer(
        409,
        "too-many-zones",
        N_("This venue has two hundred zones already"),
        N_("Remove one that is not used any more."),
    ),
    stay_errors.ShiftLinkUnknown: Answer(
        404,
        "shift-link-unknown",
        N_("This shift link does not work any more"),
        N_("Whoever runs this place makes a new one on its page."),
    ),
    stay_errors.TooManyShiftLinks: Answer(
        409,
        "too-many-shift-links",
        N_("This venue has twenty shift links already"),
        N_("End a link that is not used any more, then make a new one."),
    ),
}

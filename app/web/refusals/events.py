"""Refusals about events, and about what is learnt from contacts."""

from __future__ import annotations

from typing import Final

from app.domain import errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

EVENTS: Final[dict[type[errors.Refusal], Answer]] = {
    errors.EventUnknown: Answer(
        404, "event-unknown", N_("There is no such event"), N_("Go back to the list of events.")
    ),
    errors.OwnEvent: Answer(
        409,
        "own-event",
        N_("You opened this event yourself"),
        N_("Nothing was changed. Ask another official to approve it."),
    ),
    errors.NothingToLearn: Answer(
        409,
        "nothing-to-learn",
        N_("No trace lists this contact"),
        N_("Nothing was recorded. Trace the case again first; a case that was emptied stays so."),
    ),
}

"""Refusals about disease profiles."""

from __future__ import annotations

from typing import Final

from app.domain import errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

DISEASES: Final[dict[type[errors.Refusal], Answer]] = {
    errors.DiseaseUnknown: Answer(
        404, "disease-unknown", N_("There is no such disease profile"), N_("Go back to the list of profiles.")
    ),
    errors.DiseaseNotReviewed: Answer(
        409,
        "disease-not-reviewed",
        N_("This profile has not been reviewed yet"),
        N_("Somebody other than the one who added it has to review it first."),
    ),
    errors.OwnDisease: Answer(
        403,
        "own-disease",
        N_("You have added this profile yourself"),
        N_("Ask a colleague to review it: two people stand for each profile."),
    ),
    errors.LastDisease: Answer(
        409,
        "last-disease",
        N_("This is the only active disease"),
        N_("Activate another one first. Without any, no case could be reported."),
    ),
    errors.RetentionTooShort: Answer(
        409,
        "retention-too-short",
        N_("Visits would be deleted before they are needed"),
        N_("Keep them for longer, or deactivate the disease that needs them."),
    ),
}

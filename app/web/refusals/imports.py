"""Refusals about what is imported, and about the map that is made of it."""

from __future__ import annotations

from typing import Final

from app.domain import errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

IMPORTS: Final[dict[type[errors.Refusal], Answer]] = {
    errors.NoAreas: Answer(
        409,
        "no-areas",
        N_("No wards have been imported yet"),
        N_("Import them first: ghe import wards FILE."),
    ),
    errors.FileRefused: Answer(
        422, "file-refused", N_("There is a problem with this file"), N_("Nothing was imported.")
    ),
    errors.FileTakenBefore: Answer(
        409,
        "file-taken-before",
        N_("This very file has been imported already"),
        N_("Nothing was changed: a second time would register every venue twice."),
    ),
    errors.MapVenueUnknown: Answer(
        404, "map-venue-unknown", N_("This venue is not on your map"), N_("Go back to the map.")
    ),
}

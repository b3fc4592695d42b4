"""Refusals about releases of the public map."""

from __future__ import annotations

from typing import Final

from app.domain import errors
from app.domain import map_release_errors as refused
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

MAP_RELEASES: Final[dict[type[errors.Refusal], Answer]] = {
    refused.PeriodReleased: Answer(
        409,
        "period-released",
        N_("Some of these days have been released already"),
        N_("A release never changes. What became known since then is told by the next one, as one number."),
    ),
    refused.PeriodUnfinished: Answer(
        409,
        "period-unfinished",
        N_("These days are not over yet"),
        N_("Release them when they are."),
    ),
    refused.WeekTooQuiet: Answer(
        409,
        "week-too-quiet",
        N_("One week would leave over a third of the wards untold"),
        N_("The release waits for a second week and then covers both."),
    ),
    refused.NumbersMissing: Answer(
        409,
        "numbers-missing",
        N_("The numbers do not reach to the end of these days"),
        N_("Import them first. Where there really were no more cases, add --complete."),
    ),
    refused.NoSafeRelease: Answer(
        409,
        "no-safe-release",
        N_("These numbers cannot be released safely"),
        N_("Nothing was released. Tell those who look after the program: this should never happen."),
    ),
    refused.MapReleaseUnknown: Answer(
        404, "map-release-unknown", N_("There is no such release of the map"), N_("Go to the newest one.")
    ),
}

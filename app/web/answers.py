"""One table: every refusal, its status, its slug and its words. Pages, API and commands read the same row."""

from __future__ import annotations

from typing import Final

from app.domain import errors
from app.web.refusals.answer import Answer
from app.web.refusals.cards import CARDS
from app.web.refusals.cases import CASES
from app.web.refusals.codes import CODES
from app.web.refusals.diseases import DISEASES
from app.web.refusals.events import EVENTS
from app.web.refusals.imports import IMPORTS
from app.web.refusals.links import LINKS
from app.web.refusals.map_releases import MAP_RELEASES
from app.web.refusals.notices import NOTICES
from app.web.refusals.officials import OFFICIALS
from app.web.refusals.people import PEOPLE
from app.web.refusals.stays import STAYS
from app.web.refusals.venues import VENUES
from app.web.refusals.visits import VISITS
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

ANSWERS: Final[dict[type[errors.Refusal], Answer]] = {
    **VENUES,
    **VISITS,
    **STAYS,
    **PEOPLE,
    **CODES,
    **OFFICIALS,
    **CASES,
    **CARDS,
    **DISEASES,
    **EVENTS,
    **LINKS,
    **IMPORTS,
    **MAP_RELEASES,
    **NOTICES,
    errors.NotNow: Answer(
        503,
        "not-now",
        N_("Too many people at once"),
        N_("Nothing is lost. Press the button again in a few seconds."),
    ),
}

NOT_FOUND = Answer(404, "not-found", N_("This page does not exist"), N_("Check the address and try again."))
MALFORMED = Answer(422, "malformed", N_("This request is not complete"), N_("Go back and try again."))
FAULT = Answer(
    500, "fault", N_("Something went wrong on our side"), N_("Nothing was recorded. Try again in a moment.")
)


def answer_to(refusal: errors.Refusal) -> Answer:
    """The row of a refusal."""
    return ANSWERS[type(refusal)]

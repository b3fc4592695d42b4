"""Refusals about who infected whom, and where."""

from __future__ import annotations

from typing import Final

from app.domain import errors
from app.web.refusals.answer import Answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

LINKS: Final[dict[type[errors.Refusal], Answer]] = {
    errors.NothingDecided: Answer(
        409,
        "nothing-decided",
        N_("Nobody has named an infector"),
        N_("Nothing was changed. The weights are in force."),
    ),
    errors.NobodyToFollow: Answer(
        409,
        "nobody-to-follow",
        N_("There is no contact F1 to follow"),
        N_("Trace the case, then make people contacts F1: whom these met is counted."),
    ),
    errors.TooFewForSources: Answer(
        409,
        "too-few-for-sources",
        N_("Too few cases to name a venue"),
        N_("Three cases that do not live together have to share their check-ins first."),
    ),
}

"""The sentence that says why a person is listed, and what weakens it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from app.domain.assurance import Assurance, Flag
from app.domain.policy import Policy
from app.domain.venues import Venue
from app.science.tracing import Exposure
from app.web.official.case_words import FLAGS
from app.web.words import Gettext, calendar, clock
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

ASSURANCES: Final = {
    Assurance.STATIC: N_("scanned a poster"),
    Assurance.TYPED: N_("typed the code"),
    Assurance.CARD: N_("card scanned by staff"),
    Assurance.DYNAMIC: N_("scanned a changing screen"),
    Assurance.STAFF: N_("entered by an official"),
}


def minutes(length: timedelta) -> int:
    """A length in whole minutes, at least one for anything that is not nothing."""
    return max(1, round(length.total_seconds() / 60)) if length else 0


def why(exposure: Exposure, venue: Venue, translate: Gettext, policy: Policy) -> str:
    """The reason for one exposure, in a sentence."""
    start, end = exposure.span.start, exposure.span.end
    where = {
        "place": venue.name,
        "date": calendar(start.astimezone(policy.zone).date()),
        "start": clock(start, policy.zone),
        "end": clock(end, policy.zone),
    }
    if exposure.together and exposure.after:
        return translate(
            "%(together)s min together and %(after)s min in the air left behind, %(place)s, %(date)s, "
            "%(start)s to %(end)s",
            together=minutes(exposure.together),
            after=minutes(exposure.after),
            **where,
        )
    if exposure.together:
        return translate(
            "%(together)s min together, %(place)s, %(date)s, %(start)s to %(end)s",
            together=minutes(exposure.together),
            **where,
        )
    return translate(
        "came after the case had left: %(after)s min in the air left behind, %(place)s, %(date)s, "
        "%(start)s to %(end)s",
        after=minutes(exposure.after),
        **where,
    )


def doubts(exposure: Exposure, translate: Gettext) -> list[str]:
    """What weakens the evidence: how the check-in was made, an assumed end, flags."""
    words = [translate(ASSURANCES[exposure.assurance])]
    if exposure.assumed:
        words.append(translate("end assumed"))
    return words + [translate(FLAGS[flag]) for flag in Flag if exposure.flags & flag]

"""The words of case work: what the domain names, and the sentence that says why a person is listed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from app.domain.cases import Classification, Precision, VisitOrigin
from app.domain.contacts import Standing
from app.domain.policy import Policy
from app.domain.venues import Venue
from app.domain.visits import Assurance, Flag
from app.science.tracing import Band, Exposure
from app.web.words import Gettext, calendar, clock
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

DISEASES: Final = {
    "covid-19": N_("COVID-19"),
    "influenza": N_("Influenza"),
    "measles": N_("Measles"),
}
CLASSIFICATIONS: Final = {
    Classification.SUSPECTED: N_("Suspected"),
    Classification.CONFIRMED: N_("Confirmed"),
    Classification.DISCARDED: N_("Discarded"),
}
PRECISIONS: Final = {
    Precision.DAY: N_("To the day"),
    Precision.DAYS: N_("Within two days"),
    Precision.WEEK: N_("Within about a week"),
}
ORIGINS: Final = {
    VisitOrigin.RELEASE: N_("From the phone"),
    VisitOrigin.CARD: N_("From the card"),
    VisitOrigin.INTERVIEW: N_("From the interview"),
}
ASSURANCES: Final = {
    Assurance.STATIC: N_("scanned a poster"),
    Assurance.TYPED: N_("typed the code"),
    Assurance.CARD: N_("card scanned by staff"),
    Assurance.DYNAMIC: N_("scanned a changing screen"),
    Assurance.STAFF: N_("entered by an official"),
}
FLAGS: Final = {
    Flag.CLOSED_HOURS: N_("outside opening hours"),
    Flag.BURST: N_("in a burst above capacity"),
    Flag.IMPOSSIBLE_TRAVEL: N_("too far from the visit before"),
    Flag.OFFLINE: N_("reported late"),
    Flag.EDITED: N_("edited afterwards"),
}
BANDS: Final = {
    Band.VERY_LONG: N_("Very long"),
    Band.LONG: N_("Long"),
    Band.SHORT: N_("Short"),
    Band.BRIEF: N_("Brief"),
}
STANDINGS: Final = {Standing.CONTACT: N_("Contact F1"), Standing.EXCLUDED: N_("Excluded")}

EXPORT_WORDS: Final = {
    "co-present": N_("Co-present"),
    "contact": N_("Contact F1"),
    "excluded": N_("Excluded"),
    "yes": N_("yes"),
    "no": N_("no"),
}
"""Words of the exported table that are no column names."""


def minutes(length: timedelta) -> int:
    """A length in whole minutes, at least one for anything that is not nothing."""
    return max(1, round(length.total_seconds() / 60)) if length else 0


def why(exposure: Exposure, venue: Venue, translate: Gettext, policy: Policy) -> str:
    """The reason for one exposure, in a sentence."""
    start, end = exposure.span.start, exposure.span.end
    place = {
        "venue": venue.name,
        "date": calendar(start.astimezone(policy.zone).date()),
        "start": clock(start, policy.zone),
        "end": clock(end, policy.zone),
    }
    if exposure.together and exposure.after:
        return translate(
            "%(together)s min together and %(after)s min in the air left behind, %(venue)s, %(date)s, "
            "%(start)s to %(end)s",
            together=minutes(exposure.together),
            after=minutes(exposure.after),
            **place,
        )
    if exposure.together:
        return translate(
            "%(together)s min together, %(venue)s, %(date)s, %(start)s to %(end)s",
            together=minutes(exposure.together),
            **place,
        )
    return translate(
        "came after the case had left: %(after)s min in the air left behind, %(venue)s, %(date)s, "
        "%(start)s to %(end)s",
        after=minutes(exposure.after),
        **place,
    )


def doubts(exposure: Exposure, translate: Gettext) -> list[str]:
    """What weakens the evidence: how the check-in was made, an assumed end, flags."""
    words = [translate(ASSURANCES[exposure.assurance])]
    if exposure.assumed:
        words.append(translate("end assumed"))
    return words + [translate(FLAGS[flag]) for flag in Flag if exposure.flags & flag]

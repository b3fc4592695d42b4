"""The sentence that says why somebody is in the list of an event."""

from __future__ import annotations

from app.domain.policy import Policy
from app.science.ranking import Listed
from app.science.tracing import Exposure
from app.web.official import exposure_words
from app.web.words import Gettext, clock


def person_row(rank: int, person: Listed, translate: Gettext, lang: str, policy: Policy) -> dict[str, object]:
    """One row of the list: rank, strength, reasons and what weakens them. Nothing in it leads to anybody."""
    return {
        "rank": rank,
        "band": person.band,
        "strength": exposure_words.strength(person, translate, lang),
        "reasons": [
            {
                "why": why(exposure, translate, policy),
                "doubts": exposure_words.doubts(exposure, translate),
                "parts": parts(exposure, translate, lang),
            }
            for exposure in person.exposures
        ],
    }


def why(exposure: Exposure, translate: Gettext, policy: Policy) -> str:
    """The reason for one presence, in a sentence."""
    times = {
        "start": clock(exposure.span.start, policy.zone),
        "end": clock(exposure.span.end, policy.zone),
    }
    together, after = (exposure_words.minutes(length) for length in (exposure.together, exposure.after))
    if together and after:
        return translate(
            "%(together)s min at it and %(after)s min in the air left behind, %(start)s to %(end)s",
            together=together,
            after=after,
            **times,
        )
    if together:
        return translate("%(together)s min at it, %(start)s to %(end)s", together=together, **times)
    if after:
        return translate(
            "came after it had ended: %(after)s min in the air left behind, %(start)s to %(end)s",
            after=after,
            **times,
        )
    return translate("may have been at it, %(start)s to %(end)s", **times)


def parts(exposure: Exposure, translate: Gettext, lang: str) -> str:
    """What the strength is made of; empty where the disease does not pass through the air."""
    if exposure.parts is None:
        return ""
    return translate(
        "through the air %(air)s h, close by %(close)s h",
        air=exposure_words.hours(exposure.parts.through_air, lang),
        close=exposure_words.hours(exposure.parts.close_by, lang),
    )

"""The sentence that says why a person is listed, and what weakens it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from app.domain.assurance import Assurance, Flag
from app.domain.policy import Policy
from app.domain.venues import Venue
from app.science.ranking import Listed
from app.science.tracing import Exposure
from app.web.official.case_words import FLAGS
from app.web.words import Gettext, calendar, clock, number
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

_TWO_DIGITS: Final = 10
ASSURANCES: Final = {
    Assurance.STATIC: N_("scanned a poster"),
    Assurance.TYPED: N_("typed the code"),
    Assurance.CARD: N_("card scanned by staff"),
    Assurance.DYNAMIC: N_("scanned a changing screen"),
    Assurance.STAFF: N_("entered by an official or by staff"),
}


def minutes(length: timedelta) -> int:
    """A length in whole minutes, at least one for anything that is not nothing."""
    return max(1, round(length.total_seconds() / 60)) if length else 0


def why(exposure: Exposure, venue: Venue, translate: Gettext, policy: Policy, *, zone: str = "") -> str:
    """The reason for one exposure, in a sentence; `zone` is the name of the part of the venue."""
    start, end = exposure.span.start, exposure.span.end
    where = {
        "place": f"{venue.name} ({zone})" if zone else venue.name,
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


def parts_words(exposure: Exposure, translate: Gettext, lang: str) -> str:
    """What an exposure is made of, in one line; empty where the rule has no parts."""
    if exposure.counted is not None:
        return translate("counts as %(minutes)s min", minutes=number(round(exposure.counted, 1), lang))
    parts = exposure.parts
    if parts is None:
        return ""
    return translate(
        "through the air %(air)s h, close by %(close)s h; infectiousness %(level)s of its mean",
        air=hours(parts.through_air, lang),
        close=hours(parts.close_by, lang),
        level=percent(parts.infectiousness),
    )


def strength(person: Listed, translate: Gettext, lang: str) -> list[str]:
    """How much there was to share, in a line or two."""
    if any(exposure.parts is not None for exposure in person.exposures):
        return [
            translate("like %(hours)s h in an ordinary office", hours=hours(person.hours, lang)),
            translate(
                "between %(least)s and %(most)s h",
                least=hours(person.least, lang),
                most=hours(person.most, lang),
            ),
        ]
    words = [translate("%(together)s min together", together=minutes(person.together))]
    if person.after:
        words.append(translate("%(after)s min after", after=minutes(person.after)))
    return words


def hours(length: float, lang: str) -> str:
    """Hours to two digits that matter: 0.04, 0.4, 4.2, 42."""
    return number(float(f"{length:.2g}") if length < _TWO_DIGITS else round(length), lang)


def percent(share: float) -> str:
    """A share in whole per cent."""
    return f"{round(share * 100)} %"


def company(companions: int, children: int, translate: Gettext) -> str:
    """Who came along with a person; empty for nobody."""
    if not companions:
        return ""
    if companions == 1:
        return translate("with one other, under 16") if children else translate("with one other")
    if not children:
        return translate("with %(people)s others", people=companions)
    return translate("with %(people)s others, %(children)s under 16", people=companions, children=children)


def doubts(exposure: Exposure, translate: Gettext) -> list[str]:
    """What is known of the evidence: how the check-in was made, who came along, an assumed end, flags."""
    words = [translate(ASSURANCES[exposure.assurance])]
    if exposure.on_shift:
        words.append(translate("works there, on their shift"))
    if with_them := company(exposure.companions, exposure.children, translate):
        words.append(with_them)
    if exposure.assumed:
        words.append(translate("end assumed"))
    return words + [translate(FLAGS[flag]) for flag in Flag if exposure.flags & flag]

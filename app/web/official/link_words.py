"""The words of links between cases: how likely a place, an infector, a coincidence is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from app.domain.ids import VenueId
from app.domain.policy import Policy
from app.domain.spans import Span, local_day
from app.domain.venues import Venue
from app.science.infectors import Impossible
from app.science.ranking import hours_of
from app.science.tracing import Exposure
from app.usecases.view_sources import MAY_BE_CHANCE
from app.web.official import exposure_words
from app.web.words import Gettext, calendar, clock
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

_LIKELY: Final = (
    (0.5, 4, N_("Most likely")),
    (0.2, 3, N_("Likely")),
    (0.05, 2, N_("Possible")),
    (0.0, 1, N_("Hardly")),
)
"""From which share, with the band that the colours know."""
_CHANCE: Final = ((0.05, N_("Hardly by chance")), (MAY_BE_CHANCE, N_("May be chance")))
_AS_CHANCE_HAS_IT: Final = N_("As chance would have it")
_REASONS: Final = {
    Impossible.ORDER: N_("Their illnesses began in an order that rules it out"),
    Impossible.ISOLATED: N_("They met only after this case was isolated"),
    Impossible.NO_EXPOSURE: N_("They met only when this case could not infect"),
    Impossible.INCUBATION: N_("Between their meeting and the onset lies no possible incubation"),
}
_NEVER_MET: Final = N_("Nothing is known that they shared")
_EXPOSURES: Final = 3
_LEAST_PERCENT: Final = 0.01


def band(share: float, translate: Gettext) -> tuple[int, str]:
    """The level and the word of a share."""
    level, word = next((level, word) for least, level, word in _LIKELY if share >= least)
    return level, translate(word)


def chance(q: float, translate: Gettext) -> str:
    """How well chance explains a venue, by its q-value."""
    return translate(next((word for most, word in _CHANCE if q <= most), _AS_CHANCE_HAS_IT))


def percent(share: float, translate: Gettext) -> str:
    """A weight: in whole per cent, for a weight is worth no more."""
    if 0 < share < _LEAST_PERCENT:
        return translate("under 1 %")
    return exposure_words.percent(share)


def apart(days: int, translate: Gettext) -> str:
    """How long before the case an infector fell ill."""
    if days == 0:
        return translate("fell ill on the same day")
    if abs(days) == 1:
        return translate("fell ill a day before") if days > 0 else translate("fell ill a day after")
    if days > 0:
        return translate("fell ill %(days)s days before", days=days)
    return translate("fell ill %(days)s days after", days=-days)


def reasons(found: Impossible, shared: Sequence[Exposure], translate: Gettext) -> list[str]:
    """Why somebody cannot have infected the case, in sentences."""
    if not shared:
        order = [_REASONS[Impossible.ORDER]] if found & Impossible.ORDER else []
        return [translate(sentence) for sentence in (_NEVER_MET, *order)]
    return [translate(sentence) for reason, sentence in _REASONS.items() if found & reason]


def meetings(
    shared: Sequence[Exposure], venues: Mapping[VenueId, Venue], translate: Gettext, policy: Policy
) -> tuple[list[str], int]:
    """The strongest meetings in sentences, and how many more there were."""
    by_strength = sorted(shared, key=lambda exposure: (-hours_of(exposure), exposure.span))
    told = [_why(one, venues[one.venue], translate, policy) for one in by_strength[:_EXPOSURES]]
    return told, len(shared) - len(told)


def _why(exposure: Exposure, venue: Venue, translate: Gettext, policy: Policy) -> str:
    if exposure.together or exposure.after:
        return exposure_words.why(exposure, venue, translate, policy)
    day = calendar(local_day(exposure.span.start, policy.zone))
    return translate("may have met, %(place)s, %(date)s", place=venue.name, date=day)


def event_address(venue: Venue, disease: str, policy: Policy, kept: str, span: Span | None = None) -> str:
    """The form for a new event, filled in as far as is known. `kept` is `?lang=..` or nothing."""
    fields = {"q": venue.name[:100], "venue": str(venue.id), "disease": disease}
    if span is not None:
        day = local_day(span.start, policy.zone)
        end = min(span.end, span.start + policy.longest_stay - timedelta(minutes=1))
        fields |= {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}
        fields |= {"entered": clock(span.start, policy.zone), "left": clock(end, policy.zone)}
    query = urlencode(fields)
    return f"/official/events/new?{query}{kept.replace('?', '&')}"


def can_be_traced(span: Span, kept_from: date, policy: Policy) -> bool:
    """Whether the visits of that day are still kept."""
    return local_day(span.start, policy.zone) >= kept_from

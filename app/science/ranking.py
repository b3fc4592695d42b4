"""Exposures put together by person, in the order in which to call them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import Final
from uuid import UUID

from app.domain.spans import Span, total
from app.science.corona_warn_risk import HIGH_TENTHS
from app.science.tracing import WEAKNESS, Exposure

_HOUR: Final = timedelta(hours=1)


class Band(IntEnum):
    """How much there was to share. Bands order work; they are not probabilities."""

    SLIGHT = 1
    MODERATE = 2
    STRONG = 3
    VERY_STRONG = 4


_BANDS: Final = ((4.0, Band.VERY_STRONG), (1.0, Band.STRONG))
"""From how many hours."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One co-present person with all exposures, the strongest first.

    Hours are hours in the reference room with a case of mean infectiousness where the exposures have parts,
    and plain hours together, and half of those in the air left behind, where they have none.
    """

    who: UUID
    exposures: tuple[Exposure, ...]
    together: timedelta
    after: timedelta
    hours: float
    least: float
    most: float
    band: Band


def ranked(found: Sequence[Exposure]) -> list[Listed]:
    """The people behind the exposures, in the order in which to call them."""
    of_person: dict[UUID, list[Exposure]] = {}
    for exposure in found:
        of_person.setdefault(exposure.who, []).append(exposure)
    return sorted((_listed(who, theirs) for who, theirs in of_person.items()), key=_order)


def hours_of(exposure: Exposure) -> float:
    """What one exposure counts."""
    if exposure.counted is not None:
        return exposure.counted / 60
    if exposure.parts is not None:
        return exposure.parts.hours
    return (exposure.together + exposure.after / 2) / _HOUR


def band_of(hours: float, brief: bool) -> Band:  # noqa: FBT001 - read together with its hours
    """The band of so many hours; brief meetings stay in the lowest unless they were worth an hour."""
    for least, band in _BANDS:
        if hours >= least:
            return band
    return Band.SLIGHT if brief else Band.MODERATE


def _listed(who: UUID, theirs: list[Exposure]) -> Listed:
    theirs.sort(key=lambda e: (-hours_of(e), e.span, e.venue.int))
    likely = [exposure for exposure in theirs if exposure.together or exposure.after]
    whole = total(exposure.span for exposure in likely)
    together = min(total(Span(e.span.start, e.span.start + e.together) for e in likely if e.together), whole)
    after = whole - together
    least, hours, most = _hours(theirs, together + after / 2)
    if any(exposure.counted is not None for exposure in theirs):
        band = _counted_band(theirs)
    else:
        brief = sum((e.together + e.after / 2) / e.threshold for e in theirs) < 1
        band = band_of(hours, brief)
    return Listed(who, tuple(theirs), together, after, hours, least, most, band)


def _hours(theirs: Sequence[Exposure], shared: timedelta) -> tuple[float, float, float]:
    """At least, expected and at most."""
    if any(exposure.counted is not None for exposure in theirs):
        hours = sum(hours_of(exposure) for exposure in theirs)
    elif any(exposure.parts is not None for exposure in theirs):
        worth = [(share, e.parts) for share, e in zip(_once(theirs), theirs, strict=True) if e.parts]
        return (
            sum(share * parts.least for share, parts in worth),
            sum(share * parts.hours for share, parts in worth),
            sum(parts.most for _, parts in worth),
        )
    else:
        hours = shared / _HOUR
    return hours, hours, hours


def _once(theirs: Sequence[Exposure]) -> list[float]:
    """The share of each exposure's time that none with more in an hour covers.

    Two who meet in a shop have often both checked in to its mall as well; they were in one at a time.
    """
    taken: list[Span] = []
    shares = dict.fromkeys(range(len(theirs)), 1.0)
    for place in sorted(shares, key=lambda n: -hours_of(theirs[n]) / (theirs[n].span.length / _HOUR)):
        span = theirs[place].span
        covered = total(part for other in taken if (part := other.overlap(span)) is not None)
        shares[place] -= covered / span.length
        taken.append(span)
    return list(shares.values())


def _order(person: Listed) -> tuple[float, timedelta, int, datetime, str]:
    weakest = max(WEAKNESS[exposure.assurance] for exposure in person.exposures)
    first = min(exposure.span.start for exposure in person.exposures)
    return -person.hours, -(person.together + person.after / 2), weakest, first, str(person.who)


def _counted_band(theirs: Sequence[Exposure]) -> Band:
    """Strong where the minutes of any one day make the Corona-Warn-App's high risk."""
    days: Counter[date] = Counter()
    for exposure in theirs:
        days[exposure.span.start.astimezone(UTC).date()] += round((exposure.counted or 0) * 10)
    return Band.STRONG if max(days.values()) >= HIGH_TENTHS else Band.SLIGHT

"""Exposures put together by person, in the order in which to call them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final
from uuid import UUID

from app.domain.diseases import Disease
from app.domain.spans import Span, total
from app.science.tracing import WEAKNESS, Exposure


class Band(IntEnum):
    """How much there was to share. Bands order work; they are not probabilities."""

    BRIEF = 1
    SHORT = 2
    LONG = 3
    VERY_LONG = 4


_BANDS: Final = (
    (timedelta(hours=4), Band.VERY_LONG),
    (timedelta(hours=1), Band.LONG),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One co-present person with all exposures, the longest first."""

    who: UUID
    exposures: tuple[Exposure, ...]
    together: timedelta
    after: timedelta
    band: Band


def ranked(found: Sequence[Exposure], disease: Disease) -> list[Listed]:
    """The people behind the exposures, in the order in which to call them.

    Minutes together count whole, minutes in the air left behind count half; time shared in two nested venues
    at once counts once.
    """
    of_person: dict[UUID, list[Exposure]] = {}
    for exposure in found:
        of_person.setdefault(exposure.who, []).append(exposure)
    people = [_listed(who, theirs, disease) for who, theirs in of_person.items()]
    return sorted(people, key=_order)


def _listed(who: UUID, theirs: list[Exposure], disease: Disease) -> Listed:
    whole = total(exposure.span for exposure in theirs)
    together = total(
        Span(exposure.span.start, exposure.span.start + exposure.together)
        for exposure in theirs
        if exposure.together
    )
    together = min(together, whole)
    theirs.sort(key=lambda e: (-(e.together + e.after / 2), e.span, e.venue.int))
    after = whole - together
    return Listed(who, tuple(theirs), together, after, _band(together + after / 2, disease))


def _band(shared: timedelta, disease: Disease) -> Band:
    for least, band in _BANDS:
        if shared >= least:
            return band
    return Band.SHORT if shared >= disease.least_overlap else Band.BRIEF


def _order(person: Listed) -> tuple[timedelta, int, datetime, str]:
    weakest = max(WEAKNESS[exposure.assurance] for exposure in person.exposures)
    first = min(exposure.span.start for exposure in person.exposures)
    return -(person.together + person.after / 2), weakest, first, str(person.who)

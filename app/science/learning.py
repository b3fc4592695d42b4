"""What is kept of an exposure beside a test result, in numbers coarse enough to name nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from app.domain.assurance import Flag
from app.domain.spaces import Space, SpaceKind
from app.domain.test_results import Features
from app.science.ranking import Listed
from app.science.tracing import WEAKNESS, Exposure, Spaces

_MINUTE: Final = timedelta(minutes=1)


def features_of(person: Listed, spaces: Spaces, *, generation: int, days_to_sample: int | None) -> Features:
    """The features of one listed person.

    Args:
        person: With the exposures of the trace in force.
        spaces: The air of the venues of these exposures, and of their zones.
        generation: 1 for F1.
        days_to_sample: Whole days from the last exposure to the sample.

    Hours are rounded to three digits and times to minutes: more would be a fingerprint and no knowledge.
    """
    flags = Flag(0)
    for exposure in person.exposures:
        flags |= exposure.flags
    weakest = max((exposure.assurance for exposure in person.exposures), key=WEAKNESS.__getitem__)
    return Features(
        hours=_rounded(person.hours),
        least=_rounded(person.least),
        most=_rounded(person.most),
        band=int(person.band),
        minutes_together=_minutes(person.together),
        minutes_after=_minutes(person.after),
        minutes_by_space=_by_space(person.exposures, spaces),
        exposures=len(person.exposures),
        assurance=weakest.value,
        flags=tuple(str(flag.name).lower() for flag in Flag if flags & flag),
        generation=generation,
        days_to_sample=days_to_sample,
    )


def _by_space(exposures: Sequence[Exposure], spaces: Spaces) -> dict[SpaceKind, int]:
    whole: dict[SpaceKind, timedelta] = {}
    for exposure in exposures:
        kind = _space(exposure, spaces).kind
        whole[kind] = whole.get(kind, timedelta()) + exposure.together
    return {kind: _minutes(length) for kind, length in sorted(whole.items())}


def _space(exposure: Exposure, spaces: Spaces) -> Space:
    return spaces.get((exposure.venue, exposure.zone)) or spaces[exposure.venue, None]


def _minutes(length: timedelta) -> int:
    return round(length / _MINUTE)


def _rounded(hours: float) -> float:
    return float(f"{hours:.3g}")

"""Which venues may be one place registered twice, or one posing as another."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.registrations import Registration
from app.domain.text import fold
from app.domain.venues import Venue

LOOK_ALIKE_METRES = 150.0
_LIKE = 0.75


def likeness(one: str, other: str) -> float:
    """How alike two names read, 0 to 1: shared pairs of letters of the folded names (Dice)."""
    pairs = [{folded[i : i + 2] for i in range(len(folded) - 1)} for folded in (fold(one), fold(other))]
    size = len(pairs[0]) + len(pairs[1])
    return 2 * len(pairs[0] & pairs[1]) / size if size else float(fold(one) == fold(other))


def look_alikes(new: Registration, nearby: Iterable[Venue]) -> list[Venue]:
    """Venues that may be the same place registered twice, or may be posing as it; nearest name first."""
    found = []
    for venue in nearby:
        there = venue.registration
        if new.position is not None and there.position is not None:
            close = new.position.metres_to(there.position) <= LOOK_ALIKE_METRES
        else:
            close = fold(new.address) == fold(there.address)
        if close and (alike := likeness(new.name, there.name)) >= _LIKE:
            found.append((-alike, str(venue.id), venue))
    return [venue for _, _, venue in sorted(found, key=lambda item: item[:2])]

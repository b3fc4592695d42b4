"""Cases by ward in a window and in the one before it, on the map and elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.areas import Area
from app.domain.counts import WardDay, by_ward
from app.domain.windows import Window
from app.science.disclosure import OFFICIALS_K, Shown, suppress

Seen = tuple[dict[str, int], dict[str, int] | None]


def seen_by_ward(every: Mapping[WardDay, int], window: Window, first: date | None) -> Seen:
    """Counts by ward now and before; None before where part of that time lies before the first number."""
    earlier = window.moved(-1)
    comparable = first is not None and first <= earlier.first
    return by_ward(every, window), by_ward(every, earlier) if comparable else None


def seen_on_map(seen: Seen, wards: Sequence[Area]) -> Seen:
    """The counts of the wards that the map has."""
    codes = {area.code for area in wards}
    now, before = seen
    here = {code: cases for code, cases in now.items() if code in codes}
    return here, before if before is None else {c: n for c, n in before.items() if c in codes}


def seen_elsewhere(seen: Seen, wards: Sequence[Area], *, everything: bool) -> Shown:
    """Cases whose ward is unknown, or is none of these, as the reader may see them."""
    codes = {area.code for area in wards}
    now, before = (
        None if counted is None else {"": sum(n for code, n in counted.items() if code not in codes)}
        for counted in seen
    )
    return suppress(now or {}, before, areas=[""], exact=[""] if everything else [], k=OFFICIALS_K)[""]

"""Which small numbers an official may see: primary suppression.

Inside their jurisdiction those who work on cases see exact numbers. Elsewhere a count from 1 to k - 1 is
hidden, because it may point at a person; zero is shown as zero. Hiding single cells does not yet keep a
hidden one from being worked out of totals: no total is shown while anything in it is hidden, and
complementary suppression, over all releases, belongs to the public map.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

OFFICIALS_K: Final = 5
"""Least count shown to other officials and in exports."""
PUBLIC_K: Final = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """What one reader may know of one area: its count and the one of the window before.

    `now` is None where it is hidden; `before` is None where it is hidden, or there is none to compare with.
    """

    now: int | None
    before: int | None


def suppress(
    now: Mapping[str, int],
    before: Mapping[str, int] | None,
    *,
    areas: Collection[str],
    exact: Collection[str],
    k: int,
) -> dict[str, Shown]:
    """The counts of every area as one reader may see them.

    Args:
        now: Count by area code; an area that is missing has none.
        before: The same for the window before, or None where there is no data to compare with.
        areas: The codes of all areas.
        exact: The codes of those where the reader sees exact numbers.
        k: Least count that is shown elsewhere.
    """
    shown = {}
    for code in areas:
        least = 1 if code in exact else k
        shown[code] = Shown(
            _visible(now.get(code, 0), least),
            None if before is None else _visible(before.get(code, 0), least),
        )
    return shown


def _visible(count: int, least: int) -> int | None:
    return None if 0 < count < least else count

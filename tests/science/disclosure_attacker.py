"""Somebody who reads releases, knows the program that makes them, and owns one of the cases, or none.

Nothing here reasons about the rule: it is run over every data set there could be, and those that give the
same release are what the attacker cannot tell apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any

from app.domain.map_releases import Block
from app.science.disclosure_blocks import choose_blocks
from app.science.disclosure_tree import Place

Counts = tuple[int, ...]
"""One period: cases by ward."""


def small_city(districts: Sequence[str | None], columns: int = 9) -> tuple[Place, ...]:
    """Wards side by side, row after row, each beside its neighbours; codes "0", "1" and on."""
    spots = [(at % columns, at // columns) for at in range(len(districts))]
    return tuple(
        Place(
            str(at),
            district,
            weight=1 + at % 3,
            x=1000 * x,
            y=1000 * y,
            beside=frozenset(str(i) for i, (p, q) in enumerate(spots) if abs(p - x) + abs(q - y) == 1),
        )
        for at, (district, (x, y)) in enumerate(zip(districts, spots, strict=True))
    )


def data_sets(wards: int, most: int) -> Iterator[Counts]:
    """Every way in which at most so many cases can fall on so many wards."""
    if not wards:
        yield ()
        return
    for first in range(most + 1):
        for rest in data_sets(wards - 1, most - first):
            yield (first, *rest)


def told(city: Sequence[Place], counts: Counts, k: int) -> tuple[Block, ...]:
    return choose_blocks(city, {place.code: n for place, n in zip(city, counts, strict=True)}, k)


def hidden(blocks: Iterable[Block]) -> list[int]:
    """The wards that are not told singly."""
    return [int(code) for block in blocks if not block.is_single for code in block.wards]


def grouped(data: Iterable[Any], release: Callable[[Any], Hashable]) -> dict[Any, list[Any]]:
    """The data sets by what is released of them."""
    groups: defaultdict[Any, list[Any]] = defaultdict(list)
    for one in data:
        groups[release(one)].append(one)
    return groups


def is_open(values: Sequence[int], k: int) -> bool:
    """Whether somebody who knows that it is one of these knows little enough."""
    return min(values) < k <= max(values) and max(values) - min(values) >= k


def found_out(
    groups: dict[Any, list[Counts]], k: int, cells: Callable[[Any], list[int]] = hidden
) -> list[tuple[Any, int, int | None, int, int]]:
    """What the attacker finds out: release, ward, own ward, and between what its others' cases must lie."""
    found = []
    for release, group in groups.items():
        for ward in cells(release):
            for own in (None, *range(len(group[0]))):
                values = [counts[ward] - (ward == own) for counts in group if own is None or counts[own]]
                if values and not is_open(values, k):
                    found.append((release, ward, own, min(values), max(values)))
    return found

"""The order in which wards are put together: a tree in which no number has a say.

Whoever reads a release knows this program. Were the partners of a small ward chosen by the counts (its
smallest neighbour, say), the choice itself would tell of them. So the tree follows from where wards lie, how
many people live there and which former district they were in. It is made of the wards that have any case,
which every release tells.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.science.errors import TooFewPlaces

DIRECTIONS: Final = 12
"""Straight cuts are tried in so many directions, 15 degrees apart."""
TRIED: Final = 24
"""So many of the most even cuts are compared for whether they leave two connected halves."""


@dataclass(frozen=True, slots=True)
class Place:
    """A ward as the tree sees it."""

    code: str
    district: str | None = None
    """The former district; wards without one are a group of their own."""
    weight: int = 1
    """Residents, roughly: both halves of a cut should hold about as many."""
    x: int = 0
    y: int = 0
    """Metres on any plane."""
    beside: frozenset[str] = field(default=frozenset())
    """Codes of the wards that share a border."""


@dataclass(frozen=True, slots=True)
class Node:
    """Wards that are told together, or else as the two parts."""

    wards: tuple[str, ...]
    """The first part's, then the second's."""
    parts: tuple[Node, ...] = ()
    """None for a single ward, else two."""
    district: int = 0
    """Where these are all wards with cases of a former district (or of one and of neighbours that have a
    single such ward): how many wards it has with those without a case. Else 0."""


def build_tree(places: Sequence[Place], with_cases: Collection[str]) -> Node:
    """The wards that have cases: districts halved again and again, then the wards of each.

    Halving evenly by residents gives a ward that has many a chance to stand alone, and leaves wards that
    have few beside others of the kind.

    Raises:
        TooFewPlaces: no ward has cases, or a ward is there twice.
    """
    ground = {place.code: place for place in sorted(places, key=lambda place: place.code)}
    taking_part = {code: place for code, place in ground.items() if code in with_cases}
    if not taking_part or len(ground) < len(places):
        raise TooFewPlaces("a tree needs wards with cases, each once")
    sizes: defaultdict[str, int] = defaultdict(int)
    for place in places:
        sizes[place.district or ""] += 1
    groups = _groups(taking_part.values())
    trees = {}
    for name, group in groups.items():
        former = {place.district or "" for place in group}
        size = 0 if "" in former else sum(sizes[one] for one in former)
        trees[name] = replace(_halved(group, {}), district=size)
    group_of = {place.code: name for name, group in groups.items() for place in group}
    return _halved([_as_one(name, group, group_of) for name, group in groups.items()], trees)


def _groups(places: Iterable[Place]) -> dict[str, list[Place]]:
    """Wards by former district; a lonely one joins the district of the ward that is nearest to it.

    Otherwise a district with one case would take a whole neighbouring district with it.
    """
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        found[place.district or ""].append(place)
    for name in sorted(found):
        if len(found[name]) == 1 and len(found) > 1:
            (lonely,) = found.pop(name)
            others = [(_distance(lonely, place), place.code, to) for to in found for place in found[to]]
            found[min(others)[-1]].append(lonely)
    return {name: sorted(found[name], key=lambda place: place.code) for name in sorted(found)}


def _distance(one: Place, other: Place) -> int:
    return (one.x - other.x) ** 2 + (one.y - other.y) ** 2


def _as_one(name: str, group: Sequence[Place], group_of: Mapping[str, str]) -> Place:
    beside = {group_of[code] for place in group for code in place.beside if code in group_of} - {name}
    return Place(
        name,
        weight=sum(place.weight for place in group),
        x=sum(place.x for place in group) // len(group),
        y=sum(place.y for place in group) // len(group),
        beside=frozenset(beside),
    )


def _halved(places: Sequence[Place], leaves: Mapping[str, Node]) -> Node:
    if len(places) == 1:
        code = places[0].code
        return leaves[code] if code in leaves else Node((code,))
    one, other = (_halved(half, leaves) for half in _best_cut(places))
    return Node(one.wards + other.wards, (one, other))


def _best_cut(places: Sequence[Place]) -> tuple[list[Place], list[Place]]:
    """Connected halves before torn ones, then even before uneven, then by direction: always the same."""
    even_first = sorted(_cuts(places), key=lambda cut: cut[:3])[:TRIED]
    _, _, at, order = min(even_first, key=lambda cut: (_pieces(cut[3], cut[2]), *cut[:3]))
    return order[:at], order[at:]


def _cuts(places: Sequence[Place]) -> Iterable[tuple[int, int, int, list[Place]]]:
    """Every straight cut: unevenness in residents, direction, how many before it, the places in order."""
    whole = sum(place.weight for place in places)
    for turn in range(DIRECTIONS):
        angle = math.pi * turn / DIRECTIONS
        east, north = round(math.cos(angle) * 1024), round(math.sin(angle) * 1024)
        along = {place.code: place.x * east + place.y * north for place in places}
        order = sorted(places, key=lambda place: (along[place.code], place.code))
        before = 0
        for at, place in enumerate(order[:-1], 1):
            before += place.weight
            yield abs(2 * before - whole), turn, at, order


def _pieces(order: Sequence[Place], at: int) -> int:
    return _connected(order[:at]) + _connected(order[at:])


def _connected(places: Sequence[Place]) -> int:
    """Into how many pieces wards fall that share no border."""
    left = {place.code: place.beside for place in places}
    pieces = 0
    while left:
        pieces += 1
        _, reached = left.popitem()
        while found := reached & left.keys():
            reached = frozenset().union(*(left.pop(code) for code in found))
    return pieces

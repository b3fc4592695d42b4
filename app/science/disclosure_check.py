"""Attacks a release before it is made, as somebody would who knows the rule and one case of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from app.domain.map_releases import Block
from app.science.disclosure_blocks import choose_blocks, least_told
from app.science.disclosure_bounds import Ask, Interval, Sum, System, intervals
from app.science.disclosure_tree import Place
from app.science.errors import ContradictoryNumbers, NothingSafe


@dataclass(frozen=True, slots=True)
class Earlier:
    """A release that the attacker has too, of a period before."""

    blocks: tuple[Block, ...]
    k: int


@dataclass(frozen=True, slots=True)
class Checked:
    """Blocks that stood the attack."""

    blocks: tuple[Block, ...]
    narrowest: int | None
    """The least width of any interval in these releases; None where every ward is told singly."""


def safe_blocks(
    places: Sequence[Place], counts: Mapping[str, int], k: int, earlier: Sequence[Earlier] = ()
) -> Checked:
    """The blocks of a new release, attacked together with earlier ones.

    What fails is merged with its sibling in the tree, and everything is attacked again. By the argument in
    `disclosure_blocks` nothing ever fails; this is the net under it.

    Args:
        places: All wards.
        counts: Cases by code.
        k: The least count of a single ward that is told.
        earlier: Releases of other periods.

    Raises:
        NegativeCount, TooFewPlaces: see `choose_blocks`.
        NothingSafe: not even the whole city as one block would be.
        ContradictoryNumbers: an earlier release was not made by this rule.
    """
    refused: set[frozenset[str]] = set()
    while True:
        blocks = choose_blocks(places, counts, k, refused)
        widths, failed = _attacked([Earlier(blocks, k), *earlier])
        sets = {frozenset(block.wards) for block in failed[0]}
        if any(failed[1:]):
            raise ContradictoryNumbers("an earlier release tells more than its rule allows")
        if not sets:
            return Checked(blocks, min(widths, default=None))
        if sets <= refused:
            raise NothingSafe("even the city as a whole would tell too much")
        refused |= sets


def knowledge(block: Block, k: int) -> System:
    """What a block that is not a single ward tells about its wards, for who knows the rule.

    Every alternative is surely possible; where the district's rule was applied, there are more. So the true
    intervals are these or wider.

    Raises:
        ContradictoryNumbers: the rule never gives such a block.
    """
    wards = range(len(block.wards))
    if block.first_part:
        return _two_parts(block, k)
    everywhere = tuple(wards)
    asks = tuple(Ask(0, own) for own in (None, *wards[:2]))
    if block.cases is None:
        return System((((0,) * len(wards), (Sum(everywhere, 1, k + 1),)),), asks)
    at_least = block.cases - k  # wards that have a case, or there would be more than one block
    if not 0 < at_least <= len(wards):
        raise ContradictoryNumbers("so many cases would not stand in one block")
    floors = (1,) * at_least + (0,) * (len(wards) - at_least)
    known = (Sum(everywhere, block.cases, block.cases),)
    return System(((floors, known), (floors[::-1], known)), asks)


def is_open(interval: Interval, k: int) -> bool:
    """Whether it holds a value below k and one from k on, and is at least k wide."""
    low, high = interval
    return low < k <= high and high - low >= k


def _two_parts(block: Block, k: int) -> System:
    """Each ward has a case, and one part is too small to be told: either may be the one."""
    assert block.cases is not None  # noqa: S101 - only a city as a whole goes untold
    every = tuple(range(len(block.wards)))
    floors = (1,) * len(every)
    together = Sum(every, block.cases, block.cases)
    parts = every[: block.first_part], every[block.first_part :]
    alternatives = tuple(
        (floors, (together, Sum(part, len(part), least_told(len(part), k) - 1))) for part in parts
    )
    # Wards of one part are alike: one stands for them, and at most one more as the attacker's own.
    asks = tuple(
        Ask(part[0], own) for part, other in (parts, parts[::-1]) for own in (None, *part[:2], other[0])
    )
    return System(alternatives, asks)


def _attacked(releases: Sequence[Earlier]) -> tuple[list[int], list[list[Block]]]:
    """The width of every interval, and the blocks of each release that tell too much."""
    hidden = [(at, block) for at, one in enumerate(releases) for block in one.blocks if not block.is_single]
    found = intervals([knowledge(block, releases[at].k) for at, block in hidden])
    failed: list[list[Block]] = [[] for _ in releases]
    for (at, block), ranges in zip(hidden, found, strict=True):
        if not all(is_open(one, releases[at].k) for one in ranges):
            failed[at].append(block)
    return [high - low for low, high in chain(*found)], failed

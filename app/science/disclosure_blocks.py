"""Which wards a release tells one by one, and which only together.

The rule, for counts of one period and a least number k:

1. Nothing happened: every ward is told as 0.
2. Few cases for the wards that have any (at most k more than there are such wards): the whole city is one
   block, with its total from k + 2 on and without one below. Not even the zeros are told.
3. Else a ward without a case is told as 0, and the others stand in the tree of `disclosure_tree`. From the
   top down, a node is told as its two parts if both can be told: a single ward from k cases on, several
   wards together from k cases more than there are wards.
4. Where that leaves over a third of a former district's wards not told singly, its wards are told together.

Why this is safe from somebody who knows the rule, stands in `docs/small-numbers.md`, and is tried out on
every data set of small cities by `tests/science/test_disclosure_rule.py`: a block says that its cases are at
least k more than its wards, each with one case or more, and that one of its parts is too small, not which.
So any of its wards may have 1, or all but one for each of the others. What is decided above a block follows
from numbers that are told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Final

from app.domain.map_releases import Block, together, told_alone
from app.science.disclosure_tree import Node, Place, build_tree
from app.science.errors import NegativeCount

MOST_HIDDEN: Final = Fraction(1, 3)
"""The largest share of wards, of a district or of the city, that may be told only together."""


def least_told(wards: int, k: int) -> int:
    """The least number of cases that so many wards, each with a case, can be told with."""
    return k if wards == 1 else k + wards


def choose_blocks(
    places: Sequence[Place],
    counts: Mapping[str, int],
    k: int,
    refused: Collection[frozenset[str]] = (),
) -> tuple[Block, ...]:
    """Every ward of the city in one block, ordered by the first code of each.

    Args:
        places: All wards of the city.
        counts: Cases by code; a ward that is missing has none.
        k: The least count of a single ward that is told.
        refused: Sets of wards that may not be a block by themselves: see `disclosure_check`.

    Raises:
        NegativeCount: a count below zero.
        TooFewPlaces: there is no ward, or one twice.
    """
    if any(count < 0 for count in counts.values()):
        raise NegativeCount("cases cannot be negative")
    codes = sorted(place.code for place in places)
    here = {code: counts[code] for code in codes if counts.get(code)}
    cases = sum(here.values())
    if here and cases <= k + len(here):
        return (Block(tuple(codes), told_alone(cases, k)),)
    blocks = [Block((code,), 0) for code in codes if code not in here]
    if here:
        blocks += [_block(node, here) for node in _told(build_tree(places, here), here, k, refused)]
    return tuple(sorted(blocks, key=lambda block: min(block.wards)))


def too_much_together(blocks: Sequence[Block]) -> bool:
    """Whether so many wards are not told singly that a release should cover two weeks instead of one."""
    wards = sum(len(block.wards) for block in blocks)
    return together(blocks) > wards * MOST_HIDDEN


def _told(node: Node, counts: Mapping[str, int], k: int, refused: Collection[frozenset[str]]) -> list[Node]:
    if not node.parts or not all(_can_be_told(part, counts, k, refused) for part in node.parts):
        return [node]
    below = [told for part in node.parts for told in _told(part, counts, k, refused)]
    hidden = sum(len(told.wards) for told in below if told.parts)
    return [node] if node.district and hidden > node.district * MOST_HIDDEN else below


def _can_be_told(node: Node, counts: Mapping[str, int], k: int, refused: Collection[frozenset[str]]) -> bool:
    return frozenset(node.wards) not in refused and _cases(node, counts) >= least_told(len(node.wards), k)


def _cases(node: Node, counts: Mapping[str, int]) -> int:
    return sum(counts[code] for code in node.wards)


def _block(node: Node, counts: Mapping[str, int]) -> Block:
    first = len(node.parts[0].wards) if node.parts else 0
    return Block(node.wards, _cases(node, counts), first)

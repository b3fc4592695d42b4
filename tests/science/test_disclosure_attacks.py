"""Random cities, two and three weeks of releases, and an attacker who looks for other data sets.

For every number that is not told, and for whoever owns one of the cases, the attacker makes up other weeks,
has them released by the same program, and keeps those of which exactly the same is published. These are data
sets that nobody can tell from the true one; between them each hidden number must be open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.map_releases import Block
from app.science.disclosure_blocks import too_much_together
from app.science.disclosure_tree import Place
from tests.science.disclosure_attacker import Counts, is_open, small_city, told

Own = tuple[int, int]
"""Ward and week of the attacker's own case."""


@dataclass(frozen=True)
class Published:
    first: int
    """The number of its first week."""
    weeks: int
    blocks: tuple[Block, ...]


@st.composite
def cities(draw: st.DrawFn) -> tuple[Place, ...]:
    wards = draw(st.integers(3, 9))
    districts = draw(st.lists(st.sampled_from(["A", "B", "C", None]), min_size=wards, max_size=wards))
    return small_city(districts, columns=draw(st.integers(2, 9)))


def published(city: tuple[Place, ...], weeks: list[Counts], k: int) -> list[Published]:
    """What is released of some weeks, one after the other; the last may still wait."""
    out, at = [], 0
    while at < len(weeks):
        blocks = told(city, weeks[at], k)
        if not too_much_together(blocks):
            out.append(Published(at, 1, blocks))
        elif at + 1 < len(weeks):
            out.append(Published(at, 2, told(city, both(weeks[at], weeks[at + 1]), k)))
        at += out[-1].weeks if out and out[-1].first == at else 2
    return out


def both(one: Counts, other: Counts) -> Counts:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def other_numbers(block: Block, counts: Counts, k: int, own: int | None) -> Iterator[Counts]:
    """The cases of a block on other wards of it: nearly all on one, one each on some."""
    wards = [int(code) for code in block.wards]
    cases = k + 1 if block.cases is None else block.cases
    for most in wards:
        others = sorted((ward for ward in wards if ward != most), key=lambda ward: ward != own)
        for some in range(min(len(others), cases - 1) + 1):
            rest = dict.fromkeys(wards, 0) | dict.fromkeys(others[:some], 1) | {most: cases - some}
            yield tuple(rest.get(ward, n) for ward, n in enumerate(counts))


def other_weeks(
    weeks: list[Counts], of: Published, counts: Counts, own: Own | None
) -> Iterator[list[Counts]]:
    """Weeks that come to these counts over the period of a release."""
    if of.weeks == 1:
        yield [*weeks[: of.first], counts, *weeks[of.first + 1 :]]
        return
    for ward, n in enumerate(counts):  # one case in the first week, the rest in the second
        mine = own is not None and own[1] == of.first and own[0] != ward
        kept = own is not None and own == (ward, of.first + 1) and n < 2
        if n and not mine and not kept:
            first = tuple(int(at == ward) for at in range(len(counts)))
            second = tuple(a - b for a, b in zip(counts, first, strict=True))
            yield [*weeks[: of.first], first, second, *weeks[of.first + 2 :]]


def attack(city: tuple[Place, ...], weeks: list[Counts], k: int) -> None:
    true = published(city, weeks, k)
    for of in true:
        period = range(of.first, of.first + of.weeks)
        counts = weeks[of.first] if of.weeks == 1 else both(*(weeks[at] for at in period))
        mine = [(ward, at) for at in period for ward, n in enumerate(weeks[at]) if n]
        for block in of.blocks:
            if block.is_single:
                continue
            wards = [int(code) for code in block.wards]
            for own in (None, *[one for one in mine if one[0] in wards]):
                seen = [counts]
                for other in other_numbers(block, counts, k, own and own[0]):
                    if own is not None and not other[own[0]]:
                        continue
                    for made_up in other_weeks(weeks, of, other, own):
                        if published(city, made_up, k) == true:
                            seen.append(other)
                            break
                for ward in wards:
                    values = [one[ward] - (own is not None and own[0] == ward) for one in seen]
                    assert is_open(values, k), (of, ward, own, sorted(set(values)))


WEEK = st.lists(st.one_of(st.integers(0, 4), st.integers(0, 25)), min_size=9, max_size=9)


@settings(max_examples=40)
@given(cities(), st.lists(WEEK, min_size=2, max_size=2), st.integers(2, 6))
def test_two_weeks_of_releases_leave_every_hidden_number_open(city, weeks, k):
    attack(city, [tuple(week[: len(city)]) for week in weeks], k)


@settings(max_examples=30)
@given(cities(), st.lists(WEEK, min_size=3, max_size=3), st.integers(2, 4))
def test_three_weeks_of_releases_leave_every_hidden_number_open(city, weeks, k):
    attack(city, [tuple(week[: len(city)]) for week in weeks], k)

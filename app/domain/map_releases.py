"""What the public map tells: frozen releases of counts, one after the other.

A map release has nothing to do with a release code, by which a patient shares visits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.domain.map_release_errors import PeriodReleased, PeriodUnfinished
from app.domain.windows import Window

RULE: Final = "1"
"""The version of the rule by which wards stand together; a change of it is a new version."""


@dataclass(frozen=True, slots=True)
class Block:
    """Wards that are told as one number."""

    wards: tuple[str, ...]
    """Codes: those of the first part before those of the second."""
    cases: int | None
    """All their cases together; None where even the city's are too few to be told."""
    first_part: int = 0
    """So many of the wards are the first part, by the rule the least that would be told apart; 0 where the
    block is a single ward, or the whole city with the wards that have no case."""

    @property
    def is_single(self) -> bool:
        """Whether a single ward is told exactly."""
        return len(self.wards) == 1 and self.cases is not None

    @property
    def hides_zeros(self) -> bool:
        """Whether wards without a case stand in it too, so that nobody knows how many have one."""
        return not self.is_single and not self.first_part


@dataclass(frozen=True, slots=True)
class MapRelease:
    """One release of the public map, as anybody may see it."""

    number: int
    """Counted over all diseases; 0 while it is only a proposal."""
    disease: str
    period: Window
    """Seven days, or fourteen where seven would leave too much untold."""
    k: int
    blocks: tuple[Block, ...]
    """Every ward stands in one; a ward without a case by itself, with 0."""
    elsewhere: int | None
    """Cases whose ward is unknown or not on the map; None where there are a few."""
    late: int | None
    """Cases of earlier releases' periods that became known since the last such number, less those taken
    back; None where there are a few, or nothing was released before."""
    narrowest: int | None
    """The least width of what the numbers leave open about a ward that is not told singly; None: all are."""
    rule: str
    boundaries: int
    """The number of the import that the wards came with."""
    sources: tuple[int, ...]
    """The numbers of the imports that the cases came with."""
    own_cases: bool
    """Whether this system's own case files were counted too."""
    made_at: datetime

    @property
    def cases(self) -> int | None:
        """All cases in the wards of the map; None where they are too few to be told."""
        return total(self.blocks)

    @property
    def together(self) -> int:
        """How many wards are not told singly."""
        return together(self.blocks)

    @property
    def wards(self) -> int:
        """How many wards there are."""
        return sum(len(block.wards) for block in self.blocks)


def total(blocks: Sequence[Block]) -> int | None:
    """All their cases; None where they are too few to be told."""
    told = [block.cases for block in blocks if block.cases is not None]
    return sum(told) if len(told) == len(blocks) else None


def together(blocks: Sequence[Block]) -> int:
    """How many wards are not told singly."""
    return sum(len(block.wards) for block in blocks if not block.is_single)


def told_alone(count: int, k: int) -> int | None:
    """A number that stands by itself: none, or k + 2 and more either way; else None.

    Whoever owns one of the cases then still knows no better than "0 to k" of the others.
    """
    return count if count == 0 or abs(count) >= k + 2 else None


def next_week(
    before: Window | None, until: date | None, *, newest: date, today: date, disease: str
) -> Window:
    """The week that the next release begins with.

    Args:
        before: The period of the last release of the disease.
        until: The last day that an operator asks for; None is the week after the last release, and the last
            whole week from Monday to Sunday where there is none.
        newest: The last day with any number.
        today: The local day; it is not over.
        disease: For the refusal alone.

    Raises:
        PeriodReleased: some of its days have been released.
        PeriodUnfinished: it is not over.
    """
    if until is not None:
        week = Window.ending(until)
    elif before is not None:
        week = Window.ending(before.last).moved(1)
    else:
        week = Window.week(min(newest, today - timedelta(days=1)))
    if before is not None and week.first <= before.last:
        raise PeriodReleased(disease, before)
    if week.last >= today:
        raise PeriodUnfinished(week)
    return week

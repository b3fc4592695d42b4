"""Old ward codes into new ones, by a table: merged, renamed or divided wards.

Cases are people and are never cut into parts: all cases of a divided ward go to the new ward with the largest
share of it, and whoever converts says for which codes that was a choice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Change:
    """An old ward became part of a new one, whole or with a share of it."""

    old: str
    new: str
    share: float = 1.0
    changed_on: date | None = None
    """The day from which the new code counts; None where nobody said."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Where an old code leads."""

    code: str
    """One of the codes in force, or the last on the way where none of them is."""
    divided: bool
    """A ward on the way was divided, so that the largest share decided."""


class WardChanges:
    """A table of changes, asked for one code after the other."""

    def __init__(self, changes: Iterable[Change]) -> None:
        """Changes of one ward on one day stand together, the largest share first, then by code."""
        groups: defaultdict[tuple[str, date], list[Change]] = defaultdict(list)
        for change in changes:
            groups[change.old, change.changed_on or date.min].append(change)
        self._of: defaultdict[str, list[Sequence[Change]]] = defaultdict(list)
        for (old, _), group in sorted(groups.items()):
            self._of[old].append(sorted(group, key=lambda change: (-change.share, change.new)))

    def __contains__(self, code: str) -> bool:
        return code in self._of

    def follow(
        self, code: str, known: Collection[str], *, after: date | None = None, before: date | None = None
    ) -> Followed:
        """From a code to the one of the boundaries in force, over every change in between.

        Args:
            code: What stands beside a count.
            known: The codes in force.
            after: The code was in use from this day on, so that earlier changes do not concern it, nor those
                without a day where the code is in force; None: it may be as old as the table.
            before: From this day on other boundaries are in force, so that its changes have not happened yet.
        """
        at, since, way, gone = (
            code,
            after or date.min,
            [Followed(code, divided=False)],
            set[tuple[str, date]](),
        )
        while group := self._next(at, (since, before or date.max), gone, lost=at not in known):
            on = group[0].changed_on or date.min
            gone.add((at, on))
            at, since = group[0].new, max(since, on)
            way.append(Followed(at, divided=way[-1].divided or len(group) > 1))
        # Where the table is ahead of the boundaries, the last of them on the way is the one to keep.
        return next((step for step in reversed(way) if step.code in known), way[-1])

    def _next(
        self, code: str, between: tuple[date, date], gone: set[tuple[str, date]], *, lost: bool
    ) -> Sequence[Change]:
        """What happened to a code next.

        What has no day happens to begin with to a code of any age; and, as what is of the same day, where the
        code is lost.
        """
        since, end = between
        for group in self._of.get(code, ()):
            on = group[0].changed_on or date.min
            undated = on == date.min and (lost or (since == date.min and not gone))
            if (since < on < end or undated or (lost and on == since)) and (code, on) not in gone:
                return group
        return ()

    def circles(self) -> list[tuple[str, ...]]:
        """Codes that lead back to themselves by a change without a day, each circle once.

        On one day wards do exchange codes: everything happens at once then, and nothing goes round.
        """
        days = {group[0].changed_on or date.min for groups in self._of.values() for group in groups}
        found = set()
        for day in sorted(days):
            leads = {old: new for old in self._of if (new := self._main(old, day)) not in {None, old}}
            found |= {ring for ring in _circles(leads) if any(self._undated(code) for code in ring)}
        return sorted(found)

    def _main(self, code: str, day: date) -> str | None:
        for group in self._of[code]:
            if (group[0].changed_on or date.min) in {date.min, day}:
                return group[0].new
        return None

    def _undated(self, code: str) -> bool:
        return self._of[code][0][0].changed_on is None


def _circles(leads: Mapping[str, str | None]) -> set[tuple[str, ...]]:
    found, done = set[tuple[str, ...]](), set[str]()
    for start in sorted(leads):
        walk: list[str] = []
        at: str | None = start
        while at is not None and at not in done and at not in walk:
            walk.append(at)
            at = leads.get(at)
        if at in walk:
            ring = walk[walk.index(at) :]
            first = ring.index(min(ring))
            found.add((*ring[first:], *ring[:first]))
        done |= set(walk)
    return found

"""Counts under the codes of other days' boundaries, shown under the wards in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.areas import Import
from app.domain.counts import WardDay
from app.domain.ward_changes import WardChanges


@dataclass(frozen=True, slots=True)
class StoredCount:
    """One ward's day as it was imported."""

    ward: str
    day: date
    cases: int
    import_id: int
    wards_version: int | None
    """The import of the wards whose codes it uses; None where nobody noted it."""


def order(version: Import) -> tuple[date, int]:
    """Versions of a kind, earliest first: by their beginning, then as they were imported."""
    return (version.valid_from or date.min, version.id)


def next_beginning(version: Import, versions: Iterable[Import]) -> date | None:
    """The day from which boundaries later than this version are valid; None while it is the newest."""
    days = (found.valid_from for found in versions)
    return min((day for day in days if day and day > (version.valid_from or date.min)), default=None)


@dataclass(frozen=True, slots=True)
class Converter:
    """Puts counts under the wards of one version."""

    changes: WardChanges
    known: Collection[str]
    """The codes of that version."""
    version: Import
    versions: Sequence[Import]
    """Every version of the wards, this one too."""

    def ward(self, code: str, wards_version: int | None = None) -> str:
        """The ward in force that a code means; the code itself where nothing leads to one.

        A code of the version in force is that ward. Any other goes through the changes since its own version
        began; one without a beginning was as its city had it on the day of its import. What wards became
        later leads nowhere back. A code of nobody knows which version is the ward that bears it now, if any.
        """
        own = next((found for found in self.versions if found.id == wards_version), None)
        if (own is None and code in self.known) or (own is not None and order(own) >= order(self.version)):
            return code
        after = None if own is None else own.valid_from
        if own is not None and after is None and code in self.known:
            after = own.imported_at.date()
        before = next_beginning(self.version, self.versions)
        return self.changes.follow(code, self.known, after=after, before=before).code

    def imported(self, counts: Iterable[StoredCount]) -> dict[WardDay, int]:
        """Counts by ward in force and day.

        What old wards' counts come to is a sum. Where one ward's day stands under codes of several versions,
        the newest version's number alone counts: they are reports of the same people, and were never meant to
        be added up.
        """
        ranks = {found.id: order(found) for found in self.versions}
        best: dict[WardDay, tuple[tuple[date, int], int]] = {}
        for count in counts:
            key = (self.ward(count.ward, count.wards_version), count.day)
            rank = self._rank(count, ranks)
            held, cases = best.get(key, (rank, 0))
            if rank >= held:
                best[key] = (rank, count.cases + (cases if rank == held else 0))
        return {key: cases for key, (_, cases) in best.items()}

    def _rank(self, count: StoredCount, ranks: Mapping[int, tuple[date, int]]) -> tuple[date, int]:
        if count.wards_version is None or count.wards_version not in ranks:
            return ranks[self.version.id] if count.ward in self.known else (date.min, -1)
        return ranks[count.wards_version]

    def added(self, counts: Mapping[WardDay, int]) -> dict[WardDay, int]:
        """Counts of case files by ward in force and day: every case is one more."""
        totals: dict[WardDay, int] = {}
        for (code, day), cases in counts.items():
            key = (self.ward(code), day)
            totals[key] = totals.get(key, 0) + cases
        return totals

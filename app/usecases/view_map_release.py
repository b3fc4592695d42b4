"""Anybody looks at a release of the public map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.areas import Area, AreaKind, Import
from app.domain.diseases import Disease
from app.domain.map_release_errors import MapReleaseUnknown
from app.domain.map_releases import Block, MapRelease
from app.domain.rates import is_reliable, rate_per_100k
from app.domain.windows import A_WEEK, Window
from app.store import areas, diseases, imports, map_releases
from app.store.db import Session

if TYPE_CHECKING:
    import maps


@dataclass(frozen=True, slots=True)
class Told:
    """A block with the wards that it is made of."""

    block: Block
    wards: tuple[Area, ...]
    weeks: int

    @property
    def residents(self) -> int | None:
        """People who live there; None where those of any ward are unknown or cannot be right."""
        known = [ward.population for ward in self.wards if is_reliable(ward.population)]
        return sum(filter(None, known)) if len(known) == len(self.wards) else None

    @property
    def rate(self) -> float | None:
        """Cases per 100,000 people and week; None where nobody can say."""
        if self.block.cases is None:
            return None
        rate = rate_per_100k(self.block.cases, self.residents)
        return None if rate is None else rate / self.weeks


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release with everything that its page names."""

    release: MapRelease
    told: tuple[Told, ...]
    boundaries: Import
    sources: tuple[Import, ...]
    profiles: Mapping[str, Disease]
    diseases: tuple[str, ...]
    """Those that have a release."""
    released: tuple[tuple[int, Window], ...]
    """Number and period of every release of this disease, the newest first."""

    def called(self, disease: str, language: str) -> str:
        """The name of a disease; releases may outlive its profile."""
        return self.profiles[disease].called(language) if disease in self.profiles else disease

    @property
    def newer(self) -> int | None:
        """The number of the newest release of the disease; None where this is it."""
        newest, _ = self.released[0]
        return None if newest == self.release.number else newest

    @property
    def is_first(self) -> bool:
        """Whether nothing of the disease was released before, so that nothing can be late."""
        return self.release.number == self.released[-1][0]


@dataclass(frozen=True, slots=True)
class ReleaseGround:
    """The outlines of a release: one for each block, and quiet ground around them."""

    wards: Mapping[str, maps.Shape]
    context: tuple[maps.Shape, ...]


def newest_release(session: Session, disease: str | None) -> int | None:
    """The number of the newest release of a disease, or of any; None where there is none."""
    found = map_releases.newest(session, disease)
    return None if found is None else found.number


def view_release(session: Session, number: int) -> ReleaseView:
    """One release. Seven queries; one more where a disease does not ship.

    Raises:
        MapReleaseUnknown: there is none with this number.
    """
    release = map_releases.by_number(session, number)
    if release is None:
        raise MapReleaseUnknown
    wards = {ward.code: ward for ward in map_releases.wards(session, release)}
    weeks = release.period.days // A_WEEK
    known = map_releases.diseases(session)
    (boundaries,) = imports.by_ids(session, [release.boundaries])
    return ReleaseView(
        release,
        tuple(Told(block, tuple(wards[code] for code in block.wards), weeks) for block in release.blocks),
        boundaries,
        tuple(imports.by_ids(session, release.sources)),
        diseases.profiles(session, known),
        tuple(known),
        tuple(map_releases.numbered(session, release.disease)),
    )


def ground_of(session: Session, release: MapRelease) -> ReleaseGround:
    """Its outlines as they were then, and the provinces around it."""
    import maps

    wards = {code: maps.from_wkb(data) for code, data in map_releases.outlines(session, release).items()}
    around = [maps.from_wkb(outline) for outline in areas.drawn(session, AreaKind.PROVINCE).values()]
    return ReleaseGround(wards, maps.surroundings(list(wards.values()), around))

"""What an official sees of the density of exposures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.areas import Area
from app.usecases.exposure_ground import Ground

if TYPE_CHECKING:
    from maps.hexagons import Hexagon


@dataclass(frozen=True, slots=True)
class DensityCell:
    """One hexagon, and the ward that its middle lies in (None outside all wards).

    The ward follows from the hexagon alone: the venues' own wards would say more than the cell does.
    """

    hexagon: Hexagon
    ward: Area | None

    @property
    def per_km2(self) -> float:
        """People to the square kilometre: cells differ in size, so their counts do not compare."""
        return self.hexagon.people / self.hexagon.km2


@dataclass(frozen=True, slots=True)
class DensityView:
    """The hexagons of one window as one official may see them."""

    ground: Ground
    cells: tuple[DensityCell, ...]
    """The thickest first."""
    people: int | None
    """Different persons on the whole map; None where that number would tell of a hidden one."""
    left_out: int | None
    """Different persons in places that are not drawn; None: there are some, fewer than k."""
    k: int
    jurisdiction: str | None
    """Whose cases they met; None: any case of the city."""

    @property
    def exact(self) -> bool:
        """Whether nothing is hidden from this reader."""
        return self.k == 1

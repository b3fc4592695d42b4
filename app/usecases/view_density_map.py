"""An official looks at how densely people were exposed, on hexagons merged until small numbers are gone.

Counted are different persons whom the traces in force of open cases list at venues with a known place. Being
listed is the system's finding, not yet an official's: these are co-present people, not contacts.

| who | sees who met | down to | windows |
|---|---|---|---|
| tracer, epidemiologist | cases of their jurisdiction (of the city: any case) | one person | any |
| approver, auditor | any case of the city | k = 5 people a hexagon | whole weeks |
| anybody, in a file | the same as on the page | k = 5 people a hexagon | whole weeks |
| administrator | nothing | | |

A ward's tracer does not get the city's map beside their own: theirs is exact, so the city's less theirs
would count the other wards' people below k. Weeks run from Monday to Sunday and never overlap, because maps
of overlapping windows can be subtracted (`maps.hexagons` says how). Nor do those readers choose how small
the hexagons may be: two sizes assign people near a border differently, and the difference is a person. What
remains: a week may be looked at again after more cases are traced. The map is alive, so it is for officials
alone, and each look is in the audit.

The database numbers the persons itself: no pseudonym reaches this file, its results, or a log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.domain.areas import Area, AreaKind
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.roles import Permission
from app.science.disclosure import OFFICIALS_K
from app.store import areas
from app.store.db import Session
from app.store.exposure_venues import PlacedPerson, placed_people
from app.usecases.density_map_view import DensityCell, DensityView
from app.usecases.exposure_ground import gather_ground
from app.usecases.map_view import Asked

if TYPE_CHECKING:
    from maps.hexagons import Hexagons

STANDARD: Final = 8
"""H3 resolution: about 0.8 square kilometres; seen even on a map of the whole city."""


def view_density_map(
    session: Session,
    official: Official,
    asked: Asked,
    *,
    finest: int = STANDARD,
    policy: Policy,
    now: datetime,
) -> DensityView:
    """The hexagons of one window; ten queries however many exposures there are.

    `finest` is the H3 resolution of the smallest cells, for readers of exact numbers.

    Raises:
        NoAreas: no wards have been imported.
    """
    sees_all = official.may(Permission.VIEW_EXACT_COUNTS)
    whose = official if sees_all else None
    k = 1 if sees_all and not asked.for_export else OFFICIALS_K
    ground = gather_ground(session, whose, asked, free=k == 1, policy=policy, now=now)
    made = merged(
        placed_people(session, ground.disease, whose, ground.span), k, finest if k == 1 else STANDARD
    )
    outlines = areas.drawn(session, AreaKind.WARD, ground.window.last)
    # One hidden group in a sum that is told would be told with it.
    telling = 0 < made.left_out_people < k
    return DensityView(
        ground=ground,
        cells=_named(made, ground.wards, outlines),
        people=None if telling else made.people,
        left_out=None if telling else made.left_out_people,
        k=k,
        jurisdiction=whose.jurisdiction if whose else None,
    )


def merged(placed: Sequence[PlacedPerson], k: int, finest: int = STANDARD) -> Hexagons:
    """Persons in their places -> hexagons with at least k of them."""
    from maps.hexagons import hexagons

    return hexagons(
        [one.position.longitude for one in placed],
        [one.position.latitude for one in placed],
        [one.person for one in placed],
        [one.exposures for one in placed],
        k=k,
        finest=finest,
    )


def _named(made: Hexagons, wards: Sequence[Area], outlines: Mapping[str, bytes]) -> tuple[DensityCell, ...]:
    """The cells with the wards of their middles, the thickest first."""
    import maps

    shapes = [
        maps.AreaShape(ward.code, ward.name, ward.name_en, "", None, maps.from_wkb(outlines[ward.code]))
        for ward in wards
    ]
    middles = [cell.geometry.centroid for cell in made.cells]
    codes = maps.area_of([point.x for point in middles], [point.y for point in middles], shapes)
    by_code = {ward.code: ward for ward in wards}
    cells = [DensityCell(cell, by_code.get(code)) for cell, code in zip(made.cells, codes, strict=True)]
    return tuple(sorted(cells, key=lambda cell: (-cell.per_km2, cell.hexagon.code)))

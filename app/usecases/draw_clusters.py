"""The outlines of clusters as they are drawn: along the borders of their wards, or around their venues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.domain.areas import AreaKind
from app.store import areas
from app.store.db import Session
from app.usecases.clusters_map_view import ClusterOutline

if TYPE_CHECKING:
    import maps

AROUND_VENUES_M: Final = 200.0
"""Between the outermost venue of a cluster and its circle: enough to be seen around one venue alone."""


def cluster_shapes(session: Session, outlines: Sequence[ClusterOutline]) -> dict[str, maps.Shape]:
    """The shape of each outline, by its id. One query.

    Clusters are of the wards that lists go by now, so these are drawn, whatever day the map shows.
    """
    import maps

    drawn = areas.drawn(session, AreaKind.WARD)
    shapes: dict[str, maps.Shape] = {}
    for outline in outlines:
        if outline.wards:
            shapes[outline.id] = maps.dissolve([maps.from_wkb(drawn[ward]) for ward in outline.wards])
        else:
            at = outline.positions
            lon, lat = [p.longitude for p in at], [p.latitude for p in at]
            shapes[outline.id] = maps.circle_around(lon, lat, AROUND_VENUES_M)
    return shapes

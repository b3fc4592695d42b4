"""The kinds of map, in the order of their tabs. One module each: `map_<slug>.sheet`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.domain.officials import Official
from app.domain.roles import Permission
from app.web.official import (
    map_clusters,
    map_compliance,
    map_density,
    map_incidence,
    map_levels,
    map_network,
    map_time,
    map_venues,
)
from app.web.official.map_sheet import MapRequest, MapSheet
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking


@dataclass(frozen=True, slots=True)
class MapKind:
    """One kind of map."""

    slug: str
    name: str
    permission: Permission
    sheet: Callable[[MapRequest], MapSheet]


KINDS: Final = (
    MapKind("incidence", N_("Cases"), Permission.VIEW_MAP, map_incidence.sheet),
    MapKind("time", N_("In time"), Permission.VIEW_MAP, map_time.sheet),
    MapKind("levels", N_("Risk levels"), Permission.VIEW_MAP, map_levels.sheet),
    # Venues with their listed people are for those who trace; the others see the density instead.
    MapKind("venues", N_("Venues"), Permission.VIEW_EXACT_COUNTS, map_venues.sheet),
    MapKind("density", N_("Density"), Permission.VIEW_MAP, map_density.sheet),
    MapKind("clusters", N_("Clusters"), Permission.VIEW_EXACT_COUNTS, map_clusters.sheet),
    MapKind("network", N_("Network"), Permission.VIEW_EXACT_COUNTS, map_network.sheet),
    MapKind("compliance", N_("Use of posters"), Permission.VIEW_MAP, map_compliance.sheet),
)


def kinds_for(official: Official) -> list[MapKind]:
    """The kinds that this official may see."""
    return [kind for kind in KINDS if official.may(kind.permission)]


def kind_of(slug: str) -> MapKind:
    """The kind of that name; the first one for any other."""
    return next((kind for kind in KINDS if kind.slug == slug), KINDS[0])

"""What stands around every map of the city: the sea's name, the islands, the basemap if there is one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain import east_sea
from app.web.basemap import TILES, in_force
from app.web.words import Gettext

if TYPE_CHECKING:
    import maps


def on_ground(case_map: maps.CaseMap, _: Gettext) -> maps.CaseMap:
    """The map with the names that maps published in Viet Nam carry, whatever provinces were imported."""
    import maps

    hoang_sa, truong_sa = _("Hoang Sa archipelago (Da Nang)"), _("Truong Sa archipelago (Khanh Hoa)")
    labels = (
        maps.Label(_("East Sea"), *east_sea.EAST_SEA),
        maps.Label(_unbroken(hoang_sa), *east_sea.HOANG_SA, dots=east_sea.HOANG_SA_ISLANDS),
        maps.Label(_unbroken(truong_sa), *east_sea.TRUONG_SA, dots=east_sea.TRUONG_SA_ISLANDS),
    )
    # Without provinces nobody knows the coast, and a sea drawn to our rough line would cover land.
    sea = maps.sea(east_sea.FRAME, (east_sea.MAINLAND, *east_sea.ISLANDS)) if case_map.context else None
    return replace(case_map, sea=sea, labels=(*case_map.labels, *labels))


def on_basemap(case_map: maps.CaseMap, path: Path, _: Gettext) -> maps.CaseMap:
    """The same with roads and water and their credit, where the operator has made a basemap."""
    import maps

    grounded, found = on_ground(case_map, _), in_force(path)
    if found is None:
        return grounded
    address = f"{TILES}/{found.version}/{{theme}}/{{z}}/{{x}}/{{y}}.svg"
    tiles = maps.Tiles(address, found.min_zoom, found.max_zoom, found.bounds)
    source = grounded.notes.source + " " + _("Roads and water: %(credit)s.", credit=found.credit)
    return replace(grounded, tiles=tiles, notes=replace(grounded.notes, source=source))


def _unbroken(name: str) -> str:
    """A name that breaks before its bracket and nowhere else."""
    return name.replace(" ", "\u00a0").replace("\u00a0(", " (")

"""An operator makes a basemap of the city from an extract of OpenStreetMap, or takes it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.areas import AreaKind
from app.domain.errors import FileProblem, FileRefused, NoAreas, Problem
from app.store import areas
from app.store.db import Session

if TYPE_CHECKING:
    import maps
    from maps import basemap


def city(session: Session) -> list[maps.Shape]:
    """The outlines of the wards: where the city is.

    Raises:
        NoAreas: no wards have been imported.
    """
    import maps

    wards = areas.drawn(session, AreaKind.WARD)
    if not wards:
        raise NoAreas
    return [maps.from_wkb(outline) for outline in wards.values()]


def make_basemap(
    wards: Sequence[maps.Shape],
    extract: Path,
    target: Path,
    *,
    margin_km: float,
    max_zoom: int,
    progress: Callable[[float], None],
) -> basemap.Made:
    """Keep what a quiet ground needs around the wards; the one in force is replaced when all is done.

    It takes up to minutes, so it is given the wards rather than a session: nobody waits for the database.

    Raises:
        FileRefused: the file is no extract, or holds nothing of this city.
    """
    from maps import basemap

    try:
        return basemap.make_basemap(
            extract, target, wards, margin_m=margin_km * 1000, max_zoom=max_zoom, progress=progress
        )
    except basemap.BasemapRefused as refused:
        problem = Problem("", f"basemap-{refused.reason}", (("detail", refused.detail),))
        raise FileRefused([FileProblem(None, problem)]) from None


def remove_basemap(target: Path) -> bool:
    """Maps go without from now on. False where there was none."""
    try:
        target.unlink()
    except FileNotFoundError:
        return False
    return True

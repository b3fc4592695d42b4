"""The numbers of a map view as the document that its frame shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.areas import Area, AreaKind
from app.science.disclosure import Shown
from app.store import areas
from app.store.db import Session
from app.store.exposure_venues import ExposureVenue
from app.usecases.map_view import MapView

if TYPE_CHECKING:
    import maps


@dataclass(frozen=True, slots=True)
class Notes:
    """The four lines that every map carries, for the reader, in the reader's language."""

    as_of: str
    source: str
    rule: str
    version: str


def draw_map(
    session: Session,
    view: MapView,
    venues: Sequence[ExposureVenue],
    *,
    words: maps.Words,
    notes: Notes,
    lang: str,
    nonce: str,
    asset_base: str,
) -> str:
    """HTML for a frame that may run scripts and nothing else; imported provinces are its quiet ground.

    It reads outlines that were simplified at the import, so there is nothing to keep in memory.
    """
    import maps

    outlines = areas.drawn(session, AreaKind.WARD)
    provinces = areas.drawn(session, AreaKind.PROVINCE)
    return maps.choropleth(
        [_shape(ward.area, outlines[ward.area.code]) for ward in view.wards],
        {ward.area.code: _value(ward.shown, has_data=view.has_data) for ward in view.wards},
        words=words,
        as_of=notes.as_of,
        source=notes.source,
        rule=notes.rule,
        version=notes.version,
        lang=lang,
        nonce=nonce,
        asset_base=asset_base,
        context=[maps.from_wkb(outline) for outline in provinces.values()],
        venues=[maps.Venue(str(v.id), v.position.longitude, v.position.latitude, v.people) for v in venues],
    ).html


def _shape(area: Area, outline: bytes) -> maps.AreaShape:
    import maps

    return maps.AreaShape(area.code, area.name, area.name_en, "", area.population, maps.from_wkb(outline))


def _value(shown: Shown, *, has_data: bool) -> maps.Value:
    import maps

    if not has_data:
        return maps.NoData()
    return maps.Hidden() if shown.now is None else maps.Count(shown.now, shown.before)

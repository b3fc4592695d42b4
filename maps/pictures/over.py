"""What stands over the areas of a drawn map: outlines, links, venues, and their numbers."""

import math

import numpy as np
import numpy.typing as npt
import shapely

from maps.case_map import Outline, Venue
from maps.pictures.drawing import Drawing
from maps.pictures.ground import Rings, Seen, View
from maps.pictures.sheet import Sheet


def draw_over(sheet: Sheet, view: View, drawing: Drawing) -> None:
    """Outlines, then links and venues, then the outlines' numbers, by which the legend names them."""
    outlines = drawing.case_map.outlines
    for outline in outlines:
        sheet.outline(Seen(Rings([outline.geometry]), view).path(), dashed=outline.dashed)
    if drawing.case_map.venues:
        _venues(sheet, view, drawing)
    for number, outline in enumerate(outlines, start=1):
        x, y = view.mm(_top(outline))[0]
        if view.box.within(2 * sheet.paper.scale).holds_point(x, y):
            sheet.tag(x, y, str(number), dashed=outline.dashed)


def _top(outline: Outline) -> npt.NDArray[np.float64]:
    """Its northernmost corner, in degrees."""
    corners = shapely.get_coordinates(outline.geometry)
    return np.asarray(corners[[corners[:, 1].argmax()]])


def _venues(sheet: Sheet, view: View, drawing: Drawing) -> None:
    """Links below, the largest circle first; a rank, or else the count, in each that has room for it."""
    case_map, unit = drawing.case_map, sheet.paper.scale
    venues = sorted(case_map.venues, key=lambda venue: (-venue.count, venue.id))
    spots = view.mm(np.array([(venue.lon, venue.lat) for venue in venues]))
    at = {venue.id: spot for venue, spot in zip(venues, spots, strict=True)}
    if case_map.links:
        thick = [min(0.2 + 0.15 * link.count, 1.5) * unit for link in case_map.links]
        ends = [(at[link.one], at[link.other]) for link in case_map.links]
        sheet.lines(ends, thick, sheet.tints.venue, alpha=0.6)
    radius = np.array([_radius(venue) for venue in venues]) * unit
    sheet.venues(spots, radius, np.array([venue.venues > 1 for venue in venues]))
    for venue, (x, y), room in zip(venues, spots, radius, strict=True):
        if view.box.holds_point(x, y):
            sheet.in_circle(x, y, venue.mark or case_map.words.number(venue.count), room)


def _radius(venue: Venue) -> float:
    """Millimetres: the surface grows with the count; never so small that a rank could not be read."""
    return max(min(0.9 + 0.22 * math.sqrt(venue.count), 3.2), 1.7)

"""How densely people were exposed: hexagons, merged for those who may not see small numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.usecases import draw_map
from app.usecases.density_map_view import DensityCell, DensityView
from app.usecases.view_density_map import STANDARD, view_density_map
from app.web import words
from app.web.map_words import window_words
from app.web.official import exposure_map_words as said
from app.web.official.map_choice import NAME
from app.web.official.map_sheet import Cell, Column, MapRequest, MapSheet, Rows, Select, TableRow

if TYPE_CHECKING:
    import maps

BREAKS: Final = (1, 10, 100, 1000)
"""People to the square kilometre: powers of ten, because densities differ by as much."""
SIZES: Final = {"small": 9, "medium": STANDARD, "large": 7}
"""H3 resolutions by what an address calls them."""
_ANYBODY: Final = 1e-9
_WHOLE_FROM: Final = 10


def sheet(ask: MapRequest) -> MapSheet:
    """The map, its figures and its table."""
    _ = ask._
    size = ask.choice.option("size")
    finest = SIZES.get(size, STANDARD)
    view = ask.held(
        "density",
        lambda session: view_density_map(
            session, ask.official, ask.asked, finest=finest, policy=ask.ghe.policy, now=ask.now
        ),
        finest,
    )
    return MapSheet(
        heading=_("Density of exposures"),
        caption=_("Density of exposures, %(days)s", days=window_words(view.ground.window, _)),
        draw=lambda: case_map(view, ask),
        facts=_facts(view, ask),
        notes=_notes(view, ask),
        columns=(
            Column(NAME, _("Ward at its middle"), numeric=False),
            Column("density", _("People per km²")),
            Column("people", _("People listed")),
            Column("exposures", _("Exposures")),
            Column("area", "km²"),
        ),
        rows=Rows(lambda: [_row(cell, ask) for cell in view.cells]),
        remarks=() if view.cells else [said.nothing(view.ground, ask)],
        below=_below(view, ask),
        table_as_csv=True,
        selects=[_sizes(size, _)] if view.exact else (),
        **said.shared(view.ground, ask, exact=view.exact),
    )


def case_map(view: DensityView, ask: MapRequest) -> maps.CaseMap:
    """Hexagons over the wards; where there is none, the wards alone."""
    import maps

    _, ground = ask._, view.ground
    under = draw_map.ground(ask.session, ground.wards, ground.window.last)
    empty = not view.cells
    areas = under.wards if empty else [_shape(cell, ask) for cell in view.cells]
    named = said.drawn_words(
        ground,
        ask,
        legend=_("People listed per km², %(n)s days", n=ground.window.days),
        map=_(
            "Map of hexagons. The arrow keys go from one to the next, Enter chooses one, plus and minus zoom."
        ),
    )
    values = {area.code: maps.Rate(0.0) for area in areas} if empty else _values(view, ask)
    return maps.CaseMap(
        areas=areas,
        frames=[maps.Frame(words.calendar(ground.window.last), values)],
        scale=_scale(named, view, ask),
        words=named,
        notes=_notes(view, ask),
        lang=ask.lang,
        context=under.context,
        under=() if empty else under.wards,
        looked_at=said.looked_at(ground, ask),
    )


def _sizes(chosen: str, _: words.Gettext) -> Select:
    """How small the hexagons may be."""
    options = (
        ("small", _("about 0.1 km²")),
        ("medium", _("about 0.8 km²")),
        ("large", _("about 6 km²")),
    )
    return Select("size", _("Hexagons of"), options, chosen if chosen in SIZES else "medium")


def _scale(named: maps.Words, view: DensityView, ask: MapRequest) -> maps.Scale:
    """White where there is no hexagon, then the powers of ten."""
    import maps
    from maps.scales import LOWEST_FILL

    _ = ask._
    labels = maps.Labels(_("People per km²: {n}"), _("{low} to less than {high}"), _("{low} or more"))
    made = maps.measure_scale(named, labels, BREAKS, decimals=1)
    nobody = _("nobody") if view.exact else _("nobody, or fewer than %(k)s people", k=view.k)
    lowest = replace(made.classes[0], label=_("less than {high}").format(high=named.number(BREAKS[0])))
    classes = (maps.MapClass(LOWEST_FILL, nobody), lowest, *made.classes[1:])
    return replace(made, classes=classes, breaks=(_ANYBODY, *made.breaks), special=False)


def _shape(cell: DensityCell, ask: MapRequest) -> maps.AreaShape:
    import maps

    hexagon = cell.hexagon
    return maps.AreaShape(hexagon.code, _name(cell, ask), _name(cell, ask), "", None, hexagon.geometry)


def _values(view: DensityView, ask: MapRequest) -> dict[str, maps.Value]:
    import maps

    return {
        cell.hexagon.code: maps.Rate(
            cell.per_km2,
            detail=ask._(
                "People: %(people)s. Exposures: %(exposures)s. Size: %(km2)s km²",
                people=words.number(cell.hexagon.people, ask.lang),
                exposures=words.number(cell.hexagon.exposures, ask.lang),
                km2=_size(cell.hexagon.km2, ask.lang),
            ),
        )
        for cell in view.cells
    }


def _row(cell: DensityCell, ask: MapRequest) -> TableRow:
    found, lang = cell.hexagon, ask.lang
    return TableRow(
        found.code,
        _name(cell, ask),
        (
            Cell(words.number(round(cell.per_km2, 1), lang), round(cell.per_km2, 3)),
            Cell(words.number(found.people, lang), found.people),
            Cell(words.number(found.exposures, lang), found.exposures),
            Cell(_size(found.km2, lang), round(found.km2, 3)),
        ),
    )


def _name(cell: DensityCell, ask: MapRequest) -> str:
    return ask._("outside the wards") if cell.ward is None else cell.ward.name


def _size(km2: float, lang: str) -> str:
    return words.number(round(km2) if km2 >= _WHOLE_FROM else round(km2, 1), lang)


def _facts(view: DensityView, ask: MapRequest) -> list[tuple[str, str]]:
    made = said.facts(view.ground, ask)
    if view.people is not None:
        made.append((ask._("People listed"), words.number(view.people, ask.lang)))
    made.append((ask._("Hexagons"), words.number(len(view.cells), ask.lang)))
    return made


def _notes(view: DensityView, ask: MapRequest) -> maps.Notes:
    rule = ask._(
        "A hexagon is drawn where it holds at least %(k)s people, and numbers come by whole weeks.", k=view.k
    )
    whole = view.jurisdiction is None
    return said.notes(view.ground, ask, rule=said.exact_rule(ask) if view.exact else rule, whole_city=whole)


def _below(view: DensityView, ask: MapRequest) -> list[str]:
    """What the map leaves out, where it leaves out anything."""
    _ = ask._
    sentences = [
        _("A person counts once in each hexagon. Being listed does not make anybody a contact."),
    ]
    if view.left_out != 0:
        n = (
            _("fewer than %(k)s", k=view.k)
            if view.left_out is None
            else words.number(view.left_out, ask.lang)
        )
        sentences.append(_("People in places where no hexagon holds %(k)s: %(n)s", k=view.k, n=n))
    return sentences

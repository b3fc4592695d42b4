"""Areas and numbers -> a map document that is safe to show in a sandboxed frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maps.areas import AreaShape, Shape
from maps.classes import DEFAULT_BREAKS, classes
from maps.document import OfflineFigure
from maps.layers import Drawn, LeanMap, Start, Venue
from maps.page import head, key
from maps.payload import payload
from maps.table import Row, rows
from maps.values import Value
from maps.words import Words


@dataclass(frozen=True, slots=True)
class MapDocument:
    """A complete page for `<iframe sandbox="allow-scripts">`, and the same numbers as rows.

    Send `html` with `maps.content_security_policy(nonce)`, and never allow it the same origin. To the
    page around it the frame posts `{type: "ghe-map:ready"}`, `{type: "ghe-map:select", code}` and
    `{type: "ghe-map:venue", id}`; from it, it accepts `{type: "ghe-map:highlight", code}` (null to clear).
    """

    html: str
    rows: tuple[Row, ...]


def choropleth(
    areas: Sequence[AreaShape],
    values: Mapping[str, Value],
    *,
    words: Words,
    as_of: str,
    source: str,
    rule: str,
    version: str,
    lang: str,
    nonce: str,
    asset_base: str,
    breaks: tuple[int, ...] = DEFAULT_BREAKS,
    context: Sequence[Shape] = (),
    venues: Sequence[Venue] = (),
) -> MapDocument:
    """Draw one value per area code; an area without a value is drawn as having no data.

    `as_of`, `source`, `rule` (how small numbers are hidden) and `version` (of the data) are text for the
    reader. `nonce` is fresh for every answer and the same as in the policy; `asset_base` is the path that
    serves `maps.asset`, "/static/maps/". `context` is quiet ground, without the areas themselves; shapes
    are degrees and best simplified. The same input gives the same bytes, in whatever order areas come.

    Raises:
        UnknownAreas: If a value belongs to no area.
        ValueError: If there is no area, two share a code, or breaks, nonce or base are malformed.
    """
    table = rows(areas, values, words=words, breaks=breaks)
    legend = classes(breaks, words)
    shapes = sorted(areas, key=lambda area: area.code)
    notes = ((words.rule, rule), (words.source, source), (words.version, version))
    figure = OfflineFigure(asset_base=asset_base, nonce=nonce, lang=lang, title=words.title)
    figure.above = head(words, as_of)
    figure.below = key(legend, words, notes, venues=bool(venues))
    figure.data = payload(shapes, table, legend, words, context=context, venues=venues)
    case_map = LeanMap().add_to(figure)
    for layer in (Drawn("context"), Drawn("areas"), Drawn("venues"), Start()):
        layer.add_to(case_map)
    return MapDocument(figure.render(), table)

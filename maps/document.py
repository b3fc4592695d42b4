"""A case map as a page that is safe to show in a sandboxed frame."""

from maps.case_map import CaseMap
from maps.figure import OfflineFigure
from maps.layers import Drawn, LeanMap, Start
from maps.page import foot, head
from maps.payload import payload


def document(case_map: CaseMap, *, nonce: str, asset_base: str) -> str:
    """A complete page for `<iframe sandbox="allow-scripts">`; the same input gives the same bytes.

    Send it with `maps.content_security_policy(nonce)`, and never allow it the same origin. `nonce` is fresh
    for every answer and the same as in the policy; `asset_base` is the path that serves `maps.asset`.

    To the page around it the frame posts `{type, ...}`: `ghe-map:ready`, `ghe-map:select` with `code`,
    `ghe-map:venue` with `id`, `ghe-map:step` with `step` (from 0) and `ghe-map:view` with `zoom`, `lat`,
    `lng`. From it, it accepts `ghe-map:highlight` with `code` (null to clear), `ghe-map:go` with `step`,
    `ghe-map:look` with `zoom`, `lat`, `lng`, and `ghe-map:fit` with `codes` (none for the whole).

    Raises:
        ValueError: If nonce or base are malformed.
    """
    figure = OfflineFigure(asset_base=asset_base, nonce=nonce, lang=case_map.lang, title=case_map.words.title)
    figure.above = head(case_map)
    figure.below = foot(case_map)
    figure.data = payload(case_map)
    layers = ["tiles"] if case_map.tiles else []
    layers += ["context", "areas"]
    layers += [
        name for name in ("borders", "labels", "outlines", "links", "venues") if getattr(case_map, name)
    ]
    drawn = LeanMap().add_to(figure)
    for layer in (*map(Drawn, layers), Start()):
        layer.add_to(drawn)
    return figure.render()

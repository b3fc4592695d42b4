"""folium elements that put no data into the page's script: they name what to draw, and no more.

The data travels in one JSON block, read by `static/casemap.js`.
"""

import folium
from folium.map import Layer
from folium.template import Template

from maps.assets import LEAFLET_CSS, LEAFLET_JS, OWN_CSS, OWN_JS


class LeanMap(folium.Map):
    """folium's map with Leaflet alone: no tiles, no jQuery, Bootstrap or icon fonts, no inline style.

    The stock header also forbids pinch zooming and sets styles a strict policy would block; our
    stylesheet does its work. Leaflet's attribution box takes HTML, so it is off: credits are our text.
    """

    _template = Template(
        """
        {%- macro html(this, kwargs) -%}
        <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {%- endmacro -%}
        {%- macro script(this, kwargs) -%}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {{ this.options|tojavascript }});
        {%- endmacro -%}
        """
    )

    def __init__(self) -> None:
        super().__init__(tiles=None, zoom_control=False, attribution_control=False)
        self._id = "cases"  # folium's random ids would make every document's bytes different
        # On the instance: the class lists are shared by every map of the process.
        self.default_js = [LEAFLET_JS, *OWN_JS]
        self.default_css = [LEAFLET_CSS, OWN_CSS]
        # Without tiles nothing sets these, and Leaflet then throws from some layers.
        self.options.update(min_zoom=4, max_zoom=16, zoom_snap=0.25, keyboard=False, scroll_wheel_zoom=False)


class Drawn(Layer):
    """A layer made by the drawer of that name in `static/`: "venues" by casemap_venues.js."""

    _template = Template(
        "{% macro script(this, kwargs) -%}"
        "caseMap.draw({{ this.draws|tojson }}, {{ this._parent.get_name() }});"
        "{%- endmacro %}"
    )

    def __init__(self, draws: str) -> None:
        super().__init__(control=False, show=False)  # folium would add a shown layer to the map by its name
        self._name = "Drawn"
        self._id = self.draws = draws


class Start(Layer):
    """Opens the view once all layers are on the map, and begins to talk to the page around it."""

    _template = Template(
        "{% macro script(this, kwargs) %}caseMap.start({{ this._parent.get_name() }});{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__(control=False, show=False)

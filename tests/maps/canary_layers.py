"""Every element of folium and branca, built with a canary in every place that takes text.

This module imports folium and nothing of ours. As the negative control a process that has not loaded `maps`
runs it, `python -m tests.maps.canary_layers`, and prints which classes let the canary run.
"""

from __future__ import annotations

import base64
import html
import importlib
import json
import os
import pkgutil
import re
import sys
import types
import urllib.parse
from collections.abc import Callable
from unittest.mock import patch

import branca
import branca.colormap
import branca.element
import folium
import folium.elements
import folium.features
import folium.map
import folium.plugins
import folium.plugins.encoded
import folium.plugins.pattern
import folium.raster_layers
import folium.vector_layers
from branca.element import Element
from shapely import Point

MODULES = [
    found.name
    for package in (branca, folium)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]
CANARIES = {
    "expression": "{{7*7}}",
    "statement": "{% if 1 %}49{% endif %}",
    "global": "{{cycler.__init__.__globals__.os.getpid()}}",
}


def result(kind: str) -> str:
    """What a canary becomes when it is run in this process."""
    return str(os.getpid()) if kind == "global" else "49"


class Sinks:
    """Writes the canary for a named place, and remembers the place."""

    def __init__(self, canary: str) -> None:
        self.canary = canary
        self.names: list[str] = []

    def __call__(self, name: str) -> str:
        self.names.append(name)
        return f"sink-{name}[{self.canary}]"

    def ran(self, page: str, result: str) -> list[str]:
        """Places whose canary was run as a template."""
        return [name for name in self.names if f"sink-{name}[{result}]" in page]

    def lost(self, page: str) -> list[str]:
        """Places whose canary is not in the page, so that nothing was tried there."""
        return [name for name in self.names if f"sink-{name}[{self.canary}]" not in page]


def elements() -> dict[str, type[Element]]:
    """All element classes of the installed folium and branca, by module and name."""
    for module in MODULES:
        importlib.import_module(module)
    found: dict[str, type[Element]] = {}
    waiting: list[type[Element]] = [Element]
    while waiting:
        one = waiting.pop()
        waiting.extend(one.__subclasses__())
        if one.__module__.split(".")[0] in {"folium", "branca"}:
            found[f"{one.__module__}.{one.__name__}"] = one
    return found


def readable(page: str) -> str:
    """The page with the ways of writing a brace taken back: JSON, HTML, URLs, and frames in base64."""
    inner = "".join(
        base64.b64decode(found).decode(errors="replace")
        for found in re.findall(r";base64,([A-Za-z0-9+/=]+)", page)
    )
    text = urllib.parse.unquote(html.unescape(page + inner))
    text = re.sub(r"{% (end)?raw %}", "", text)  # geopandas writes braces so
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text).replace('\\"', '"')


def page_of(build: Callable, say: Sinks) -> Element:
    """A map page with what `build` adds to it."""
    page = folium.Map(tiles=None)
    build(page, say)
    return page.get_root()


def a_feature(say: Sinks, **properties: object) -> dict:
    """One GeoJSON feature with a canary as key and as value of its properties."""
    said = {"name": say("property"), say("property-key"): 1} | properties
    point = {"type": "Point", "coordinates": [106.7, 10.8]}
    return {"type": "Feature", "id": say("feature-id"), "properties": said, "geometry": point}


def collection(say: Sinks, **properties: object) -> dict:
    return {"type": "FeatureCollection", "features": [a_feature(say, **properties)]}


def topology(say: Sinks) -> dict:
    place = {"type": "Point", "coordinates": [0, 0], "properties": {"name": say("property")}}
    wards = {"type": "GeometryCollection", "geometries": [place]}
    return {"type": "Topology", "objects": {"wards": wards}, "arcs": []}


HERE = [10.8, 106.7]
LINE = [[10.8, 106.7], [10.9, 106.8]]
RING = [*LINE, [10.8, 106.9]]


def js(say: Sinks, name: str) -> folium.utilities.JsCode:
    return folium.utilities.JsCode(f"function() {{ return '{say(name)}'; }}")


def _popup(page, say):
    for parsed in (False, True):
        popup = folium.Popup(say(f"popup-{parsed}"), parse_html=parsed, className=say(f"class-{parsed}"))
        folium.Marker(HERE, popup=popup).add_to(page)
    folium.Marker(HERE, popup=folium.Popup(say("lazy"), lazy=True)).add_to(page)
    folium.Marker(HERE, popup=say("text")).add_to(page)
    folium.Marker(HERE, popup=folium.Popup(branca.element.Html(say("html"), script=True))).add_to(page)


def _html(page, say):
    for script in (False, True):
        page.get_root().html.add_child(branca.element.Html(say(f"html-{script}"), script=script))


def _figure(page, say):
    figure = page.get_root()
    figure.title = say("title")
    for part in ("header", "html", "script"):
        getattr(figure, part).add_child(Element(say(part)))


def _div(page, say):
    div = page.get_root().add_subplot(1, 1, 1)
    div.position = say("position")


def _geojson(page, say):
    named = {"name": say("layer"), "tooltip": say("tooltip"), "popup": folium.Popup(say("popup"))}
    style = {"color": say("style")}
    own = js(say, "each")
    folium.GeoJson(
        collection(say), style_function=lambda _: style, highlight_function=lambda _: style,
        on_each_feature=own, marker=folium.CircleMarker(), **named,
    ).add_to(page)  # fmt: skip
    folium.LayerControl().add_to(page)


def _topojson(page, say):
    style = {"color": say("style")}
    named = {"name": say("layer"), "tooltip": say("tooltip")}
    folium.TopoJson(topology(say), "objects.wards", style_function=lambda _: style, **named).add_to(page)
    folium.LayerControl().add_to(page)


def _geojson_detail(kind):
    def build(page, say):
        data = folium.GeoJson(collection(say), marker=folium.CircleMarker()).add_to(page)
        words = {"aliases": [say("alias")], "style": say("css"), "class_name": say("class")}
        kind(["name"], **words).add_to(data)

    return build


def _choropleth(page, say):
    data = collection(say)
    folium.Choropleth(
        data, data={data["features"][0]["id"]: 3, "other": 1}, key_on="feature.id", bins=[0, 1, 2, 4],
        fill_color="YlOrRd", name=say("layer"), legend_name=say("legend"),
    ).add_to(page)  # fmt: skip
    folium.LayerControl().add_to(page)


def _layer_names(kind, **more):
    def build(page, say):
        kind(name=say("layer"), **{key: say(key) for key in more}).add_to(page)
        folium.LayerControl(note=say("option")).add_to(page)

    return build


def _sub_group(page, say):
    group = folium.FeatureGroup(say("group")).add_to(page)
    folium.plugins.FeatureGroupSubGroup(group, name=say("layer")).add_to(page)
    folium.LayerControl().add_to(page)


def _grouped(page, say):
    group = folium.FeatureGroup(say("layer")).add_to(page)
    folium.plugins.GroupedLayerControl({say("group"): [group]}, note=say("option")).add_to(page)


def _tree(page, say):
    tree = {"label": say("label"), "children": [{"label": say("child"), "layer": folium.Marker(HERE)}]}
    tree["children"][0]["layer"].add_to(page)
    folium.plugins.TreeLayerControl(tree, collapse_all=say("collapse"), closed_symbol=say("symbol")).add_to(
        page
    )


def _marked(kind, *place, **more):
    """Anything with a popup, a tooltip and options that are text."""

    def build(page, say):
        folium_map = page
        kind(*place, popup=say("popup"), tooltip=say("tooltip"), **more).add_to(folium_map)
        kind(*place, popup=say("popup2"), **more, class_name=say("class")).add_to(folium_map)

    return build


def _path(kind, *place, **more):
    """A vector layer; its options keep only what Leaflet knows."""

    def build(page, say):
        kind(*place, popup=say("popup"), tooltip=say("tooltip"), color=say("colour"), **more).add_to(page)

    return build


def _icon(make):
    def build(page, say):
        folium.Marker(HERE, icon=make(say)).add_to(page)

    return build


def _boat(page, say):
    folium.plugins.BoatMarker(HERE, popup=say("popup"), icon=None, color=say("colour")).add_to(page)


def _encoded(kind):
    def build(page, say):
        kind(encoded=say("line"), color=say("colour")).add_to(page)

    return build


def _on(kind):
    def build(page, say):
        group = folium.FeatureGroup().add_to(page)
        kind(feature_group=group, on={say("event"): js(say, "handler")}, position=say("position")).add_to(
            page
        )

    return build


def _draw(page, say):
    folium.plugins.Draw(
        export=True, filename=say("file"), position=say("position"), draw_options={"a": say("draw")},
        edit_options={"b": say("edit")}, on={say("event"): js(say, "handler")},
    ).add_to(page)  # fmt: skip


def _fast_cluster(page, say):
    folium.plugins.FastMarkerCluster(
        [[10.8, 106.7, say("row")]], name=say("layer"), options={"a": say("option")},
        callback=f"function (row) {{ return L.marker(row[0]); /* {say('callback')} */ }}",
        icon_create_function=f"function () {{ /* {say('icon')} */ }}",
    ).add_to(page)  # fmt: skip
    folium.LayerControl().add_to(page)


def _cluster(page, say):
    folium.plugins.MarkerCluster(
        [HERE], popups=[say("popup")], name=say("layer"), options={"a": say("option")},
        icon_create_function=f"function () {{ /* {say('icon')} */ }}",
    ).add_to(page)  # fmt: skip
    folium.LayerControl().add_to(page)


def _heat(page, say):
    folium.plugins.HeatMap(
        [HERE], name=say("layer"), gradient={0.4: say("colour")}, note=say("option")
    ).add_to(page)
    folium.LayerControl().add_to(page)


def _heat_in_time(page, say):
    folium.plugins.HeatMapWithTime(
        [[HERE]],
        index=[say("index")],
        name=say("layer"),
        gradient={0.4: say("colour")},
        position=say("position"),
    ).add_to(page)
    folium.LayerControl().add_to(page)


def _timestamped(page, say):
    data = collection(say, times=["2021-07-13"], popup=say("popup"), tooltip=say("tooltip"))
    folium.plugins.TimestampedGeoJson(data, date_options=say("dates"), period=say("period")).add_to(page)


def _time_choropleth(page, say):
    data = collection(say)
    style = {data["features"][0]["id"]: {"1626134400": {"color": say("colour"), "opacity": 1}}}
    folium.plugins.TimeSliderChoropleth(
        data, styledict=style, date_options=say("dates"), name=say("layer"), stroke_color=say("stroke")
    ).add_to(page)
    folium.LayerControl().add_to(page)


def _timeline(page, say):
    data = collection(say, start="2021-07-13", end="2021-07-14")
    folium.plugins.Timeline(data, get_interval=js(say, "interval"), note=say("option")).add_to(page)


def _timeline_slider(page, say):
    line = folium.plugins.Timeline(collection(say, start="2021-07-13", end="2021-07-14")).add_to(page)
    slider = folium.plugins.TimelineSlider(date_options=say("dates"), start=say("start"), note=say("option"))
    slider.add_timelines(line).add_to(page)


def _realtime(page, say):
    folium.plugins.Realtime(
        say("address"), get_feature_id=js(say, "id"), update_feature=js(say, "update"), note=say("option")
    ).add_to(page)
    folium.plugins.Realtime(js(say, "source"), interval=9).add_to(page)


def _search(page, say):
    label = say("label")
    data = folium.GeoJson(collection(say, **{label: "A"}), marker=folium.CircleMarker()).add_to(page)
    folium.plugins.Search(
        data,
        search_label=label,
        placeholder=say("placeholder"),
        position=say("position"),
        color=say("colour"),
    ).add_to(page)


def _tiles(page, say):
    folium.TileLayer("https://x.test/" + say("address"), attr=say("credit"), name=say("layer")).add_to(page)
    folium.LayerControl().add_to(page)


def _wms(page, say):
    words = {"styles": say("styles"), "attr": say("credit"), "name": say("name"), "cql_filter": say("option")}
    layer = folium.WmsTileLayer("https://x.test/" + say("address"), say("layers"), **words).add_to(page)
    folium.LayerControl().add_to(page)
    return layer


def _wms_in_time(page, say):
    folium.plugins.TimestampedWmsTileLayers(_wms(page, say), period=say("period")).add_to(page)


def _image(page, say):
    folium.raster_layers.ImageOverlay(
        "https://x.test/" + say("address"), LINE, name=say("layer"), alt=say("alt")
    ).add_to(page)
    folium.LayerControl().add_to(page)


def _video(page, say):
    folium.raster_layers.VideoOverlay(
        "https://x.test/" + say("address"), LINE, name=say("layer"), alt=say("alt")
    ).add_to(page)
    folium.LayerControl().add_to(page)


def _vega(version):
    def build(page, say):
        data = {
            "$schema": f"https://x.test/v{version}.json",
            "width": 90,
            "height": 90,
            "title": say("title"),
        }
        popup = folium.Popup()
        kind = folium.Vega if version == "vega" else folium.VegaLite
        spec = data if version != "vega" else {key: data[key] for key in ("width", "height", "title")}
        kind(spec, position=say("position")).add_to(popup)
        folium.Marker(HERE, popup=popup).add_to(page)

    return build


def _vega_lite(page, say):
    for version in range(1, 6):
        _vega(version)(page, lambda name, version=version: say(f"{name}-{version}"))


def _event(page, say):
    data = folium.GeoJson(collection(say), marker=folium.CircleMarker()).add_to(page)
    data.add_child(folium.elements.EventHandler(say("event"), js(say, "handler")))


def _method(page, say):
    page.add_child(folium.elements.MethodCall(page, "openTooltip", say("argument"), option=say("option")))


def _pattern(page, say):
    pattern = folium.plugins.StripePattern(color=say("colour"), note=say("option"))
    pattern.add_to(page)


def _circle_pattern(page, say):
    folium.plugins.CirclePattern(color=say("colour"), fill_color=say("fill")).add_to(page)


def _line_text(page, say):
    line = folium.PolyLine(LINE).add_to(page)
    folium.plugins.PolyLineTextPath(line, say("text"), attributes={"fill": say("attribute")}).add_to(page)


def _line_offset(page, say):
    folium.plugins.PolyLineOffset(
        LINE, popup=say("popup"), tooltip=say("tooltip"), color=say("colour")
    ).add_to(page)


def _ant_path(page, say):
    folium.plugins.AntPath(
        LINE, popup=say("popup"), tooltip=say("tooltip"), pulse_color=say("colour")
    ).add_to(page)


def _semicircle(page, say):
    folium.plugins.SemiCircle(
        HERE, 9, direction=0, arc=9, popup=say("popup"), tooltip=say("tooltip"), color=say("colour")
    ).add_to(page)


def _options(kind, *place, **words):
    def build(page, say):
        given = {key: say(key) for key in words} | {"note": say("option")}
        kind(*place, **given).add_to(page)

    return build


def _vector_tiles(page, say):
    folium.plugins.VectorGridProtobuf(
        "https://x.test/" + say("address"), name=say("layer"), options={"a": say("option")}
    ).add_to(page)
    folium.LayerControl().add_to(page)


def _side_by_side(page, say):
    pair = [
        folium.TileLayer("https://x.test/", attr=say(side), name=say(side + "-name"))
        for side in ("one", "two")
    ]
    for tiles in pair:
        tiles.add_to(page)
    folium.plugins.SideBySideLayers(*pair).add_to(page)
    folium.LayerControl().add_to(page)


def _minimap(page, say):
    tiles = folium.TileLayer("https://x.test/", attr=say("credit"))
    folium.plugins.MiniMap(tiles, position=say("position"), note=say("option")).add_to(page)


def _dual(page, say):
    both = folium.plugins.DualMap(tiles=None)
    folium.Marker(HERE, tooltip=say("tooltip")).add_to(both)
    page.get_root().script.add_child(Element(both.get_root().render()))


def _colour_line(page, say):
    folium.features.ColorLine(LINE, [1.0, 2.0], name=say("layer")).add_to(page)
    folium.LayerControl().add_to(page)


def _colours(make):
    def build(page, say):
        make(caption=say("caption"), text_color=say("colour")).add_to(page)

    return build


def _map(page, say):
    page.get_root().add_child(
        folium.Map(tiles=None, max_bounds=False, note=say("option"), position=say("position"))
    )


def _iframe(page, say):
    page.get_root().html.add_child(branca.element.IFrame(say("html")))
    page.get_root().html.add_child(
        branca.element.IFrame(branca.element.Html(say("inner"), script=True), height="9")
    )


def _links(page, say):
    header = page.get_root().header
    header.add_child(branca.element.JavascriptLink("https://x.test/" + say("script")))
    header.add_child(branca.element.CssLink("https://x.test/" + say("sheet")))


class Including(folium.features.Control):
    """Statements are included for a class as a whole: for one that only this module has."""


def _include(page, say):
    Including.include(note=say("option"), code=js(say, "code"))
    Including("Zoom").add_to(page)


def _explore(page, say):
    import geopandas

    importlib.import_module("matplotlib.pyplot")  # or the patch below would have it imported again and again
    names = [say("cell"), say("category")]
    frame = geopandas.GeoDataFrame({"name": names}, geometry=[Point(106.7, 10.8)] * 2, crs=4326)
    # It imports mapclassify whether or not classes are asked for; the project does not install that.
    unused = types.ModuleType("mapclassify")
    vars(unused)["classify"] = None
    with patch.dict(sys.modules, mapclassify=unused):
        frame.explore("name", m=page, popup=True, tooltip=True, legend_kwds={"caption": say("caption")})


def _named(target, *place):
    """A pane, a control: the first argument is the text."""

    def build(page, say):
        target(say("text"), *place).add_to(page)

    return build


BUILDERS: dict[str, Callable] = {
    "branca.colormap.LinearColormap": _colours(
        lambda **words: branca.colormap.LinearColormap(["red", "blue"], **words)
    ),
    "branca.colormap.StepColormap": _colours(
        lambda **words: branca.colormap.StepColormap(["red", "blue"], **words)
    ),
    "branca.element.CssLink": _links,
    "branca.element.Div": _div,
    "branca.element.Element": _figure,
    "branca.element.Figure": _figure,
    "branca.element.Html": _html,
    "branca.element.IFrame": _iframe,
    "branca.element.JavascriptLink": _links,
    "folium.elements.EventHandler": _event,
    "folium.elements.IncludeStatement": _include,
    "folium.elements.MethodCall": _method,
    "folium.features.Choropleth": _choropleth,
    "folium.features.ClickForLatLng": _named(folium.ClickForLatLng),
    "folium.features.ClickForMarker": _named(folium.ClickForMarker),
    "folium.features.ColorLine": _colour_line,
    "folium.features.Control": lambda page, say: folium.features.Control(
        "Zoom", say("argument"), note=say("option")
    ).add_to(page),
    "folium.features.CustomIcon": _icon(lambda say: folium.CustomIcon("https://x.test/" + say("image"))),
    "folium.features.DivIcon": _icon(lambda say: folium.DivIcon(say("html"), class_name=say("class"))),
    "folium.features.GeoJson": _geojson,
    "folium.features.GeoJsonPopup": _geojson_detail(folium.GeoJsonPopup),
    "folium.features.GeoJsonTooltip": _geojson_detail(folium.GeoJsonTooltip),
    "folium.features.RegularPolygonMarker": _path(folium.RegularPolygonMarker, HERE),
    "folium.features.TopoJson": _topojson,
    "folium.features.Vega": _vega("vega"),
    "folium.features.VegaLite": _vega_lite,
    "folium.folium.Map": _map,
    "folium.map.CustomPane": _named(folium.map.CustomPane),
    "folium.map.FeatureGroup": _layer_names(folium.FeatureGroup, note=1),
    "folium.map.Icon": _icon(
        lambda say: folium.Icon(
            icon=say("icon"), prefix=say("prefix"), icon_color=say("colour"), note=say("option")
        )
    ),
    "folium.map.LayerControl": _layer_names(folium.FeatureGroup),
    "folium.map.Marker": _marked(folium.Marker, HERE),
    "folium.map.Popup": _popup,
    "folium.map.Tooltip": lambda page, say: folium.Marker(
        HERE, tooltip=folium.Tooltip(say("text"), style=say("style"), className=say("class"))
    ).add_to(page),
    "folium.plugins.antpath.AntPath": _ant_path,
    "folium.plugins.beautify_icon.BeautifyIcon": lambda page, say: folium.plugins.BeautifyIcon(
        icon=say("icon"), inner_icon_style=say("style"), number=say("number"), note=say("option")
    ).add_to(folium.Marker(HERE).add_to(page)),
    "folium.plugins.boat_marker.BoatMarker": _boat,
    "folium.plugins.draw.Draw": _draw,
    "folium.plugins.dual_map.DualMap": _dual,
    "folium.plugins.encoded.PolyLineFromEncoded": _encoded(folium.plugins.PolyLineFromEncoded),
    "folium.plugins.encoded.PolygonFromEncoded": _encoded(folium.plugins.PolygonFromEncoded),
    "folium.plugins.fast_marker_cluster.FastMarkerCluster": _fast_cluster,
    "folium.plugins.feature_group_sub_group.FeatureGroupSubGroup": _sub_group,
    "folium.plugins.float_image.FloatImage": lambda page, say: folium.plugins.FloatImage(
        say("image"), bottom=say("bottom"), css=say("css")
    ).add_to(page),
    "folium.plugins.fullscreen.Fullscreen": _options(folium.plugins.Fullscreen, title=1, title_cancel=1),
    "folium.plugins.geocoder.Geocoder": _options(folium.plugins.Geocoder, position=1),
    "folium.plugins.geoman.GeoMan": _on(folium.plugins.GeoMan),
    "folium.plugins.groupedlayercontrol.GroupedLayerControl": _grouped,
    "folium.plugins.heat_map.HeatMap": _heat,
    "folium.plugins.heat_map_withtime.HeatMapWithTime": _heat_in_time,
    "folium.plugins.locate_control.LocateControl": _options(folium.plugins.LocateControl, strings=1),
    "folium.plugins.marker_cluster.MarkerCluster": _cluster,
    "folium.plugins.measure_control.MeasureControl": _options(
        folium.plugins.MeasureControl, primary_length_unit=1, secondary_area_unit=1
    ),
    "folium.plugins.minimap.MiniMap": _minimap,
    "folium.plugins.mouse_position.MousePosition": _options(
        folium.plugins.MousePosition, separator=1, empty_string=1, prefix=1, lat_formatter=1, lng_formatter=1
    ),
    "folium.plugins.overlapping_marker_spiderfier.OverlappingMarkerSpiderfier": _options(
        folium.plugins.OverlappingMarkerSpiderfier
    ),
    "folium.plugins.pattern.CirclePattern": _circle_pattern,
    "folium.plugins.pattern.StripePattern": _pattern,
    "folium.plugins.polyline_offset.PolyLineOffset": _line_offset,
    "folium.plugins.polyline_text_path.PolyLineTextPath": _line_text,
    "folium.plugins.realtime.Realtime": _realtime,
    "folium.plugins.search.Search": _search,
    "folium.plugins.semicircle.SemiCircle": _semicircle,
    "folium.plugins.side_by_side.SideBySideLayers": _side_by_side,
    "folium.plugins.tag_filter_button.TagFilterButton": lambda page, say: folium.plugins.TagFilterButton(
        [say("tag")], icon=say("icon"), clear_text=say("clear"), note=say("option")
    ).add_to(page),
    "folium.plugins.time_slider_choropleth.TimeSliderChoropleth": _time_choropleth,
    "folium.plugins.timeline.Timeline": _timeline,
    "folium.plugins.timeline.TimelineSlider": _timeline_slider,
    "folium.plugins.timestamped_geo_json.TimestampedGeoJson": _timestamped,
    "folium.plugins.timestamped_wmstilelayer.TimestampedWmsTileLayers": _wms_in_time,
    "folium.plugins.treelayercontrol.TreeLayerControl": _tree,
    "folium.plugins.vectorgrid_protobuf.VectorGridProtobuf": _vector_tiles,
    "folium.raster_layers.ImageOverlay": _image,
    "folium.raster_layers.TileLayer": _tiles,
    "folium.raster_layers.VideoOverlay": _video,
    "folium.raster_layers.WmsTileLayer": _wms,
    "folium.vector_layers.Circle": _path(folium.Circle, HERE),
    "folium.vector_layers.CircleMarker": _path(folium.CircleMarker, HERE),
    "folium.vector_layers.PolyLine": _path(folium.PolyLine, LINE),
    "folium.vector_layers.Polygon": _path(folium.Polygon, RING),
    "folium.vector_layers.Rectangle": _path(folium.Rectangle, LINE),
}

OTHERS: dict[str, Callable] = {"geopandas.GeoDataFrame.explore": _explore}

WITHOUT_TEXT = {
    "branca.colormap.ColorMap": "abstract: LinearColormap and StepColormap render it",
    "branca.element.Link": "abstract: JavascriptLink and CssLink render it",
    "branca.element.MacroElement": "abstract: has no template of its own",
    "folium.elements.ElementAddToElement": "takes the names of two elements, which are identifiers",
    "folium.elements.JSCSSMixin": "abstract: adds links that the class names",
    "folium.features.GeoJsonDetail": "abstract: GeoJsonTooltip and GeoJsonPopup render it",
    "folium.features.LatLngPopup": "no argument",
    "folium.folium.GlobalSwitches": "two booleans",
    "folium.map.Class": "abstract: has no template of its own",
    "folium.map.Evented": "abstract: has no template of its own",
    "folium.map.FitBounds": "numbers",
    "folium.map.FitOverlays": "numbers and booleans",
    "folium.map.SetIcon": "two elements",
    "folium.map.Layer": "abstract: FeatureGroup and the layers render its name",
    "folium.plugins.encoded._BaseFromEncoded": "abstract: both shapes from encoded lines render it",
    "folium.plugins.scroll_zoom_toggler.ScrollZoomToggler": "no argument",
    "folium.plugins.terminator.Terminator": "no argument",
    "folium.vector_layers.BaseMultiLocation": "abstract: lines and polygons render it",
}


def what_runs() -> dict[str, dict[str, list[str]]]:
    """For each class and canary the places where the canary ran in this process."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, build in (BUILDERS | OTHERS).items():
        for kind, canary in CANARIES.items():
            say = Sinks(canary)
            page = readable(page_of(build, say).render())
            found.setdefault(name, {})[kind] = say.ran(page, result(kind))
    return found


if __name__ == "__main__":
    if any(module.split(".")[0] == "maps" for module in sys.modules):
        sys.exit("this control needs folium as it is installed")
    print(json.dumps(what_runs()))

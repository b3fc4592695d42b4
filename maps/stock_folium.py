"""What folium as it is installed makes of the same data: the other side of the benchmark, and nothing else.

`ghe bench maps` loads this file by its path in a process that never imports `maps`, so that what it measures
is folium without our repair. Its documents ask content networks for scripts and must not be served.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Feature = Mapping[str, Any]
Collection = Mapping[str, Any]


def choropleth(wards: Collection, counts: Mapping[str, int]) -> str:
    """One step of time as `folium.Choropleth`, with a tooltip of name and value."""
    import folium

    page = folium.Map([10.8, 106.7], tiles=None)
    breaks = [0, 1, 10, 50, 200, max(201, *counts.values())]
    layer = folium.Choropleth(
        {**wards, "features": [_with(one, counts) for one in wards["features"]]},
        data=counts,
        key_on="feature.properties.code",
        bins=breaks,
        fill_color="YlOrRd",
    )
    page.add_child(layer)
    folium.GeoJsonTooltip(["name", "cases"]).add_to(layer.geojson)
    return str(page.get_root().render())


def _with(feature: Feature, counts: Mapping[str, int]) -> dict[str, Any]:
    said = feature["properties"]
    properties = {"code": said["code"], "name": said["name"], "cases": counts[said["code"]]}
    return {**feature, "properties": properties}


def time_slider(wards: Collection, frames: Sequence[Mapping[str, int]], colours: Sequence[str]) -> str:
    """All steps as `TimeSliderChoropleth`; a day a step. It has no tooltip, legend or table."""
    import folium
    from folium.plugins import TimeSliderChoropleth

    first, day = 1_625_097_600, 86_400
    features = [
        {**one, "id": one["properties"]["code"], "properties": {"name": one["properties"]["name"]}}
        for one in wards["features"]
    ]
    style = {
        one["id"]: {
            str(first + day * step): {"color": colours[_rank(counts[one["id"]])], "opacity": 0.8}
            for step, counts in enumerate(frames)
        }
        for one in features
    }
    page = folium.Map([10.8, 106.7], tiles=None)
    TimeSliderChoropleth({"type": "FeatureCollection", "features": features}, style).add_to(page)
    return str(page.get_root().render())


def _rank(count: int) -> int:
    return sum(count >= least for least in (1, 10, 50, 200))


def marker_cluster(places: Sequence[Sequence[float]]) -> str:
    """Every point as a marker, clustered by the browser."""
    import folium
    from folium.plugins import FastMarkerCluster

    page = folium.Map([10.8, 106.7], tiles=None)
    cluster: Any = FastMarkerCluster
    page.add_child(cluster(places))
    return str(page.get_root().render())


def heat_map(places: Sequence[Sequence[float]]) -> str:
    """Every point in a picture of heat that the browser draws."""
    import folium
    from folium.plugins import HeatMap

    page = folium.Map([10.8, 106.7], tiles=None)
    heat: Any = HeatMap
    page.add_child(heat(places))
    return str(page.get_root().render())


def picture(wards: Collection, counts: Mapping[str, int], colours: Sequence[str]) -> bytes:
    """Without a browser folium draws none: `GeoDataFrame.plot`, A4 at 150 dpi, without a word on it."""
    from io import BytesIO

    import geopandas
    import matplotlib as mpl
    from matplotlib.figure import Figure

    frame = geopandas.GeoDataFrame.from_features(wards["features"], crs=4326)
    figure = Figure(figsize=(297 / 25.4, 210 / 25.4), dpi=150)
    ranks = [_rank(counts[code]) for code in frame["code"]]
    target = BytesIO()
    with mpl.rc_context():
        frame.plot(color=[colours[rank] for rank in ranks], edgecolor="#7b8d93", ax=figure.subplots())
        figure.savefig(target, format="png")
    return target.getvalue()

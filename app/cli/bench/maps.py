"""Maps beside folium as it is installed, on the same data, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer

from app.cli.bench.figures import Figure

_ONE: Final = Path(__file__).with_name("maps_one.py")
_POINTS: Final = 100_000
_DAYS: Final = 28 + 7
_SIZES: Final = (168, 840, 3321)
"""A city's wards, five times as many, and a country's."""
_SEED: Final = 4
_MAPS: Final = {
    "28 days: Ghé": "ours time",
    "28 days: folium TimeSliderChoropleth": "stock time",
    "one day: Ghé": "ours one",
    "one day: folium Choropleth": "stock one",
    "picture, A4 PNG at 150 dpi: Ghé": "ours picture",
    "picture: GeoDataFrame.plot, without a word": "stock picture",
}
_COARSE: Final = {"28 days, simplified to 250 m before: Ghé": "ours simple"}
_PLACES: Final = {
    "binned on hexagons, merged to k = 5: Ghé": "ours bins",
    "the same as a map: Ghé": "ours hexagons",
    "every point: folium FastMarkerCluster": "stock markers",
    "every point: folium HeatMap": "stock heat",
}


@dataclass(frozen=True, slots=True)
class _Ward:
    code: str
    name: str
    geometry: Any


def maps(
    wards: Annotated[
        Path | None, typer.Option(help="Real wards (GeoJSON with code and name) instead of the demo city's.")
    ] = None,
    growth: Annotated[bool, typer.Option(help="Also 840 and 3,321 made-up wards.")] = True,
) -> list[Figure]:
    """Maps and pictures: seconds, bytes, memory of the process (VmHWM); how they grow with the wards."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        city = _read(wards) if wards else _demo()
        _write(folder, city)
        figures += _told(f"{wards.name if wards else 'Demo city'}: {_size(city)}", _MAPS, folder)
        _write_points(folder, city)
        figures += _told(f"{_POINTS:,} exposures in these wards", _PLACES, folder)
        for count in _SIZES if growth else _SIZES[:1]:
            country = _made_up(count)
            _write(folder, country)
            figures += _told(f"Made-up country: {_size(country)}", _MAPS | _COARSE, folder)
    return figures


def _told(heading: str, makers: dict[str, str], folder: Path) -> list[Figure]:
    print(f"\n{heading}")
    figures = []
    columns = ("best s", "CPU s", "first s", "kB", "gzip kB", "MB more", "MB in all")
    print(f"{'':46}" + "".join(f"{column:>10}" for column in columns))
    for words, maker in makers.items():
        # -P: the folder of the script is not a place to import from
        command = [sys.executable, "-P", str(_ONE), maker, str(folder)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
        if ran.returncode:
            print(f"{words:46}{ran.stderr.strip().splitlines()[-1]}")
            continue
        told = json.loads(ran.stdout)
        seconds = min(told["clock"]), min(told["processor"]), told["clock"][0]
        sizes = told["bytes"] / 1000, told["gzip"] / 1000, told["peak"] - told["before"], told["peak"]
        cells = [*(f"{each:10.2f}" for each in seconds), *(f"{each:10,.0f}" for each in sizes)]
        print(f"{words:46}" + "".join(cells))
        figures.append(Figure("maps", f"{heading}: {words}", seconds[0], "s"))
    return figures


def _read(path: Path) -> list[_Ward]:
    from maps import read_areas

    return [_Ward(area.code, area.name, area.geometry) for area in read_areas(path)]


def _demo() -> list[_Ward]:
    from app.simulation.wards import wards

    return [_Ward(ward.code, ward.full_name, ward.geometry) for ward in wards()]


def _made_up(count: int) -> list[_Ward]:
    from app.simulation.tessellation import tessellation

    shapes = tessellation(count, _SEED)
    return [_Ward(f"{number:05}", f"Phường {number}", shape) for number, shape in enumerate(shapes, 1)]


def _size(wards: Sequence[_Ward]) -> str:
    import shapely

    corners = shapely.get_num_coordinates([ward.geometry for ward in wards]).sum()
    return f"{len(wards):,} wards with {corners:,} corners"


def _write(folder: Path, wards: Sequence[_Ward]) -> None:
    """The wards as GeoJSON, and cases of 7 days for each of them and each day."""
    from shapely.geometry import mapping

    features = [
        {
            "type": "Feature",
            "properties": {"code": ward.code, "name": ward.name},
            "geometry": mapping(ward.geometry),
        }
        for ward in wards
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    (folder / "wards.geojson").write_text(text, encoding="utf-8")
    rng = np.random.default_rng(_SEED)
    level = rng.lognormal(2, 1.5, size=len(wards))
    wave = np.exp(np.linspace(-1, 1, _DAYS))
    np.save(folder / "counts.npy", rng.poisson(wave[:, None] * level))


def _write_points(folder: Path, wards: Sequence[_Ward]) -> None:
    """Exposures around the wards' middles, thicker where there are more cases; a person has three of them."""
    import shapely

    rng = np.random.default_rng(_SEED)
    middles = shapely.get_coordinates(shapely.centroid([ward.geometry for ward in wards]))
    weight = np.load(folder / "counts.npy")[-1] + 1.0
    near = middles[rng.choice(len(wards), size=_POINTS, p=weight / weight.sum())]
    np.save(folder / "points.npy", (near + rng.normal(0, 0.01, size=near.shape)).round(6))
    np.save(folder / "persons.npy", rng.integers(_POINTS // 3, size=_POINTS))

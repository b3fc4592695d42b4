"""One measurement of `ghe bench maps`, in a process of its own: python maps_one.py MAKER FOLDER.

It is run by its path, so that a process that measures folium as it is installed never loads `maps`, whose
import repairs folium. Prints JSON: seconds of each run on the clock and on the processor, bytes, bytes after
gzip, and megabytes of memory held before and at the peak.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from maps import AreaShape, CaseMap, Frame
    from maps.hexagons import Hexagons

RUNS = 3
STEPS = 28
K = 5
COLOURS = ("#ffffff", "#fff3b2", "#d9b44a", "#5b5f7a", "#00204d")
SAID = {
    "title": "Cases by ward",
    "legend": "Cases in 7 days",
    "more": "{n} more than in the 7 days before",
    "fewer": "{n} fewer than in the 7 days before",
    "same": "As many as in the 7 days before",
    "venue": "People listed: {n}",
    "several": "Venues: {n}",
    "link": "Cases in common: {n}",
    "thousands": ",",
    "decimal": ".",
}
Make = Callable[[], str | bytes]


def main() -> None:
    """Prepare, make three times, tell."""
    maker, folder = sys.argv[1], Path(sys.argv[2])
    make = MAKERS[maker](folder)
    before = _megabytes("VmRSS")
    _forget_peak()
    clock, processor = [], []
    for _ in range(RUNS):
        began, worked = time.perf_counter(), time.process_time()
        made = make()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - worked)
    peak = _megabytes("VmHWM")
    body = made.encode() if isinstance(made, str) else made
    packed = len(gzip.compress(body, 6, mtime=0))
    if maker.startswith("stock") and "maps" in sys.modules:
        sys.exit("this is not folium as it is installed")
    sizes = {"bytes": len(body), "gzip": packed, "before": before, "peak": peak}
    print(json.dumps({"clock": clock, "processor": processor, **sizes}))


def _megabytes(field: str) -> float:
    """Memory of this process now (VmRSS) or at its peak (VmHWM)."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:  # not Linux: the peak since the start, and of whoever started us if that was more
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = re.search(rf"{field}:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def _forget_peak() -> None:
    """Reading the data took memory too; only what follows counts."""
    if (switch := Path("/proc/self/clear_refs")).exists():
        switch.write_text("5", encoding="ascii")


def _counts(folder: Path) -> npt.NDArray[np.int64]:
    """Steps and the 7 days before them; wards."""
    counts: npt.NDArray[np.int64] = np.load(folder / "counts.npy")
    return counts


def _wards(folder: Path) -> dict[str, Any]:
    wards: dict[str, Any] = json.loads((folder / "wards.geojson").read_text(encoding="utf-8"))
    return wards


# Folium as it is installed


def _stock() -> ModuleType:
    package = importlib.util.find_spec("maps")  # found, not loaded
    assert package is not None  # noqa: S101 - it stands beside app
    assert package.submodule_search_locations is not None  # noqa: S101 - a package
    path = Path(package.submodule_search_locations[0]) / "stock_folium.py"
    spec = importlib.util.spec_from_file_location("stock_folium", path)
    assert spec is not None  # noqa: S101 - the path ends in .py
    assert spec.loader is not None  # noqa: S101 - the same
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _frames(folder: Path, wards: dict[str, Any]) -> list[dict[str, int]]:
    codes = [ward["properties"]["code"] for ward in wards["features"]]
    return [dict(zip(codes, row, strict=True)) for row in _counts(folder)[-STEPS:].tolist()]


def _stock_one(folder: Path) -> Make:
    stock, wards = _stock(), _wards(folder)
    last = _frames(folder, wards)[-1]
    return lambda: str(stock.choropleth(wards, last))


def _stock_time(folder: Path) -> Make:
    stock, wards = _stock(), _wards(folder)
    frames = _frames(folder, wards)
    return lambda: str(stock.time_slider(wards, frames, COLOURS))


def _stock_picture(folder: Path) -> Make:
    stock, wards = _stock(), _wards(folder)
    last = _frames(folder, wards)[-1]
    return lambda: bytes(stock.picture(wards, last, COLOURS))


def _stock_markers(folder: Path) -> Make:
    stock, places = _stock(), np.load(folder / "points.npy")[:, ::-1].tolist()
    return lambda: str(stock.marker_cluster(places))


def _stock_heat(folder: Path) -> Make:
    stock, places = _stock(), np.load(folder / "points.npy")[:, ::-1].tolist()
    return lambda: str(stock.heat_map(places))


# Ours


def _case_map(areas: Sequence[AreaShape], frames: Sequence[Frame]) -> CaseMap:
    import maps

    words = maps.Words(**{field.name: SAID.get(field.name, field.name) for field in fields(maps.Words)})
    scale = maps.count_scale(words, maps.Labels("Cases: {n}", "{low} to {high}", "{low} and more"))
    notes = maps.Notes("13/07/2021, 18:00", "made up", "nothing is hidden", "1")
    return maps.CaseMap(areas=areas, frames=frames, scale=scale, words=words, notes=notes, lang="en")


def _ours(folder: Path, steps: int) -> Callable[[], CaseMap]:
    """The case map from areas and whole numbers; values are made inside, as a page does."""
    import maps

    areas = maps.read_areas(folder / "wards.geojson")
    counts = _counts(folder).tolist()
    codes = [area.code for area in areas]

    def made() -> CaseMap:
        frames = [
            maps.Frame(
                f"day {day}",
                {
                    code: maps.Count(now, before)
                    for code, now, before in zip(codes, counts[day], counts[day - 7], strict=True)
                },
            )
            for day in range(len(counts) - steps, len(counts))
        ]
        return _case_map(areas, frames)

    return made


def _document(case_map: CaseMap) -> str:
    import maps

    return maps.document(case_map, nonce="n" * 22, asset_base="/maps/")


def _ours_one(folder: Path) -> Make:
    made = _ours(folder, 1)
    return lambda: _document(made())


def _ours_time(folder: Path) -> Make:
    made = _ours(folder, STEPS)
    return lambda: _document(made())


def _ours_simple(folder: Path) -> Make:
    """A country is drawn with fewer corners than a city; they are left out once, when it is imported."""
    import maps

    made = _ours(folder, STEPS)
    areas = maps.simplify(made().areas, 250)
    return lambda: _document(_case_map(areas, made().frames))


def _ours_picture(folder: Path) -> Make:
    import maps

    made = _ours(folder, 1)
    return lambda: maps.picture(made(), form="png")


def _binned(folder: Path) -> Callable[[], Hexagons]:
    from maps.hexagons import hexagons

    points, person = np.load(folder / "points.npy"), np.load(folder / "persons.npy")
    return lambda: hexagons(points[:, 0], points[:, 1], person, k=K)


def _ours_bins(folder: Path) -> Make:
    binned = _binned(folder)
    return lambda: json.dumps([(cell.code, cell.people) for cell in binned().cells])


def _ours_hexagons(folder: Path) -> Make:
    import maps

    binned = _binned(folder)

    def made() -> str:
        cells = binned().cells
        areas = [maps.AreaShape(cell.code, "", "", "hexagon", None, cell.geometry) for cell in cells]
        return _document(
            _case_map(areas, [maps.Frame("", {cell.code: maps.Count(cell.people) for cell in cells})])
        )

    return made


MAKERS: dict[str, Callable[[Path], Make]] = {
    "stock one": _stock_one,
    "stock time": _stock_time,
    "stock picture": _stock_picture,
    "stock markers": _stock_markers,
    "stock heat": _stock_heat,
    "ours one": _ours_one,
    "ours time": _ours_time,
    "ours simple": _ours_simple,
    "ours picture": _ours_picture,
    "ours bins": _ours_bins,
    "ours hexagons": _ours_hexagons,
}

if __name__ == "__main__":
    main()

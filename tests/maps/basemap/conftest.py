"""A town of one ward with everything a ground is made of, and everything that must not be in it."""

from __future__ import annotations

import shutil

import pytest
import shapely

from maps.basemap import make_basemap
from tests.maps.basemap.extract import Extract, ring

WARD = shapely.box(106.0, 10.0, 106.1, 10.1)
EVIL = ("</text><script>alert(1)</script>", "{{7*7}}", "a\u202eb\u0007 & <b>")


@pytest.fixture(scope="session")
def ward():
    return WARD


@pytest.fixture
def town():
    return made_town()


def made_town():
    """Roads of every class west to east, a lake with an island, a park, a river, a coast, and homes."""
    made = Extract()
    classes = ("trunk", "primary", "secondary", "tertiary", "residential")
    for i, highway in enumerate(classes):
        made.way(
            [(105.9, 10.01 + i / 100), (106.2, 10.01 + i / 100)], highway=highway, name=f"Đường {highway}"
        )
    for i, name in enumerate(EVIL):
        made.way([(106.0, 10.002 + i / 500), (106.1, 10.002 + i / 500)], highway="primary", name=name)
    made.way([(106.02, 9.9), (106.03, 10.2)], waterway="river", name="Rạch Ông")
    made.way([(106.05, 10.0), (106.05, 10.1)], railway="rail")
    made.area(ring(106.06, 10.06, 106.08, 10.08), ring(106.065, 10.065, 106.075, 10.075), natural="water")
    made.way(ring(106.01, 10.06, 106.03, 10.08), leisure="park")
    made.way([(106.09, 9.8), (106.09, 10.3)], natural="coastline")  # northward: the sea is east of it
    made.way([(106.0, 10.09), (106.1, 10.09)], highway="motorway", tunnel="yes")
    made.way(ring(106.04, 10.04, 106.0401, 10.0401), building="yes", name="Nhà bà Tư")
    made.way(ring(106.041, 10.041, 106.042, 10.042), leisure="garden", name="Vườn nhà bà Tư")
    made.way([(107.0, 11.0), (107.1, 11.0)], highway="trunk", name="Far away")
    return made


@pytest.fixture(scope="session")
def extract(tmp_path_factory):
    """The town as a file; only to be read."""
    path = tmp_path_factory.mktemp("extract") / "town.osm.pbf"
    path.write_bytes(made_town().pbf())
    return path


@pytest.fixture(scope="session")
def made_once(extract, tmp_path_factory):
    """What making it said, and the basemap: only to be read."""
    target = tmp_path_factory.mktemp("basemap") / "basemap.pmtiles"
    return make_basemap(extract, target, [WARD], margin_m=2000), target


@pytest.fixture
def made(made_once, tmp_path):
    """The same in a folder of the test's own."""
    target = tmp_path / "var" / "basemap.pmtiles"
    target.parent.mkdir()
    shutil.copy(made_once[1], target)
    return made_once[0], target

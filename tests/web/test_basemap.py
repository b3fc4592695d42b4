"""The basemap's tiles and its credit, as a browser gets them."""

from __future__ import annotations

import gzip
import json
import re

import pytest
import shapely

from app.domain import east_sea
from app.domain.areas import AreaKind
from app.domain.roles import Role
from app.usecases.import_wards import import_wards, prepare
from app.usecases.make_basemap import make_basemap, remove_basemap
from app.usecases.read_areas import area_file
from maps import AreaShape
from tests import squares
from tests.maps.basemap.extract import Extract

CREDIT = "© OpenStreetMap contributors"
SEA_NAMES = [
    "East Sea",
    "Hoang\u00a0Sa\u00a0archipelago (Da\u00a0Nang)",
    "Truong\u00a0Sa\u00a0archipelago (Khanh\u00a0Hoa)",
]


@pytest.fixture(autouse=True)
def target(tmp_path, monkeypatch):
    """Where the service looks for its basemap."""
    path = tmp_path / "var" / "basemap.pmtiles"
    monkeypatch.setenv("GHE_BASEMAP", str(path))
    return path


@pytest.fixture
def make(target, tmp_path):
    """Make one of a single road; a later call replaces it."""

    def made(latitude=10.05):
        town = Extract()
        town.way(
            [(106.0, latitude), (106.4, latitude)], highway="trunk", name="</text><script>alert(1)</script>"
        )
        (tmp_path / "t.osm.pbf").write_bytes(town.pbf())
        ward = shapely.box(106, 10, 106.4, 10.1)
        progress = lambda _share: None  # noqa: E731 - nobody looks
        make_basemap([ward], tmp_path / "t.osm.pbf", target, margin_km=1, max_zoom=12, progress=progress)

    return made


@pytest.fixture
def frame(database, tmp_path, now, signed_in):
    """The data and the text of a map's frame."""
    squares.take_in(database, squares.written(tmp_path / "w.json"), now)
    official = signed_in(Role.EPIDEMIOLOGIST)

    def opened():
        answer = official.get("/official/map/frame")
        return json.loads(re.search(r'id="case-map-data">(.*?)</script>', answer.text)[1]), answer.text

    return opened


def tile(data, z=12, x=3254, y=1933, theme="light"):
    address = data["tiles"]["path"].replace("{theme}", theme)
    for name, number in (("{z}", z), ("{x}", x), ("{y}", y)):
        address = address.replace(name, str(number))
    return address


def test_a_map_without_a_basemap_names_none(frame, target):
    data, text = frame()
    assert (data["tiles"], CREDIT in text, target.exists()) == (None, False, False)


def test_a_map_asks_for_its_tiles_and_prints_their_credit(frame, make, phone):
    make()
    data, text = frame()
    assert CREDIT in text
    answer = phone.get(tile(data), headers={"accept-encoding": "gzip"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert "<path" in answer.text
    assert "<script" not in answer.text
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    plain = phone.get(tile(data), headers={"accept-encoding": "identity"})
    assert ("content-encoding" in plain.headers, plain.text) == (False, answer.text)
    assert phone.get(tile(data, theme="dark")).text != answer.text


def test_a_tile_where_there_is_nothing_is_blank_and_others_are_not_there(frame, make, phone):
    make()
    data, _ = frame()
    assert phone.get(tile(data, x=0, y=0)).status_code == 200
    lost = [tile(data, z=13), tile(data, z=3), tile(data, x=1 << 12), tile(data, theme="pink")]
    lost += [tile(data).replace(data["tiles"]["path"].split("/")[2], "0" * 12)]
    assert [phone.get(address).status_code for address in lost] == [404] * 5
    for odd in ("-1", "1.5", "x", "9" * 5000, "%2e%2e"):
        assert phone.get(tile(data, x=odd)).status_code in {404, 422}


def test_a_replaced_basemap_has_another_address_and_a_removed_one_none(frame, make, phone, target):
    make()
    before, _ = frame()
    make(latitude=10.06)
    after, _ = frame()
    assert before["tiles"]["path"] != after["tiles"]["path"]
    assert [phone.get(tile(data)).status_code for data in (before, after)] == [404, 200]
    assert remove_basemap(target)
    assert (frame()[0]["tiles"], phone.get(tile(after)).status_code) == (None, 404)
    assert not remove_basemap(target)


@pytest.mark.parametrize("content", [b"", b"PMTiles\x03 but no more"])
def test_a_map_goes_without_a_basemap_that_is_damaged(frame, target, content):
    target.parent.mkdir()
    target.write_bytes(content)
    assert frame()[0]["tiles"] is None


def test_a_damaged_tile_is_missing_and_no_fault(frame, make, phone, target):
    make()
    data, _ = frame()
    whole = target.read_bytes()
    places = whole.rindex(gzip.compress(b"")[:4])
    target.write_bytes(whole[: places + 10] + bytes(len(whole) - places - 10))
    data, _ = frame()
    found = {phone.get(tile(data, z=z, x=3254 >> 12 - z, y=1933 >> 12 - z)).status_code for z in range(7, 13)}
    assert 404 in found
    assert found <= {200, 404}


def test_every_map_names_the_sea_and_shows_the_islands(frame):
    data, _ = frame()
    assert [label["text"] for label in data["labels"]] == SEA_NAMES
    assert [len(label["dots"]) for label in data["labels"]] == [
        *(0, len(east_sea.HOANG_SA_ISLANDS), len(east_sea.TRUONG_SA_ISLANDS))
    ]
    assert (data["context"], data["sea"]) == ([], [])  # no province, so nobody knows the coast


def test_provinces_are_the_ground_but_for_the_city_itself(frame, database, now):
    city = AreaShape("79", "Hồ Chí Minh", "", "", None, shapely.box(105.99, 10.01, 106.41, 10.09))
    other = AreaShape("80", "Tây Ninh", "", "", None, shapely.box(105, 10, 105.99, 11))
    provinces = area_file(AreaKind.PROVINCE, [city, other])
    with database.writing() as session:
        import_wards(session, provinces, prepare(provinces), source="p", now=now)
    data, _ = frame()
    assert (len(data["context"]), len(data["sea"])) == (1, 1)

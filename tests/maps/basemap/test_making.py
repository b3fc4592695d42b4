"""From an extract to pictures, and what another reader of PMTiles makes of the file."""

import gzip
import re
from xml.etree import ElementTree as ET

import pyogrio
import pytest
import shapely

from maps.basemap import CREDIT, LOWEST_ZOOM, Basemap, BasemapRefused, Damaged, Reason, make_basemap
from maps.basemap.archive import head_of, tile_of
from maps.basemap.ground import to_web
from maps.basemap.kinds import KINDS
from maps.basemap.picture import THEMES
from maps.basemap.vector_tile import read_tile
from tests.maps.basemap.extract import Extract

SVG = "{http://www.w3.org/2000/svg}"


def at(z, lon, lat):
    x, y = shapely.get_coordinates(shapely.transform(shapely.Point(lon, lat), to_web))[0] * (1 << z)
    return int(x), int(y)


def picture(target, z, lon, lat, theme="light"):
    return ET.fromstring(gzip.decompress(Basemap(target).picture(theme, z, *at(z, lon, lat))))


def test_what_is_made_and_how_far_it_got(extract, ward, tmp_path):
    shares = []
    made = make_basemap(extract, tmp_path / "b.pmtiles", [ward], margin_m=2000, progress=shares.append)
    assert made.kept == {
        "green": 1,
        "water": 2,
        "river": 1,
        "rail": 1,
        "street": 1,
        "tertiary": 1,
        "secondary": 1,
        "primary": 4,
        "main": 1,
    }
    assert made.size == (tmp_path / "b.pmtiles").stat().st_size
    assert made.credit == CREDIT == "© OpenStreetMap contributors"
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_the_same_extract_gives_the_same_bytes(extract, ward, tmp_path, made):
    again = make_basemap(extract, tmp_path / "again", [ward], margin_m=2000)
    assert (again, (tmp_path / "again").read_bytes()) == (made[0], made[1].read_bytes())


def test_gdal_reads_the_file(made):
    """Another implementation of both formats finds the layers where they are on the ground."""
    _, target = made
    layers = {name for name, _ in pyogrio.list_layers(target)}
    assert layers == {*KINDS, "names"}
    trunk = pyogrio.read_dataframe(target, layer="main").to_crs(4326)
    west, south, east, north = trunk.total_bounds
    assert (south, north) == pytest.approx((10.01, 10.01), abs=2e-5)
    assert (west, east) == pytest.approx((106 - 2000 / 109_600, 106.1 + 2000 / 109_600), abs=2e-3)
    lake = pyogrio.read_dataframe(target, layer="water").to_crs(4326).geometry.union_all()
    assert lake.contains(shapely.Point(106.0625, 10.07))
    assert not lake.contains(shapely.Point(106.07, 10.07))
    assert lake.contains(shapely.Point(106.105, 10.02))  # the sea, east of the coast
    names = pyogrio.read_dataframe(target, layer="names")
    assert "{{7*7}}" in set(names["name"])


def test_pictures_hold_paths_and_names_in_our_colours_and_nothing_else(made):
    _, target = made
    for theme, colours in THEMES.items():
        root = picture(target, 14, 106.045, 10.03, theme)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags == {"svg", "path", "g", "text"}
        strokes = {path.get("stroke") for path in root.iter(f"{SVG}path")} - {None}
        assert strokes <= set(colours.values())
        assert colours["road"] in strokes
        for path in root.iter(f"{SVG}path"):
            assert re.fullmatch(r"(m-?\d+ -?\d+l(-?\d+ -?\d+ ?)+z?)+", path.get("d"))
    water = picture(target, 14, 106.0625, 10.07).find(f"{SVG}path[@fill='#dbe6ec']")
    assert water.get("d").count("z") >= 2  # the shore and the island


def test_names_cannot_break_out_of_a_picture(made):
    _, target = made
    basemap = Basemap(target)
    texts = set()
    for x in range(*(at(14, lon, 10)[0] for lon in (105.98, 106.13))):
        for y in (at(14, 106, 10.004)[1], at(14, 106, 10.0)[1]):
            data = gzip.decompress(basemap.picture("light", 14, x, y)).decode()
            assert "<script" not in data
            texts |= {text.text for text in ET.fromstring(data).iter(f"{SVG}text")}
    assert {"</text><script>alert(1)</script>", "{{7*7}}", "ab & <b>"} <= texts


def test_homes_are_in_no_tile(made):
    packed = made[1].read_bytes()
    basemap = Basemap(made[1])
    pictures = b"".join(
        gzip.decompress(basemap.picture("light", 14, x, y))
        for x in range(at(14, 105.98, 0)[0], at(14, 106.12, 0)[0] + 1)
        for y in range(at(14, 0, 10.12)[1], at(14, 0, 9.98)[1] + 1)
    )
    assert "Đường".encode() in pictures  # the search below would find what is there
    assert "bà Tư".encode() not in pictures
    assert "bà Tư".encode() not in packed


@pytest.mark.parametrize("z", range(LOWEST_ZOOM, 15))
def test_each_kind_comes_at_its_zoom(made_once, z):
    file = made_once[1].read_bytes()
    head = head_of(file)
    (west, north), (east, south) = at(z, 105.9, 10.2), at(z, 106.2, 9.9)
    places = [(x, y) for x in range(west, east + 1) for y in range(north, south + 1)]
    tiles = [tile for x, y in places if (tile := tile_of(file, head, z, x, y))]
    found = {kind for tile in tiles for kind in read_tile(tile)[0]}
    assert found == {kind for kind, thing in KINDS.items() if thing.zoom <= z}


def test_there_is_a_blank_picture_inside_and_none_outside_of_the_range(made):
    basemap = Basemap(made[1])
    assert len(gzip.decompress(basemap.picture("light", 14, 0, 0))) < 150
    for theme, z, x, y in (
        ("light", 15, 0, 0),
        ("light", 6, 0, 0),
        ("light", 14, -1, 0),
        ("light", 14, 0, 1 << 14),
    ):
        assert basemap.picture(theme, z, x, y) is None
    assert basemap.picture("pink", 14, 0, 0) is None


def test_pictures_are_kept_and_their_number_is_bounded(made):
    basemap = Basemap(made[1])
    assert basemap.picture("light", 14, *at(14, 106, 10)) is basemap.picture("light", 14, *at(14, 106, 10))
    for x in range(600):
        basemap.picture("light", 14, x, 0)
    assert basemap._drawn.cache_info().currsize == 512


def test_the_version_changes_with_the_tiles_and_with_the_drawing(made, town, ward, tmp_path, monkeypatch):
    before = Basemap(made[1]).version
    assert Basemap(made[1]).version == before
    town.way([(106.0, 10.055), (106.1, 10.055)], highway="trunk")
    (tmp_path / "more.osm.pbf").write_bytes(town.pbf())
    make_basemap(tmp_path / "more.osm.pbf", tmp_path / "more", [ward], margin_m=2000)
    assert Basemap(tmp_path / "more").version != before
    monkeypatch.setattr("maps.basemap.serving.THEMES", {})
    assert Basemap(made[1]).version != before


def test_nothing_inside_is_refused_and_the_one_in_force_stays(made, tmp_path, ward):
    _, target = made
    before = target.read_bytes()
    elsewhere = Extract()
    elsewhere.way([(107, 11), (107.1, 11)], highway="trunk")
    (tmp_path / "e.osm.pbf").write_bytes(elsewhere.pbf())
    with pytest.raises(BasemapRefused) as refused:
        make_basemap(tmp_path / "e.osm.pbf", target, [ward])
    assert refused.value.reason is Reason.NOTHING_INSIDE
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == ["basemap.pmtiles"]


def test_a_full_disk_leaves_the_one_in_force(made, extract, ward, monkeypatch):
    _, target = made
    before = target.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        make_basemap(extract, target, [ward])
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == ["basemap.pmtiles"]


def test_a_reader_keeps_its_file_when_another_takes_its_place(made):
    _, target = made
    basemap = Basemap(target)
    other = target.with_name("other")
    other.write_bytes(b"something else")
    other.replace(target)
    assert b"<path" in gzip.decompress(basemap.picture("light", 14, *at(14, 106.05, 10.05)))
    with pytest.raises(Damaged):
        Basemap(target)


def test_a_file_that_somebody_shortens_while_it_is_read_is_damaged_and_no_crash(made):
    _, target = made
    basemap = Basemap(target)
    target.write_bytes(target.read_bytes()[:500])
    with pytest.raises(Damaged):
        basemap.picture("light", 14, *at(14, 106.05, 10.05))


@pytest.mark.parametrize("content", [b"", b"PMTiles\x03"])
def test_a_file_that_is_no_basemap(tmp_path, content):
    (tmp_path / "b").write_bytes(content)
    with pytest.raises(Damaged):
        Basemap(tmp_path / "b")


@pytest.mark.parametrize("max_zoom", [LOWEST_ZOOM - 1, 16])
def test_a_zoom_that_makes_no_sense(extract, ward, tmp_path, max_zoom):
    with pytest.raises(ValueError, match="highest zoom"):
        make_basemap(extract, tmp_path / "b", [ward], max_zoom=max_zoom)


def test_a_rivers_bed_and_its_line_stay_apart(tmp_path, ward):
    """A town with one kind of thing alone: no roads, no names."""
    bare = Extract()
    bare.way([(106.0, 10.0), (106.1, 10.0), (106.1, 10.1), (106.0, 10.0)], natural="water")
    (tmp_path / "w.osm.pbf").write_bytes(bare.pbf())
    made = make_basemap(tmp_path / "w.osm.pbf", tmp_path / "w", [ward])
    assert made.kept == {"water": 1}
    assert (
        picture(tmp_path / "w", 14, 106.08, 10.04).find(f"{SVG}path").get("fill") == THEMES["light"]["water"]
    )

import json
import shutil
import zipfile

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from pyproj.transformer import TransformerGroup

import maps
from maps import AreasRefused, Columns, Kind, read_areas
from maps.projection import reprojected


def frame(areas, crs="EPSG:4326", **columns):
    table = {
        "code": [area.code for area in areas],
        "name": [area.name for area in areas],
        "name_en": [area.name_en for area in areas],
        "unit_type": [area.kind for area in areas],
        "population": [area.population for area in areas],
    }
    shapes = geopandas.GeoSeries([area.geometry for area in areas], crs="EPSG:4326")
    return geopandas.GeoDataFrame(table | columns, geometry=shapes.to_crs(crs) if crs else shapes)


def kinds(path):
    with pytest.raises(AreasRefused) as refused:
        read_areas(path)
    return [problem.kind for problem in refused.value.problems]


def zipped(folder, target):
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"wards/{file.name}")
    return target


@pytest.fixture
def shapefile(tmp_path, grid):
    folder = tmp_path / "shapes"
    folder.mkdir()
    frame(grid(2, 2), "EPSG:3405").to_file(folder / "wards.shp", encoding="UTF-8")
    return folder / "wards.shp"


def assert_same(read, areas):
    for a, b in zip(read, areas, strict=True):
        assert (a.code, a.name, a.name_en, a.kind, a.population) == (
            b.code,
            b.name,
            b.name_en,
            b.kind,
            b.population,
        )
        assert a.geometry.symmetric_difference(b.geometry).area < 1e-9


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3405", "EPSG:32648", "EPSG:3857"])
@pytest.mark.parametrize("suffix", ["geojson", "gpkg"])
def test_geojson_and_geopackage_in_any_system(tmp_path, grid, suffix, crs):
    path = tmp_path / f"wards.{suffix}"
    frame(grid(2, 2), crs).to_file(path, **({"RFC7946": "NO"} if suffix == "geojson" else {}))
    assert_same(read_areas(path), grid(2, 2))


def test_a_shapefile_and_its_zip(tmp_path, shapefile, grid):
    assert_same(read_areas(shapefile), grid(2, 2))
    assert_same(read_areas(zipped(shapefile.parent, tmp_path / "wards.zip")), grid(2, 2))


def test_a_name_of_the_zip_cannot_steer_gdal(tmp_path, shapefile, grid):
    assert_same(read_areas(zipped(shapefile.parent, tmp_path / "a b{c}.zip")), grid(2, 2))


def test_a_shapefile_that_does_not_say_where_it_lies(shapefile):
    shapefile.with_suffix(".prj").unlink()
    assert kinds(shapefile) == [Kind.NO_CRS]


def test_a_shapefile_in_plausible_degrees_needs_no_system(tmp_path, grid):
    frame(grid(2, 2)).to_file(tmp_path / "wards.shp", encoding="UTF-8")
    (tmp_path / "wards.prj").unlink()
    assert_same(read_areas(tmp_path / "wards.shp"), grid(2, 2))


def test_other_names_of_the_columns(tmp_path, grid):
    path = tmp_path / "wards.geojson"
    frame(grid(1, 1)).rename(columns={"code": "ma", "name": "ten"}).to_file(path)
    assert kinds(path) == [Kind.NO_COLUMN]
    assert read_areas(path, Columns(code="ma", name="ten"))[0].code == "00001"


def test_columns_that_may_be_missing(tmp_path, grid):
    path = tmp_path / "wards.gpkg"
    frame(grid(1, 1)).drop(columns=["name_en", "unit_type", "population"]).to_file(path)
    (area,) = read_areas(path)
    assert (area.name_en, area.kind, area.population) == ("Phường 1", "", None)


def test_numbers_as_codes_lose_their_zeros_and_are_refused(tmp_path, grid):
    path = tmp_path / "wards.gpkg"
    frame(grid(2, 1), code=[1, 2]).to_file(path)
    assert kinds(path) == [Kind.CODE_NOT_TEXT] * 2


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", Kind.UNKNOWN_FORMAT),
        (b"code,name\n1,x\n", Kind.UNKNOWN_FORMAT),
        (b"<OGRVRTDataSource/>", Kind.UNKNOWN_FORMAT),
        (b'{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline"}', Kind.UNKNOWN_FORMAT),
        (b'{"type": "Topology"}', Kind.UNKNOWN_FORMAT),
        (b'{"type": "FeatureCollection", "features": [', Kind.UNREADABLE),
        (b'{"type": "FeatureCollection", "features": []}', Kind.NO_AREAS),
        (b'{"type": "FeatureCollection", "features": [7]}', Kind.NO_COLUMN),
        (b"PK\x03\x04 but no zip", Kind.UNREADABLE),
        (b"SQLite format 3\0 but no database", Kind.UNREADABLE),
        (b"\0\0\x27\x0a but no shapes", Kind.UNREADABLE),
    ],
)
def test_a_file_that_is_something_else(tmp_path, content, kind):
    path = tmp_path / "wards.geojson"
    path.write_bytes(content)
    assert kinds(path) == [kind]


def test_a_file_that_is_not_there(tmp_path):
    assert kinds(tmp_path / "none.gpkg") == [Kind.UNREADABLE]


def test_a_program_dressed_up_as_a_shapefile_in_a_zip(tmp_path):
    path = tmp_path / "wards.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("wards.shp", "<OGRVRTDataSource/>")
    assert kinds(path) == [Kind.UNKNOWN_FORMAT]


@pytest.mark.parametrize("names", [[], ["a.shp", "b.shp"]])
def test_a_zip_holds_one_shapefile(tmp_path, shapefile, names):
    path = tmp_path / "wards.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
        for name in names:
            archive.write(shapefile, name)
    assert kinds(path) == [Kind.SEVERAL_LAYERS]


def test_a_geopackage_with_two_layers_is_ambiguous(tmp_path, grid):
    path = tmp_path / "wards.gpkg"
    frame(grid(1, 1)).to_file(path, layer="a")
    frame(grid(1, 1)).to_file(path, layer="b")
    assert kinds(path) == [Kind.SEVERAL_LAYERS]


def test_a_cut_off_file_is_refused(tmp_path, grid):
    path = tmp_path / "wards.gpkg"
    frame(grid(2, 2)).to_file(path)
    path.write_bytes(path.read_bytes()[:20_000])
    assert kinds(path) == [Kind.UNREADABLE]


@pytest.mark.parametrize("crs", ["EPSG:999999", "+init=/etc/hosts:x", {"name": 5}, None, 7])
def test_metres_of_an_unknown_system_are_not_taken_for_degrees(tmp_path, grid, crs):
    path = tmp_path / "wards.geojson"
    document = json.loads(frame(grid(1, 1), "EPSG:32648").to_json())
    document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document))
    path.write_text(json.dumps(document))
    assert kinds(path) == [Kind.NO_CRS]


def test_the_original_is_only_read(tmp_path, shapefile):
    copy = tmp_path / "copy"
    shutil.copytree(shapefile.parent, copy)
    for file in copy.iterdir():
        file.chmod(0o444)
    maps.read_areas(copy / "wards.shp")
    assert {f.name for f in copy.iterdir()} == {f.name for f in shapefile.parent.iterdir()}


def test_heights_are_dropped(tmp_path, grid):
    path = tmp_path / "wards.geojson"
    high = frame(grid(1, 1))
    high.geometry = shapely.force_3d(high.geometry.to_numpy(), 5)
    high.to_file(path)
    assert not read_areas(path)[0].geometry.has_z


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-200, 200) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(["type", "name"]), inner),
    max_leaves=12,
)
KINDS = st.sampled_from(["Polygon", "MultiPolygon", "Point", "GeometryCollection", "Circle"])


@given(
    st.lists(st.fixed_dictionaries({"type": KINDS, "coordinates": JSON}) | JSON, min_size=1, max_size=3),
    st.none() | JSON,
)
def test_whatever_stands_in_geojson_is_refused_by_name(tmp_path_factory, geometries, crs):
    path = tmp_path_factory.getbasetemp() / "any.geojson"
    features = [
        {"type": "Feature", "properties": {"code": "1", "name": "a"}, "geometry": g} for g in geometries
    ]
    document = {"type": "FeatureCollection", "features": features} | ({"crs": crs} if crs is not None else {})
    path.write_text(json.dumps(document))
    assert kinds(path)


@pytest.mark.parametrize(
    "coordinates",
    [[[[106, 10], [107, 10]]], [[[106, 10], [107, "x"], [107, 11], [106, 10]]], 7, [7], [[[[106, 10]]]]],
)
def test_a_ring_that_cannot_be_built_names_its_feature(tmp_path, grid, coordinates):
    path = tmp_path / "wards.geojson"
    document = json.loads(frame(grid(2, 1)).to_json())
    document["features"][1]["geometry"]["coordinates"] = coordinates
    path.write_text(json.dumps(document))
    with pytest.raises(AreasRefused) as refused:
        read_areas(path)
    assert [(p.index, p.code, p.kind) for p in refused.value.problems] == [
        (1, "00002", Kind.GEOMETRY_INVALID)
    ]


def test_a_system_of_heights_is_no_place(tmp_path, grid):
    path = tmp_path / "wards.geojson"
    document = json.loads(frame(grid(1, 1)).to_json())
    document["crs"] = {"type": "name", "properties": {"name": "EPSG:5773"}}
    path.write_text(json.dumps(document))
    assert kinds(path) == [Kind.OFF_THE_MAP]


def test_wards_on_the_moon_are_not_ours(tmp_path, grid):
    path = tmp_path / "wards.shp"
    frame(grid(1, 1)).to_file(path, encoding="UTF-8")
    path.with_suffix(".prj").write_text(CRS("IAU_2015:30100").to_wkt("WKT1_ESRI"))
    assert kinds(path) == [Kind.NO_CRS]


def one_way(shapes):
    """In VN-2000, zone of the city, by the transformation for all of the country."""
    [way, *_] = TransformerGroup("EPSG:4326", "EPSG:9210", always_xy=True).transformers
    assert "WGS 84 (2)" in way.description
    return geopandas.GeoSeries(shapely.transform(shapes, way.transform, interleaved=False), crs="EPSG:9210")


def test_one_transformation_serves_a_whole_file():
    """PROJ knows two from VN-2000, 0.8 m apart, and by itself chooses for each point by where it lies."""
    spots = shapely.points(106.7, np.arange(10.95, 11.15, 0.01))  # one's area ends at 11.04 N
    metres = one_way(spots)
    apart = shapely.distance(spots, metres.to_crs("EPSG:4326").to_numpy()) * 111_195
    assert (apart > 0.5).any()
    assert (apart < 0.01).any()
    assert shapely.distance(spots, reprojected(metres)).max() * 111_195 < 0.01


def test_the_real_wards_through_a_shapefile_of_viet_nams_own_system(tmp_path, geo):
    there = read_areas(geo / "hcmc_wards_2025_100m.geojson")
    metres = one_way([area.geometry for area in there])
    columns = {"code": [area.code for area in there], "name": [area.name for area in there]}
    geopandas.GeoDataFrame(columns, geometry=metres).to_file(tmp_path / "wards.shp", encoding="UTF-8")
    back = read_areas(tmp_path / "wards.shp")
    assert [(area.code, area.name) for area in back] == [(area.code, area.name) for area in there]
    assert shapely.hausdorff_distance([a.geometry for a in back], [b.geometry for b in there]).max() < 1e-7
    assert [flaw.codes for flaw in maps.flaws(back)] == [flaw.codes for flaw in maps.flaws(there)]

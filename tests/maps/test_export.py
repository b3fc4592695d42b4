import csv
import io
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyogrio
import pytest
import shapely
from shapely.geometry import shape

import maps
from tests.maps import drawn_map as small

NOW = datetime(2021, 7, 13, 11, 0, tzinfo=UTC)
NAMES = [
    "=1+1",
    "{{7*7}}",
    "</script>",
    "Phường `a` ${b}",
    "Chợ \U0001f9a0",
    "a,b;\"c\"'d'",
    "Phu\u031bo\u031b\u0300ng",
    "x" * 60,
]


def opened(package, folder):
    path = folder / "map.gpkg"
    path.write_bytes(package)
    return path


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def features(case_map, **how):
    return json.loads(maps.to_geojson(case_map, **how))["features"]


def test_geojson_says_the_same_as_the_map():
    properties = {f["properties"]["code"]: f["properties"] for f in features(small.case_map())}
    assert properties["00003"] == {
        "kind": "area",
        "code": "00003",
        "name": "Phường 3",
        "name_en": "Ward 3",
        "value": 20,
        "before": 3,
        "status": "shown",
        "class": "10 đến 49",
    }
    assert {code: p["status"] for code, p in properties.items() if p["value"] is None} == {
        "00006": "hidden",
        "00007": "no data",
        "00008": "unreliable",
    }
    assert properties["00001"]["value"] == 0


def test_every_file_says_where_it_is_from():
    expected = {
        "title": "COVID-19 theo phường",
        "legend": "Số ca trong 7 ngày",
        "period": "13/07/2021",
        "as_of": "18:00 13/07/2021",
        "source": "Bộ Y tế",
        "rule": "Số ca từ 1 đến 4 không hiển thị.",
        "version": "ranh giới 1",
        "language": "vi",
        "exported": "mã 7F3K",
    }
    assert json.loads(maps.to_geojson(small.case_map(), stamp="mã 7F3K"))["metadata"] == expected
    row = read(maps.to_csv(small.case_map(), str, stamp="mã 7F3K"))[0]
    assert {key: row[key] for key in expected if key in row} == {
        key: expected[key] for key in expected if key not in {"legend", "language"}
    }
    assert "exported" not in json.loads(maps.to_geojson(small.case_map()))["metadata"]


def test_geojson_follows_its_standard():
    hole = shapely.Polygon(
        [(106, 10), (106, 11), (107, 11), (107, 10)], [[(106.2, 10.2), (106.8, 10.2), (106.5, 10.8)]]
    )
    pair = shapely.MultiPolygon(
        [shapely.box(108, 10, 108 + 1 / 3, 10 + 1 / 7), shapely.box(109, 10, 109.1, 10.1)]
    )
    areas = [
        maps.AreaShape(code, "a", "a", "", None, geometry) for code, geometry in (("1", hole), ("2", pair))
    ]
    found = features(small.case_map(areas=areas, frames=[maps.Frame("", {})]))
    assert [f["geometry"]["type"] for f in found] == ["Polygon", "MultiPolygon"]
    for feature, area in zip(found, areas, strict=True):
        read_back = shape(feature["geometry"])
        assert read_back.is_valid
        assert read_back.symmetric_difference(area.geometry).area < 1e-5
        for polygon in shapely.get_parts(read_back):
            assert polygon.exterior.is_ccw
            assert not any(ring.is_ccw for ring in polygon.interiors)
        assert (shapely.get_coordinates(read_back).round(6) == shapely.get_coordinates(read_back)).all()


@pytest.mark.parametrize("name", NAMES)
def test_names_are_the_same_byte_for_byte(name, tmp_path):
    areas = small.squares(names=[name])
    drawn = small.case_map(areas=areas)
    assert features(drawn)[0]["properties"]["name"] == name
    path = opened(maps.to_geopackage(drawn, written_at=NOW), tmp_path)
    assert pyogrio.read_dataframe(path, layer="areas")["name"][0] == name
    assert read(maps.to_csv(drawn, str))[0]["name"] == name


def test_every_text_of_a_csv_goes_through_the_caller():
    areas = small.squares(names=NAMES)
    notes = maps.Notes("=as of", "=source", "=rule", "=version")
    said = small.words(title="=title", hidden="=hidden")
    rows = read(
        maps.to_csv(
            small.case_map(areas=areas, notes=notes, words=said), lambda text: f"'{text}", stamp="=by"
        )
    )
    numbers = {"value", "before"}
    assert all(text.startswith("'") for row in rows for key, text in row.items() if key not in numbers)
    assert rows[0]["name"] == "'=1+1"


def test_a_csv_holds_every_step_of_time():
    rows = read(maps.to_csv(small.in_time(3), str))
    assert len(rows) == 3 * 8
    assert [row["value"] for row in rows if row["code"] == "00002"] == ["1", "11", "21"]
    assert [row["period"] for row in rows[::8]] == ["tuần 0", "tuần 1", "tuần 2"]


def test_a_frame_is_chosen_by_its_number():
    drawn = small.in_time(3, start=1)
    assert [features(drawn, frame=frame)[1]["properties"]["value"] for frame in (None, 0, -1)] == [11, 1, 21]
    assert json.loads(maps.to_geojson(drawn, 0))["metadata"]["period"] == "tuần 0"
    for frame in (3, -4):
        with pytest.raises(maps.NoSuchFrame):
            maps.to_geojson(drawn, frame)
        with pytest.raises(maps.NoSuchFrame):
            maps.to_geopackage(drawn, frame, written_at=NOW)


def test_a_geopackage_has_the_areas_and_what_it_says_of_itself(tmp_path):
    path = opened(maps.to_geopackage(small.case_map(), written_at=NOW, stamp="mã 7F3K"), tmp_path)
    assert dict(pyogrio.list_layers(path)) == {"areas": "MultiPolygon", "metadata": None}
    areas = pyogrio.read_dataframe(path, layer="areas")
    assert areas.crs == "EPSG:4326"
    assert areas["code"].tolist() == [f"{i:05}" for i in range(1, 9)]
    assert areas["value"].fillna(-1).tolist() == [0, 5, 20, 120, 450, -1, -1, -1]
    assert areas["status"].tolist()[5:] == ["hidden", "no data", "unreliable"]
    assert shapely.area(areas.geometry.to_numpy()).sum() == pytest.approx(0.08)
    said = pyogrio.read_dataframe(path, layer="metadata")
    assert dict(zip(said["key"], said["value"], strict=True))["exported"] == "mã 7F3K"


def with_things_over():
    return small.case_map(
        venues=[maps.Venue("a", 106.05, 10.05, 40, "1"), maps.Venue("b", 106.1234567, 10.15, 9, venues=3)],
        links=[maps.Link("a", "b", 3)],
        outlines=[maps.Outline("c", shapely.box(106.1, 10, 106.2, 10.1), ("Cụm 1", "12 ca"), dashed=True)],
    )


def test_what_is_drawn_over_the_areas_is_in_geojson_and_geopackage(tmp_path):
    found = {}
    for feature in features(with_things_over()):
        found.setdefault(feature["properties"].pop("kind"), []).append(feature)
    assert found["venue"][1]["geometry"] == {"type": "Point", "coordinates": [106.123457, 10.15]}
    assert found["venue"][1]["properties"] == {"id": "b", "count": 9, "venues": 3, "mark": ""}
    assert found["link"][0]["geometry"]["coordinates"] == [[106.05, 10.05], [106.123457, 10.15]]
    assert found["outline"][0]["properties"] == {"id": "c", "text": "Cụm 1\n12 ca", "dashed": True}
    path = opened(maps.to_geopackage(with_things_over(), written_at=NOW), tmp_path)
    layers = dict(pyogrio.list_layers(path))
    assert {"venues", "links", "outlines"} < set(layers)
    assert pyogrio.read_dataframe(path, layer="links")["count"].tolist() == [3]
    assert {"area"} == {f["properties"]["kind"] for f in features(small.case_map())}


def test_a_geopackage_of_a_map_in_time_has_a_table_of_all_steps(tmp_path):
    path = opened(maps.to_geopackage(small.in_time(3), written_at=NOW), tmp_path)
    steps = pyogrio.read_dataframe(path, layer="frames")
    assert len(steps) == 3 * 8
    assert steps["value"].max() == 24


def test_columns_of_numbers_are_numbers_even_where_there_are_none(tmp_path):
    frame = maps.Frame("", {"00001": maps.Hidden()})
    path = opened(maps.to_geopackage(small.case_map(frames=[frame]), written_at=NOW), tmp_path)
    assert pyogrio.read_info(path, layer="areas")["dtypes"].tolist()[3:5] == ["float64", "float64"]


def test_a_geopackage_is_the_same_bytes_in_every_thread_and_bears_its_time(tmp_path):
    with ThreadPoolExecutor(3) as pool:
        made = set(pool.map(lambda _: maps.to_geopackage(small.case_map(), written_at=NOW), range(4)))
    assert len(made) == 1
    with sqlite3.connect(opened(made.pop(), tmp_path)) as package:
        (changed,) = package.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchone()
    package.close()
    assert changed == "2021-07-13T11:00:00.000Z"
    assert maps.to_geopackage(small.case_map(), written_at=NOW + timedelta(days=1)) not in made
    with pytest.raises(ValueError, match="zone"):
        maps.to_geopackage(small.case_map(), written_at=NOW.replace(tzinfo=None))


def test_rates_are_as_the_map_says_them():
    said = small.words()
    labels = maps.Labels("{n} %", "{low} đến dưới {high}", "{low} trở lên")
    shares = maps.measure_scale(said, labels, (10, 50), decimals=1, factor=100, unreliable=True)
    frame = maps.Frame("", {"00001": maps.Rate(0.12345, 0.1), "00002": maps.Rate(0.5)})
    found = features(small.case_map(words=said, scale=shares, frames=[frame]))
    assert [(f["properties"]["value"], f["properties"]["before"]) for f in found[:2]] == [
        (12.3, 10.0),
        (50.0, None),
    ]


def test_a_level_is_its_number():
    levels = maps.level_scale(
        [maps.MapClass(fill, f"Cấp {i}", f"{i}") for i, fill in enumerate(maps.LEVELS, 1)]
    )
    found = features(small.case_map(scale=levels, frames=[maps.Frame("", {"00001": maps.Level(3)})]))
    assert (found[0]["properties"]["value"], found[0]["properties"]["class"]) == (3, "Cấp 3")


TEXTS = {
    "geojson": maps.to_geojson,
    "csv": lambda drawn: maps.to_csv(drawn, str).encode(),
    "gpkg": lambda drawn: dumped(maps.to_geopackage(drawn, written_at=NOW)),
}
PICTURES = {
    "png": maps.picture,
    "svg": lambda drawn: maps.picture(drawn, form="svg"),
    "multiples": lambda drawn: maps.small_multiples(drawn, form="svg"),
}


def dumped(package):
    with sqlite3.connect(":memory:") as database:
        database.deserialize(package)
        text = "\n".join(database.iterdump()).encode()
    database.close()
    return text


def with_sixth(value):
    return small.case_map(frames=[maps.Frame("", small.values() | {"00006": value})])


@pytest.mark.parametrize("form", TEXTS)
def test_a_number_that_is_shown_can_be_found_and_is_gone_once_hidden(form):
    secret = str(small.SECRET).encode()
    assert secret in TEXTS[form](with_sixth(maps.Count(small.SECRET)))
    assert secret not in TEXTS[form](with_sixth(maps.Hidden()))


@pytest.mark.parametrize("form", PICTURES)
def test_a_picture_holds_classes_and_no_numbers(form):
    shown = PICTURES[form](with_sixth(maps.Count(small.SECRET)))
    assert PICTURES[form](with_sixth(maps.Count(450))) == shown
    assert PICTURES[form](with_sixth(maps.Hidden())) != shown


def test_the_real_city_stays_valid_in_geojson(geo):
    areas = maps.read_areas(geo / "hcmc_wards_2025_100m.geojson")
    drawn = small.case_map(areas=areas, frames=[maps.Frame("", {})])
    shapes = [shape(feature["geometry"]) for feature in features(drawn)]
    assert len(shapes) == 168
    assert all(one.is_valid for one in shapes)

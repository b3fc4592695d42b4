"""What a file of wards says beside its outlines: what was mended, what does not fit, who belongs to whom."""

from __future__ import annotations

from dataclasses import replace

import geopandas
import numpy as np
import pytest
import shapely

import maps
from app.domain.areas import AreaKind
from app.domain.errors import FileRefused
from app.domain.parents import Parent
from app.domain.positions import Position
from app.store import areas
from app.usecases.find_ward import ward_of, wards_of
from app.usecases.import_wards import prepare
from app.usecases.read_areas import read_areas, with_parents
from tests.squares import CODES, NAMES, feature, square, take_in, written

LOOP = [*square(0)[0][:3], [106.05, 10.1], [106.0501, 10.1001], [106.0502, 10.0999], *square(0)[0][3:]]
WEST = Parent("D1", "Quận Tây", "West District")


def read(path, kind=AreaKind.WARD, **columns):
    return read_areas(path, kind, maps.Columns(**columns))


def noted(file):
    return [(n.place, n.problem.field, n.problem.kind) for n in file.notes]


def test_what_was_mended_is_named(tmp_path):
    file = read(written(tmp_path / "w.json", [feature(0, coordinates=[LOOP]), feature(1)]))
    assert noted(file) == [(1, CODES[0], "area-repaired")]
    assert dict(file.notes[0].problem.values)["detail"].startswith("Self-intersection[106.05")
    assert file.shapes[0].geometry.is_valid
    assert noted(read(written(tmp_path / "sound.json"))) == []


def test_what_does_not_fit_is_told_with_names_and_size(tmp_path):
    wide = [[[106.0, 10.0], [106.11, 10.0], [106.11, 10.1], [106.0, 10.1], [106.0, 10.0]]]
    file = read(written(tmp_path / "w.json", [feature(0, coordinates=wide), feature(1)]))
    [note] = file.notes
    values = dict(note.problem.values)
    assert (note.place, note.problem.kind) == (None, "area-overlap")
    assert values["areas"] == f"{NAMES[0]} ({CODES[0]}), {NAMES[1]} ({CODES[1]})"
    assert values["metres"] == pytest.approx(1_095 * 11_060, rel=0.01)


def test_districts_by_columns_of_the_file(tmp_path):
    features = [feature(i, district="00760", called="Quận 1") for i in (0, 1)] + [feature(2, district=None)]
    path = written(tmp_path / "w.json", features)
    file = read(path, parent="district", parent_name="called")
    assert file.parents == dict.fromkeys(CODES[:2], Parent("00760", "Quận 1", "Quận 1"))
    assert noted(file) == [(3, CODES[2], "area-without-parent")]
    assert read(path, parent="district").parents[CODES[0]].name == "00760"
    assert read(path).sha256 != file.sha256 != read(path, parent="district").sha256
    with pytest.raises(FileRefused, match="area-no-column"):
        read(path, parent="quan")
    with pytest.raises(FileRefused, match="area-code-not-text"):
        read(written(tmp_path / "n.json", [feature(0, district=760)]), parent="district")


@pytest.mark.parametrize(
    ("parents", "kinds"),
    [
        ({"99999": WEST}, ["area-no-parents"]),
        ({CODES[0]: replace(WEST, code=CODES[3])}, ["area-parent-is-ward"]),
        ({CODES[0]: WEST, CODES[1]: replace(WEST, name="Quận Bắc")}, ["area-two-names"]),
        ({CODES[0]: replace(WEST, code="Quận Tây")}, ["area-parent_code_form"]),
        ({CODES[0]: replace(WEST, name="x" * 121)}, ["area-too_long"]),
        ({CODES[0]: replace(WEST, name="a\x07")}, ["area-unshowable"]),
    ],
)
def test_unusable_districts_are_refused_by_name(tmp_path, parents, kinds):
    with pytest.raises(FileRefused) as refused:
        with_parents(read(written(tmp_path / "w.json")), parents)
    assert [p.problem.kind for p in refused.value.problems] == kinds


def test_only_wards_have_districts(tmp_path):
    with pytest.raises(FileRefused, match="area-parents-of-wards"):
        with_parents(read(written(tmp_path / "w.json"), AreaKind.PROVINCE), {CODES[0]: WEST})


def test_a_table_for_the_whole_country_serves_one_city(tmp_path):
    file = with_parents(read(written(tmp_path / "w.json")), dict.fromkeys([*CODES, "99999"], WEST))
    assert file.parents.keys() == set(CODES)
    assert [(b.area.kind, b.area.code) for b in prepare(file)][-1] == (AreaKind.DISTRICT, "D1")


def test_names_are_kept_to_the_last_sign(database, tmp_path, now):
    names = ("{{7*7}}", "</script><script>alert(1)</script>", "`${1}` \\`", "🦠 Phường")
    features = [feature(i, name=name, name_en=name) for i, name in enumerate(names)]
    take_in(
        database,
        written(tmp_path / "w.json", features),
        now,
        parents={CODES[0]: Parent("D1", "{% x %}", "<b>")},
    )
    with database.reading() as session:
        assert tuple(ward.name for ward in areas.areas(session, AreaKind.WARD)) == names
        assert [(d.name, d.name_en) for d in areas.districts(session)] == [("{% x %}", "<b>")]


def test_a_place_is_assigned_by_the_full_outline_and_never_by_the_drawn_one(database, tmp_path, now):
    """Two wards with a border of teeth, 15 m deep, which a picture leaves out."""
    y = np.linspace(10.0, 10.1, 401)
    teeth = np.column_stack([106.1 + 0.00014 * (np.arange(401) % 2), y])
    west = shapely.Polygon([(106.0, 10.0), *teeth.tolist(), (106.0, 10.1)])
    east = shapely.Polygon([(106.2, 10.0), *teeth.tolist(), (106.2, 10.1)])
    frame = geopandas.GeoDataFrame(
        {"code": CODES[:2], "name": NAMES[:2]}, geometry=[west, east], crs="EPSG:4326"
    )
    frame.to_crs("EPSG:32648").to_file(tmp_path / "wards.gpkg")
    take_in(database, tmp_path / "wards.gpkg", now)
    tips = [Position(float(y[i]), 106.10010) for i in range(1, 400, 2)]
    notches = [Position(float(y[i]), 106.10004) for i in range(2, 400, 2)]
    with database.reading() as session:
        assert set(wards_of(session, tips)) == {CODES[0]}
        assert set(wards_of(session, notches)) == {CODES[1]}
        assert (ward_of(session, tips[5]), ward_of(session, notches[5])) == (CODES[0], CODES[1])
        drawn = {code: maps.from_wkb(wkb) for code, wkb in areas.drawn(session, AreaKind.WARD).items()}
    points = [shapely.Point(p.longitude, p.latitude) for p in (*tips, *notches)]
    by_drawn = [drawn[CODES[0]].intersects(point) for point in points]
    assert by_drawn != [True] * len(tips) + [False] * len(notches)

"""Bad input at the drawing side, for every output: drawn as it is, or refused by name."""

import csv
import io
import json
import math
import re
from datetime import UTC, datetime

import pytest

import maps
from tests.maps import drawn_map

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NAMES = [
    "Phường {{7*7}}",
    "Phường {% if 1 %}49{% endif %}",
    "</script><script>alert(1)</script>",
    "`${alert(1)}`",
    "=cmd|'/C calc'!A0",
    "Quán 🍜",
    "\u202egnp.exe",
    "Nhà hàng Hải sản Bình Thạnh và Tiệc cưới Hoàng Gia, cơ sở 12",
]
OUTPUTS = {
    "document": lambda drawn: maps.document(drawn, nonce="n" * 16, asset_base="/maps/").encode(),
    "PNG": lambda drawn: maps.picture(drawn, form="png", dpi=36),
    "SVG": lambda drawn: maps.picture(drawn, form="svg"),
    "PDF": lambda drawn: maps.picture(drawn, form="pdf"),
    "GeoJSON": maps.to_geojson,
    "CSV": lambda drawn: maps.to_csv(drawn, str).encode(),
    "GeoPackage": lambda drawn: maps.to_geopackage(drawn, written_at=NOW),
}


def data_of(document):
    return json.loads(re.search(rb'id="case-map-data">(.*?)</script>', document)[1])


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_day_on_which_nobody_reported_is_drawn_as_no_data(case_map, grid, output):
    empty = case_map(grid(3, 2), [maps.Frame("12/07", {}), maps.Frame("13/07", {})])
    assert {row.value for rows in empty.table for row in rows} == {maps.NoData()}
    made = OUTPUTS[output](empty)
    assert len(made) > 500
    if output == "document":
        data = data_of(made)
        fills = {data["fills"][rank] for area in data["areas"] for rank in area["ranks"]}
        assert fills == {"var(--no-data)"}


@pytest.mark.parametrize("output", OUTPUTS)
def test_any_name_is_drawn_and_stays_as_it_is(case_map, output):
    areas = drawn_map.squares(len(NAMES), names=NAMES)
    made = OUTPUTS[output](case_map(areas, {area.code: maps.Count(i) for i, area in enumerate(areas)}))
    told = {
        "document": lambda: [area["name"] for area in data_of(made)["areas"]],
        "GeoJSON": lambda: [one["properties"]["name"] for one in json.loads(made)["features"]],
        "CSV": lambda: [
            name for row in csv.reader(io.StringIO(made.decode())) for name in row if name in NAMES
        ],
    }
    assert len(made) > 500
    if output in told:
        assert told[output]() == NAMES


@pytest.mark.parametrize(
    "number", [-1, 0.5, math.nan, math.inf, -math.inf], ids=["below zero", "half", "NaN", "infinite", "minus"]
)
@pytest.mark.parametrize("which", ["now", "before"])
def test_no_count_is_anything_but_whole_and_from_zero(number, which):
    with pytest.raises(maps.BadValue):
        maps.Count(**{"now": 1, "before": 1, which: number})


@pytest.mark.parametrize("number", [-0.1, math.nan, math.inf])
@pytest.mark.parametrize("which", ["now", "before"])
def test_no_rate_is_below_zero_or_no_number(number, which):
    with pytest.raises(maps.BadValue):
        maps.Rate(**{"now": 1.0, "before": 1.0, which: number})


def test_the_same_numbers_are_drawn_where_they_are_good(case_map, grid):
    values = {"00001": maps.Count(0), "00002": maps.Count(3.0, 1), "00003": maps.Rate(0.0, 0.5)}
    drawn = case_map(grid(3, 1), values)
    assert [row.lines[0] for row in drawn.table[0]] == ["0 ca", "3 ca", "0 ca"]


def test_numbers_of_an_area_that_the_map_lacks_are_refused_with_its_code(case_map, grid):
    with pytest.raises(maps.UnknownAreas, match="27043") as refused:
        case_map(grid(2, 1), {"00001": maps.Count(1), "27043": maps.Count(1)})
    assert refused.value.codes == ("27043",)


def test_an_area_without_a_number_has_no_data(case_map, grid):
    [rows] = case_map(grid(2, 1), {"00001": maps.Count(1)}).table
    assert rows[1].value == maps.NoData()


@pytest.mark.parametrize("frames", [[], ()])
def test_a_map_without_a_frame_is_refused(grid, case_map, frames):
    with pytest.raises(maps.NothingToDraw):
        case_map(grid(2, 1), list(frames))


@pytest.mark.parametrize(
    "fill", ['#fff"><script>', "red", "url(https://x.test/#a)", "url(#hatch", "#ffff", "", "#1b9e9e\n"]
)
def test_a_fill_that_would_be_markup_is_refused(fill):
    with pytest.raises(ValueError, match="fill"):
        maps.MapClass(fill, "x")


def test_a_line_to_a_venue_that_is_not_there_is_refused(case_map, grid):
    venues = [maps.Venue("a", 106.1, 10.1, 1), maps.Venue("b", 106.2, 10.1, 1)]
    assert case_map(grid(2, 1), venues=venues, links=[maps.Link("a", "b", 1)]).links
    with pytest.raises(maps.LooseLink, match="'c'"):
        case_map(grid(2, 1), venues=venues, links=[maps.Link("a", "c", 1)])


@pytest.mark.parametrize("start", [2, -3])
def test_a_frame_to_start_with_has_to_be_there(case_map, grid, start):
    frames = [maps.Frame("12/07", {}), maps.Frame("13/07", {})]
    assert case_map(grid(2, 1), frames, start=-2).first_shown == 0
    with pytest.raises(maps.NothingToDraw, match="frame"):
        case_map(grid(2, 1), frames, start=start)

"""Areas that do not cover the city: the wards lie under them, and place the view."""

import json
import re
from dataclasses import replace

import pytest
import shapely
from shapely.affinity import translate

import maps
from maps.extent import extent, opened_on


@pytest.fixture
def city(grid):
    wards = grid(4, 3)
    return [
        *wards,
        replace(wards[0], code="26732", name="Côn Đảo", geometry=translate(wards[0].geometry, 3, -1)),
    ]


def dot(lon, lat, code):
    return maps.AreaShape(code, code, code, "", None, shapely.Point(lon, lat).buffer(0.002))


def payload(html):
    return json.loads(re.search(r'id="case-map-data">(.*?)</script>', html)[1])


SCATTERED = [dot(106.05 + i / 10, 10.05 + i / 15, f"88{i}") for i in range(4)]


def test_the_ground_decides_what_the_view_opens_on(city):
    assert opened_on(SCATTERED, city).bounds == extent(city).bounds
    assert opened_on(SCATTERED, city).insets == ()
    assert len(extent(SCATTERED).insets) == 3  # by themselves they would be islands
    assert opened_on(city, ()) == extent(city)


def test_areas_on_far_away_ground_are_an_inset(city):
    island = dot(109.05, 9.05, "889")
    assert opened_on([*SCATTERED, island], city).insets == (("889",),)


def test_the_document_holds_the_ground_once(draw, city):
    data = payload(draw(SCATTERED, {"880": maps.Count(3)}, under=city))
    assert [area["code"] for area in data["under"]] == [area.code for area in city]
    assert [area["code"] for area in data["areas"]] == ["880", "881", "882", "883"]
    assert payload(draw(city))["under"] == []


def test_the_view_may_be_brought_to_the_ground(case_map, city):
    assert case_map(SCATTERED, under=city, looked_at=["00001"]).looked_at == ["00001"]
    with pytest.raises(maps.UnknownAreas, match="99999"):
        case_map(SCATTERED, under=city, looked_at=["99999"])


def test_a_picture_has_the_ground_too(case_map, city):
    pictures = [maps.picture(case_map(SCATTERED, under=under), form="svg") for under in ((), city)]
    assert pictures[1].count(b"L ") > pictures[0].count(b"L ")


def test_a_scale_that_explains_nothing_hidden_has_nothing_hidden(words, labels):
    scale = replace(maps.count_scale(words, labels), special=False)
    assert len(scale.legend(words)) == len(scale.classes)
    for value in (maps.Hidden(), maps.NoData()):
        with pytest.raises(maps.BadValue):
            scale.rank(value)

from __future__ import annotations

import shapely

from app.domain.areas import Area, AreaKind
from app.science.disclosure_places import places_of


def ward(code, population=50_000, parent=None):
    return Area(code, AreaKind.WARD, code, code, population, parent)


SQUARES = {
    code: shapely.to_wkb(shapely.box(106 + 0.1 * at, 10, 106.1 + 0.1 * at, 10.1))
    for at, code in enumerate("abcd")
}


def test_places_know_their_district_their_neighbours_and_where_they_lie():
    one, two, three, four = places_of([ward(code, parent="Q1") for code in "abcd"], SQUARES)
    assert (one.code, one.district) == ("a", "Q1")
    assert [place.beside for place in (one, two, four)] == [{"b"}, {"a", "c"}, {"c"}]
    assert one.y == four.y
    assert 10_900 < three.x - two.x < 11_000


def test_a_population_that_cannot_be_right_counts_as_the_middle_one():
    wards = [ward("a", 20_000), ward("b", 462), ward("c", None), ward("d", 80_000)]
    assert [place.weight for place in places_of(wards, SQUARES)] == [20_000, 20_000, 20_000, 80_000]
    assert {place.weight for place in places_of([ward(code, None) for code in "abcd"], SQUARES)} == {1}

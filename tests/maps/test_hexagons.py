import h3
import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from maps.encode import PER_DEGREE, polygons
from maps.hexagons import hexagons
from maps.points import PointKind, PointsRefused

LON, LAT = 106.7, 10.77
near = st.floats(-0.06, 0.06)
points = st.lists(st.tuples(near, near, st.integers(0, 9), st.integers(1, 3)), max_size=60)
places = st.tuples(st.floats(-170, 170), st.floats(-75, 75))
ON_THE_EDGE_OF_A_FACE = (2.2, 52.6)  # of H3's icosahedron, where a cell's border has points of its own


def columns(found, lon=LON, lat=LAT):
    x, y, who, weight = (np.array(column) for column in zip(*found, strict=True)) if found else ([],) * 4
    return lon + np.asarray(x, float), lat + np.asarray(y, float), who, weight


def cell_of(point, resolution=9):
    """The ancestor of the finest cell: coarser cells do not hold all of their descendants' ground."""
    return h3.cell_to_parent(h3.latlng_to_cell(LAT + point[1], LON + point[0], 9), resolution)


def held(found, code):
    """Persons and exposures in a cell, by asking H3 about every point."""
    inside = [point for point in found if cell_of(point, h3.get_resolution(code)) == code]
    return {point[2] for point in inside}, sum(point[3] for point in inside)


def scattered(n=2_000):
    """Points thick in the middle, thin outside, some on one spot: all resolutions occur."""
    random = np.random.default_rng(5)
    far = 0.2 * random.random(n) ** 5
    lon, lat = LON + random.normal(0, far), LAT + random.normal(0, far)
    lon[:30], lat[:30] = LON + 0.4, LAT + 0.4
    return lon, lat, random.integers(0, n, n)


@given(points, st.integers(1, 4))
def test_every_point_is_drawn_once_or_left_out_and_told(found, k):
    made = hexagons(*columns(found), k=k)
    codes = [cell.code for cell in made.cells]
    assert codes == sorted(set(codes))
    assert not {h3.cell_to_parent(c, r) for c in codes for r in range(6, h3.get_resolution(c))} & set(codes)
    drawn = set()
    for cell in made.cells:
        people, exposures = held(found, cell.code)
        assert (cell.people, cell.exposures, cell.resolution) == (
            len(people),
            exposures,
            h3.get_resolution(cell.code),
        )
        assert cell.exposures >= cell.people >= k
        drawn |= {point for point in found if cell_of(point, cell.resolution) == cell.code}
    missing = [point for point in found if point not in drawn]
    assert made.left_out_people == len({point[2] for point in missing})
    assert made.left_out_exposures == sum(point[3] for point in missing)
    assert sum(c.exposures for c in made.cells) + made.left_out_exposures == sum(p[3] for p in found)
    assert made.people == len({point[2] for point in found})


@given(points, st.integers(1, 4))
def test_no_cell_is_coarser_than_k_asks(found, k):
    for cell in hexagons(*columns(found), k=k).cells:
        if cell.resolution < 9:
            children = [len(held(found, child)[0]) for child in h3.cell_to_children(cell.code)]
            assert any(0 < people < k for people in children)


@given(points, st.integers(1, 4), st.randoms(use_true_random=False))
def test_neither_the_order_of_the_points_nor_the_names_of_people_matter(found, k, random):
    shuffled = random.sample(found, len(found))
    renamed = [(x, y, 1_000_000_007 * (who + 1), weight) for x, y, who, weight in shuffled]
    assert hexagons(*columns(renamed), k=k) == hexagons(*columns(found), k=k)


def test_only_what_is_under_k_everywhere_is_left_out():
    city = hexagons(*scattered(), k=5)
    assert {cell.resolution for cell in city.cells} == {6, 7, 8, 9}
    assert 0 < city.left_out_people < 200
    assert hexagons(*scattered(), k=1).left_out_people == 0


def test_one_person_many_times_is_one_person():
    lon, lat = np.full(50, LON), np.full(50, LAT)
    assert hexagons(lon, lat, np.zeros(50, int), k=2).cells == ()
    [cell] = hexagons(lon, lat, np.arange(50) % 2, k=2).cells
    assert (cell.people, cell.exposures, cell.resolution) == (2, 50, 9)


def test_neighbours_of_all_resolutions_fit_without_gap_or_overlap():
    shapes = [cell.geometry for cell in hexagons(*scattered(), k=5).cells]
    assert shapely.is_valid(shapes).all()
    assert not any(len(shape.interiors) for shape in shapes)
    whole = shapely.union_all(shapes).area
    assert sum(shape.area for shape in shapes) == pytest.approx(whole, rel=1e-9)
    # H3's own hexagons, which children do not fill: the same sum would not come out.
    own = [
        shapely.Polygon([(x, y) for y, x in h3.cell_to_boundary(c.code)])
        for c in hexagons(*scattered(), k=5).cells
    ]
    assert sum(shape.area for shape in own) > shapely.union_all(own).area * 1.001


@given(places)
@example(ON_THE_EDGE_OF_A_FACE)
def test_they_fit_anywhere_on_earth(place):
    lon, lat = place
    cells = h3.grid_disk(h3.latlng_to_cell(lat, lon, 6), 1)
    middles = []
    for i, cell in enumerate(cells):
        # Every second cell full in each of its finest descendants, the others in one: both kinds meet.
        inside = h3.cell_to_children(cell, 8) if i % 2 else [h3.cell_to_center_child(cell, 8)]
        middles += [(x, y, who) for y, x in map(h3.cell_to_latlng, inside) for who in range(2)]
    x, y, who = (np.array(column) for column in zip(*middles, strict=True))
    made = hexagons(x, y, who, k=2, finest=8).cells
    shapes = [cell.geometry for cell in made]
    assert shapely.is_valid(shapes).all()
    assert sum(shape.area for shape in shapes) == pytest.approx(shapely.union_all(shapes).area, rel=1e-9)
    assert sum(c.km2 for c in made) == pytest.approx(sum(h3.cell_area(c.code) for c in made), rel=0.01)


def test_they_still_fit_once_they_are_encoded():
    shapes = []
    for cell in hexagons(*scattered(), k=5).cells:
        [[steps]] = polygons(cell.geometry)
        shapes.append(shapely.Polygon(np.cumsum(np.reshape(steps, (-1, 2)), axis=0) / PER_DEGREE))
    assert sum(shape.area for shape in shapes) == pytest.approx(shapely.union_all(shapes).area, rel=1e-9)


@pytest.mark.parametrize("most", [2_500, 60])
def test_a_point_lies_in_the_cell_that_counts_it(most):
    lon, lat, who = scattered(500)
    made = hexagons(lon, lat, who, k=2, most=most)
    tree = shapely.STRtree([cell.geometry for cell in made.cells])
    _, inside = tree.query(shapely.points(lon, lat), predicate="intersects")
    assert np.bincount(inside, minlength=len(made.cells)).tolist() == [c.exposures for c in made.cells]


def test_too_many_cells_are_drawn_coarser():
    lon, lat, who = scattered()
    counts = {}
    for resolution in (9, 8, 7, 6):
        cells = hexagons(lon, lat, who, k=1, finest=resolution).cells
        assert {cell.resolution for cell in cells} == {resolution}
        counts[len(cells)] = cells
    for many, cells in counts.items():
        assert hexagons(lon, lat, who, k=1, most=many).cells == cells
    assert hexagons(lon, lat, who, k=1, most=1).cells == counts[min(counts)]


def test_nobody_is_nobody():
    made = hexagons([], [], [], k=5)
    assert (made.cells, made.people, made.left_out_people) == ((), 0, 0)


@pytest.mark.parametrize(
    ("lon", "lat", "person", "weight", "kind", "column"),
    [
        (np.nan, LAT, 1, 1, PointKind.NOT_A_NUMBER, "lon"),
        (LON, np.inf, 1, 1, PointKind.NOT_A_NUMBER, "lat"),
        (180.1, LAT, 1, 1, PointKind.OFF_THE_MAP, "lon"),
        (LON, -90.1, 1, 1, PointKind.OFF_THE_MAP, "lat"),
        (LON, LAT, 1.5, 1, PointKind.NOT_WHOLE, "person"),
        (LON, LAT, np.nan, 1, PointKind.NOT_A_NUMBER, "person"),
        (LON, LAT, 1, 0, PointKind.TOO_SMALL, "exposures"),
    ],
)
def test_a_point_that_is_none_is_refused_by_name(lon, lat, person, weight, kind, column):
    with pytest.raises(PointsRefused) as refused:
        hexagons([LON, lon], [LAT, lat], [1, person], [1, weight], k=1)
    assert (refused.value.kind, refused.value.column, refused.value.index) == (kind, column, 1)
    assert str(refused.value) == f"{column} (point 1): {kind}"


def test_columns_of_different_length_or_of_words_are_refused():
    for wrong in [([LON], [LAT, LAT], [1, 1]), ([LON], [LAT], [1, 2]), ([LON], [LAT], [1], [1, 1])]:
        with pytest.raises(PointsRefused, match="unequal-lengths"):
            hexagons(*wrong, k=1)
    with pytest.raises(PointsRefused, match="person: not-a-whole-number"):
        hexagons([LON], [LAT], ["a"], k=1)


@pytest.mark.parametrize(
    "wrong", [{"k": 0}, {"k": 5, "finest": 5}, {"k": 5, "finest": 16}, {"k": 5, "coarsest": 4}]
)
def test_a_rule_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"k is|resolutions"):
        hexagons([LON], [LAT], [1], **wrong)

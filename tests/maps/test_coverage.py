from dataclasses import replace

import geopandas
import numpy as np
import pytest
import shapely

import maps
from maps import Flaw, Misfit, area_of, dissolved, flaws, simplify
from maps.coverage import WORTH_SAYING


def metres(shapes):
    series = geopandas.GeoSeries([shape.geometry for shape in shapes], crs="EPSG:4326")
    return series.to_crs("EPSG:32648").to_numpy()


def misfit(polygons):
    """Square metres that several polygons hold, and that lie in gaps among them."""
    union = shapely.union_all(polygons)
    rings = [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]
    return float(shapely.area(polygons).sum() - union.area) + sum(ring.area for ring in rings)


def test_areas_that_fit_together_have_no_flaws(grid):
    assert flaws(grid(4, 3)) == []
    assert flaws(grid(1, 1)) == []
    assert flaws([]) == []


def test_an_overlap_is_named_with_its_size(grid):
    one, two = grid(2, 1)
    wide = replace(one, geometry=shapely.box(106, 10, 106.11, 10.1))
    [flaw] = flaws([two, wide])
    assert (flaw.kind, flaw.codes) == (Misfit.OVERLAP, ("00001", "00002"))
    assert flaw.square_metres == pytest.approx(1_095 * 11_060, rel=0.02)


def test_an_area_inside_another_and_one_drawn_twice_overlap(grid):
    one, two = grid(2, 1)
    inside = replace(two, geometry=shapely.box(106.01, 10.01, 106.02, 10.02))
    assert [flaw.codes for flaw in flaws([one, inside])] == [("00001", "00002")]
    assert [flaw.codes for flaw in flaws([one, replace(two, geometry=one.geometry)])] == [("00001", "00002")]


def test_a_gap_names_all_that_stand_around_it(grid):
    areas = [area for area in grid(3, 3) if area.code != "00005"]
    [flaw] = flaws(areas)
    assert (flaw.kind, flaw.codes) == (Misfit.GAP, tuple(area.code for area in areas))
    assert flaw.square_metres == pytest.approx(10_950 * 11_060, rel=0.02)
    bay = [area for area in areas if area.code != "00002"]  # open towards the outside
    assert flaws(bay) == []


def test_flaws_too_small_to_say_are_not_said_and_the_largest_come_first(grid):
    one, two, three = grid(3, 1)
    crumb = replace(one, geometry=shapely.box(106, 10, 106.1000001, 10.1))  # about a centimetre
    assert flaws([crumb, two]) == []
    assert len(flaws([crumb, two], at_least=1)) == 1
    wide = replace(two, geometry=shapely.box(106.09, 10, 106.22, 10.1))
    found = flaws([one, wide, three])
    assert [flaw.codes for flaw in found] == [("00002", "00003"), ("00001", "00002")]
    assert found == sorted(found, key=lambda flaw: -flaw.square_metres)


def test_areas_dissolve_into_one_outline_with_what_lies_among_them_gone(grid):
    whole = dissolved(grid(3, 2))
    assert whole.geom_type == "Polygon"
    assert whole.symmetric_difference(shapely.box(106, 10, 106.3, 10.2)).area < 1e-9
    assert dissolved([grid(3, 1)[0], grid(3, 1)[2]]).geom_type == "MultiPolygon"
    with pytest.raises(ValueError, match="nothing to dissolve"):
        dissolved([])


def test_dissolving_closes_pinholes_and_keeps_real_holes(grid):
    areas = grid(3, 3)
    middle = areas.pop(4)
    assert len(dissolved(areas).interiors) == 1
    pinhole = middle.geometry.buffer(-0.00001).symmetric_difference(middle.geometry)  # its rim alone
    ring = replace(middle, geometry=middle.geometry.difference(shapely.box(106.15, 10.15, 106.1501, 10.1501)))
    assert pinhole.area > 0
    assert len(dissolved([*areas, ring]).interiors) == 0
    assert flaws([*areas, ring]) == []


def test_the_real_wards_fit_and_still_do_when_simplified(geo):
    wards = maps.read_areas(geo / "hcmc_wards_2025_full.gpkg")
    assert [ward.code for ward in wards if ward.repaired] == []
    assert flaws(wards) == []
    full = metres(wards)
    assert misfit(metres(simplify(wards, 30))) < 300  # square metres, of 6,773 square kilometres
    # The negative control: each ward simplified by itself opens and covers a thousand times as much.
    assert misfit(shapely.simplify(full, 30)) > 300_000


def test_near_a_border_the_drawn_outlines_tell_another_ward_than_the_full_ones(geo):
    wards = maps.read_areas(geo / "hcmc_wards_2025_full.gpkg")
    drawn = simplify(wards, 30)
    rng = np.random.default_rng(4)
    rims = np.repeat(shapely.boundary(metres(wards)), 20)
    spots = shapely.get_coordinates(
        shapely.line_interpolate_point(rims, rng.random(len(rims)), normalized=True)
    )
    angle, far = rng.random(len(rims)) * 2 * np.pi, np.column_stack([rng.uniform(-20, 20, len(rims))] * 2)
    spots += far * np.column_stack([np.cos(angle), np.sin(angle)])
    degrees = geopandas.GeoSeries(shapely.points(spots), crs="EPSG:32648").to_crs("EPSG:4326")
    by_full = area_of(degrees.x, degrees.y, wards)
    truth = [shapely.Point(x, y) for x, y in zip(degrees.x, degrees.y, strict=True)]
    of_code = {ward.code: ward.geometry for ward in wards}
    assert all(of_code[c].intersects(p) for c, p in zip(by_full, truth, strict=True) if c is not None)
    assert 0.01 < (by_full != area_of(degrees.x, degrees.y, drawn)).mean() < 0.2


def test_a_flaw_is_a_plain_value():
    assert Flaw(Misfit.GAP, ("1",), 2.0) == Flaw(Misfit.GAP, ("1",), 2.0)
    assert WORTH_SAYING == 1000

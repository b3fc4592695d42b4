import pytest

from app.domain import east_sea


def inside(point, ring):
    """Whether a ray eastward crosses the ring an odd number of times."""
    x, y = point
    edges = zip(ring, (*ring[1:], ring[0]), strict=True)
    return (
        sum(
            (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
            for a, b in edges
        )
        % 2
    )


LANDS = (east_sea.MAINLAND, *east_sea.ISLANDS)
AT_SEA = (
    *east_sea.HOANG_SA_ISLANDS,
    *east_sea.TRUONG_SA_ISLANDS,
    east_sea.EAST_SEA,
    (106.6, 8.7),
    (104.0, 9.0),
)
ON_LAND = {
    "Phnom Penh": (104.9, 11.6),
    "Buon Ma Thuot": (108.05, 12.7),
    "Vientiane": (102.6, 18.0),
    "Nanning": (108.3, 22.8),
}


@pytest.mark.parametrize("place", AT_SEA)
def test_the_islands_and_the_names_lie_at_sea_within_the_frame(place):
    west, south, east, north = east_sea.FRAME
    assert (west < place[0] < east, south < place[1] < north) == (True, True)
    assert not any(inside(place, land) for land in LANDS)


@pytest.mark.parametrize("place", ON_LAND.values(), ids=ON_LAND)
def test_no_city_of_the_neighbours_lies_at_sea(place):
    assert any(inside(place, land) for land in LANDS)


@pytest.mark.parametrize(
    ("islands", "west", "south", "east", "north"),
    [(east_sea.HOANG_SA_ISLANDS, 111, 15.5, 113, 17.2), (east_sea.TRUONG_SA_ISLANDS, 111.4, 7, 118, 12)],
)
def test_the_archipelagos_lie_where_they_are(islands, west, south, east, north):
    assert all(west < lon < east and south < lat < north for lon, lat in islands)
    assert len(set(islands)) == len(islands) > 5

import gzip
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.basemap.archive import head_of, metadata_of, tile_of
from maps.basemap.pmtiles import HEADER, MAGIC, ROOT_ENDS, number_of, written
from maps.basemap.varints import Damaged

BOUNDS = (106.0, 10.0, 107.0, 11.0)


@pytest.mark.parametrize(
    ("place", "number"),
    [((0, 0, 0), 0), ((1, 0, 0), 1), ((1, 0, 1), 2), ((1, 1, 1), 3), ((1, 1, 0), 4), ((2, 0, 0), 5)],
)
def test_numbers_as_the_specification_lists_them(place, number):
    assert number_of(*place) == number


@pytest.mark.parametrize("z", range(6))
def test_the_curve_goes_through_every_tile_and_never_jumps(z):
    numbers = {number_of(z, x, y): (x, y) for x in range(1 << z) for y in range(1 << z)}
    first = (4**z - 1) // 3
    assert sorted(numbers) == list(range(first, first + 4**z))
    along = [numbers[n] for n in sorted(numbers)]
    assert all(abs(a - c) + abs(b - d) == 1 for (a, b), (c, d) in itertools.pairwise(along))


def test_tiles_come_back_and_others_are_none():
    tiles = {(z, x, x): f"{z} {x}".encode() for z in (3, 7) for x in range(8)}
    file = written(tiles, {"vector_layers": [], "version": "1"}, BOUNDS)
    head = head_of(file)
    assert (head.min_zoom, head.max_zoom, head.bounds) == (3, 7, BOUNDS)
    assert metadata_of(file, head) == {"vector_layers": [], "version": "1"}
    assert {place: tile_of(file, head, *place) for place in tiles} == tiles
    for place in ((3, 0, 1), (7, 100, 3), (0, 0, 0), (8, 1, 1)):
        assert tile_of(file, head, *place) is None
    assert written(dict(reversed(tiles.items())), {"version": "1", "vector_layers": []}, BOUNDS) == file


def test_a_large_city_needs_directories_below_the_first():
    """Tiles all over, of all lengths, so that the directory does not pack."""
    chance = random.Random(4)
    places = {(14, chance.randrange(1 << 14), chance.randrange(1 << 14)) for _ in range(9000)}
    tiles = {place: chance.randbytes(chance.randrange(1, 60)) for place in places}
    file = written(tiles, {"vector_layers": []}, BOUNDS)
    head = head_of(file)
    assert head.leaves[1] > 0
    assert head.root[0] + head.root[1] <= ROOT_ENDS
    some = chance.sample(sorted(places), 50)
    assert [tile_of(file, head, *place) for place in some] == [tiles[place] for place in some]
    assert tile_of(file, head, 14, *next((x, 0) for x in range(1 << 14) if (14, x, 0) not in places)) is None


def test_runs_and_neighbours_as_other_writers_save_space():
    """A directory of the specification's example kind: run lengths, and offset 0 for "right behind"."""
    from maps.basemap.varints import encode

    bodies = [gzip.compress(text) for text in (b"sea", b"land")]
    directory = gzip.compress(encode([2, 1, 3, 3, 1, len(bodies[0]), len(bodies[1]), 1, 0]))
    whole = written({(1, 0, 0): b""}, {}, BOUNDS)
    places = [HEADER.size, len(directory), 0, 0, 0, 0, HEADER.size + len(directory), sum(map(len, bodies))]
    head = HEADER.pack(MAGIC, *places, *HEADER.unpack_from(whole)[9:])
    file = head + directory + b"".join(bodies)
    found = [tile_of(file, head_of(file), 1, *place) for place in ((0, 0), (0, 1), (1, 1), (1, 0))]
    assert found == [b"sea", b"sea", b"sea", b"land"]
    assert tile_of(file, head_of(file), 0, 0, 0) is None


@pytest.mark.parametrize("content", [b"", b"PMTiles", b"SQLite format 3\0" + bytes(200), MAGIC + bytes(200)])
def test_another_file(content):
    with pytest.raises(Damaged):
        head_of(content)


@given(st.data())
def test_a_damaged_file_gives_a_tile_none_or_a_named_error(data):
    tiles = {(2, x, y): bytes([x, y]) * 9 for x in range(4) for y in range(4)}
    file = bytearray(written(tiles, {"vector_layers": []}, BOUNDS))
    for _ in range(data.draw(st.integers(1, 4))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    try:
        head = head_of(bytes(file))
        metadata_of(bytes(file), head)
        tile_of(bytes(file), head, 2, 1, 1)
    except Damaged:
        return


def test_a_bomb_is_not_unpacked():
    file = written({(0, 0, 0): bytes(20_000_000)}, {}, BOUNDS)
    with pytest.raises(Damaged, match="far too large"):
        tile_of(file, head_of(file), 0, 0, 0)

"""The same input gives the same bytes in every output: in another process, in another order of everything."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import hashlib, random, sys
from datetime import UTC, datetime
import maps
from tests.maps import drawn_map

rng = random.Random(int(sys.argv[1]))

def shuffled(things):
    return rng.sample(list(things), len(things))

def made(count):
    values = [drawn_map.values() | {"00001": maps.Count(i * count)} for i in range(3)]
    drawn = drawn_map.case_map(
        areas=shuffled(drawn_map.squares()),
        frames=[maps.Frame(f"tuần {i}", dict(shuffled(each.items()))) for i, each in enumerate(values)],
        looked_at=["00001", "00002"],
    )
    yield "document", maps.document(drawn, nonce="n" * 16, asset_base="/maps/").encode()
    yield "SVG", maps.picture(drawn, form="svg")
    yield "GeoJSON", maps.to_geojson(drawn)
    yield "CSV", maps.to_csv(drawn, str).encode()
    yield "GeoPackage", maps.to_geopackage(drawn, written_at=datetime(2026, 11, 23, tzinfo=UTC))

for count in (1, 100):
    for name, body in made(count):
        print(count, name, hashlib.sha256(body).hexdigest())
"""


def hashes(seed):
    """For each number and output what a process of its own made."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, seed],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    lines = [line.split() for line in ran.stdout.splitlines()]
    return {(count, name): digest for count, name, digest in lines}


def test_another_process_with_another_order_makes_the_same_bytes_and_other_numbers_others():
    one, other = hashes("1"), hashes("2")
    assert len(one) == 10
    assert one == other
    assert [name for count, name in one if one["1", name] == one["100", name]] == []

import hashlib
import subprocess
import sys
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from app.simulation.city import City, continued, found, simulate
from app.simulation.columns import DAY, microseconds, midnight, moment

from .conftest import START, UNTIL


def columns(table, prefix=""):
    """Every array and every tuple of words below a table, with its name."""
    for field in fields(table):
        value = getattr(table, field.name)
        if isinstance(value, (np.ndarray, tuple)):
            yield prefix + field.name, value
        elif is_dataclass(value):
            yield from columns(value, f"{prefix}{field.name}.")


def digest(city):
    parts = hashlib.sha256()
    for table in (city.places, city.residents, city.stays, city.scans, city.infections):
        for name, value in columns(table):
            parts.update(name.encode())
            parts.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())
    return parts.hexdigest()


def test_the_same_arguments_give_the_same_city_in_another_process():
    script = (
        "from datetime import date\n"
        "from app.simulation.city import simulate\n"
        "from tests.simulation.test_city import digest\n"
        "print(digest(simulate(800, date(2026, 11, 2), date(2026, 11, 5), 5)))\n"
    )
    root = Path(__file__).parents[2]
    other = subprocess.run(
        [sys.executable, "-c", script], cwd=root, check=True, capture_output=True, text=True
    )
    assert other.stdout.strip() == digest(simulate(800, START, date(2026, 11, 5), 5))


def test_another_seed_gives_another_city():
    assert digest(simulate(800, START, START, 5)) != digest(simulate(800, START, START, 6))


def test_continuing_is_simulating_at_once(city):
    half = simulate(4000, START, START + timedelta(days=6), 7)
    assert digest(half) != digest(city)
    assert digest(continued(half, UNTIL)) == digest(city)


def test_a_longer_city_begins_with_the_shorter(city):
    half = simulate(4000, START, START + timedelta(days=6), 7)
    for table in ("stays", "scans", "infections"):
        for (name, short), (_, long) in zip(
            columns(getattr(half, table)), columns(getattr(city, table)), strict=True
        ):
            assert (long[: len(short)] == short).all(), name
    assert (city.first_stay[:8] == half.first_stay).all()


def test_continuing_to_an_earlier_day_changes_nothing(city):
    assert digest(continued(city, START)) == digest(city)
    assert continued(city, START).until == UNTIL


def test_days_count_both_ends(city):
    assert city.days == 14
    assert (city.start, city.until) == (START, UNTIL)
    assert found(500, START, 1).days == 0


def test_rows_of_a_table_are_of_one_length(city):
    for table in (city.stays, city.scans, city.infections):
        assert len({len(value) for _, value in columns(table)}) == 1
    assert {len(v) for _, v in columns(city.places)} == {len(city.places)}
    people = {
        name: v.shape if isinstance(v, np.ndarray) else (len(v),) for name, v in columns(city.residents)
    }
    assert {shape[-1] for name, shape in people.items() if name != "head"} == {len(city.residents)}
    assert city.first_stay[-1] == len(city.stays.person)
    assert city.first_scan[-1] == len(city.scans.person)


@pytest.mark.parametrize(("table", "column", "rows"), [
    ("stays", "person", "residents"), ("stays", "venue", "places"), ("scans", "person", "residents"),
    ("scans", "venue", "places"), ("infections", "person", "residents"),
])  # fmt: skip
def test_every_number_of_a_row_names_one(city, table, column, rows):
    values = getattr(getattr(city, table), column)
    assert values.min() >= 0
    assert values.max() < len(getattr(city, rows))


def test_nothing_happens_outside_its_time(city):
    begin, end = midnight(START, city.zone), midnight(UNTIL, city.zone) + DAY
    assert city.stays.start.min() >= begin
    assert city.stays.start.max() < end + DAY // 6  # a bar's day ends at four
    assert city.infections.infected_at.min() >= begin - 6 * DAY
    assert city.infections.infected_at.max() < end + DAY // 4


def test_progress_climbs_to_one_and_names_the_days():
    told = []
    simulate(
        300, START, START + timedelta(days=3), 1, progress=lambda share, word: told.append((share, word))
    )
    assert [share for share, _ in told] == [0, 0.25, 0.5, 0.75, 1]
    assert told[0][1] == "2026-11-02"


def test_nothing_is_drawn_from_shared_randomness():
    np.random.seed(1)  # noqa: NPY002 - the shared state is what must stay as it is
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    simulate(300, START, START, 1)
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


@pytest.mark.parametrize("people", [1, 7, 60])
def test_a_handful_of_people_is_a_city_too(people):
    city = simulate(people, START, START + timedelta(days=2), 3)
    assert isinstance(city, City)
    assert len(city.residents) == people


def test_moments_and_microseconds_agree(city):
    noon = moment(microseconds(moment(1_700_000_000_123_456)))
    assert microseconds(noon) == 1_700_000_000_123_456
    assert moment(midnight(START, city.zone)).isoformat() == "2026-11-01T17:00:00+00:00"

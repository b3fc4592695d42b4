"""`ghe bench load` on small cities: what it measures, and what it leaves behind."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

from app.cli.bench.lived_day import lived_sizes
from app.cli.bench.load import load
from app.cli.scratch import NoCrowd, kept_crowd, scratch
from app.simulation.crowd import Crowd
from app.store import city, migrate
from app.store.db import open_database
from app.usecases.load_crowd import crowd_of, visits_of_day


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'crowd.db'}"


def test_a_city_that_is_kept_can_be_opened_again_with_its_keys(url, tmp_path, capsys):
    figures = load(visits=2_000, days=2, url=url, keep=True, keys=tmp_path / "kept")
    kept = kept_crowd(url)
    with kept.database.reading() as session:
        crowd = crowd_of(session)
    assert (crowd.visits, crowd.days, crowd.seed) == (2_000, 2, 1)
    assert all(kept.keys.has(day) for day in crowd.calendar)
    kept.recorder.stop()
    kept.database.close()
    by_name = {figure.what: figure for figure in figures}
    assert 100 < by_name["SQLite: a visit as loaded"].value < 1000
    assert by_name["SQLite: a trace then, saved"].value > 0
    assert not any("retention" in name for name in by_name)
    assert "bytes a visit" in capsys.readouterr().out


def test_a_city_that_is_not_kept_leaves_an_empty_database(url):
    figures = load(visits=1_000, days=2, url=url)
    assert any("retention of one day" in figure.what for figure in figures)
    database = open_database(url)
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    database.close()


def test_what_is_there_already_is_left_alone(url, tmp_path):
    load(visits=1_000, days=1, url=url, keep=True, keys=tmp_path / "kept")
    with pytest.raises(SystemExit, match="not empty"):
        load(visits=1_000, days=1, url=url)
    kept_crowd(url).database.close()


def test_to_keep_a_city_takes_a_database_that_stays():
    with pytest.raises(SystemExit, match="--url"):
        load(visits=1_000, keep=True)


def test_a_database_without_a_kept_city_is_named(url, tmp_path):
    database = open_database(url)
    migrate.upgrade(database)
    database.close()
    with pytest.raises(NoCrowd, match="ghe bench load"):
        kept_crowd(url)
    scratch(tmp_path, url).database.close()


def test_a_day_lived_takes_more_than_a_day_loaded_and_leaves_no_table(postgres, keys, policy, now):
    crowd = Crowd(3_000, 1, 1, max(keys.days()))
    with postgres.writing() as session:
        basis = city.basis_id(session, policy.basis, now=now)
    before = set(inspect(postgres.engine).get_table_names())
    found = lived_sizes(postgres, crowd.first_day, policy.zone, visits_of_day(crowd, 0, keys, policy, basis))
    assert set(inspect(postgres.engine).get_table_names()) == before
    # Every row is there, and two of three were written twice.
    assert found["rows"] > 3_000 * 130
    assert found["primary key"] > 3_000 * 52
    assert found["other indexes"] > 3_000 * 24

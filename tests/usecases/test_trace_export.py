from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from app.science.city_columns import Shard
from app.store.export_files import NoExport
from app.store.exported_city import read_cases, read_stays
from app.usecases import trace_export as use_case
from app.usecases.back_up_database import TargetExists
from app.usecases.trace_export import ExportEnded, trace_export
from tests.exported import cases_in, city, expected, export, found_in


@pytest.fixture
def shard():
    return city()


@pytest.fixture
def cases(shard):
    return cases_in(shard)


def test_what_is_written_is_what_is_read(tmp_path, shard, cases, now):
    export(tmp_path / "e", shard, cases, now=now)
    parts = [read_stays(tmp_path / "e", number) for number in range(4)]
    assert sum(len(part.start) for part in parts) == len(shard.start)
    for number, part in enumerate(parts):
        assert (part.venue % 4 == number).all()
        for place, venue in enumerate(part.venue):
            assert stays_at(part, place) == stays_at(
                shard, int(np.searchsorted(shard.venue, venue)), renamed=True
            )
    again = read_cases(tmp_path / "e")
    for name, column in cases._replace(own=int(shard.who.max()) - cases.own)._asdict().items():
        assert np.array_equal(getattr(again, name), column), name
        assert getattr(again, name).dtype == column.dtype, name


def stays_at(shard: Shard, place: int, *, renamed: bool = False) -> list[tuple[int, ...]]:
    rows = slice(shard.first[place], shard.first[place + 1])
    start = shard.origin + shard.start[rows].astype(np.int64)
    assert (np.diff(start) >= 0).all()
    who = 499 - shard.who[rows] if renamed else shard.who[rows]
    columns = (
        start,
        shard.least[rows],
        shard.likely[rows],
        shard.most[rows],
        who,
        shard.zone[rows],
        shard.weak[rows],
    )
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize(("shards", "at_once"), [(1, 500), (4, 500), (7, 2)])
def test_shards_give_the_same_pairs_as_the_whole_city(
    tmp_path, shard, cases, now, monkeypatch, shards, at_once
):
    monkeypatch.setattr(use_case, "_CASES_AT_ONCE", at_once)
    export(tmp_path / "e", shard, cases, now=now, shards=shards)
    done = trace_export(tmp_path / "e", tmp_path / "out", now=now)
    wanted = expected(shard, cases)
    assert len(wanted) > 100
    assert (done.cases, done.pairs) == (5, len(wanted))
    assert found_in(tmp_path / "out") == wanted


def test_another_stay_would_be_noticed(tmp_path, shard, cases, now):
    wanted = expected(shard, cases)
    longer = shard.likely + np.where(shard.least == shard.most, 0, 1)
    export(tmp_path / "e", shard._replace(likely=longer.astype(np.int32)), cases, now=now)
    trace_export(tmp_path / "e", tmp_path / "out", now=now)
    assert found_in(tmp_path / "out") != wanted


def test_the_result_tells_of_nobody_but_its_owner_and_nothing_is_left_over(tmp_path, shard, cases, now):
    export(tmp_path / "e", shard, cases, now=now)
    trace_export(tmp_path / "e", tmp_path / "out", now=now)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"pairs-00000.parquet"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_an_export_that_has_ended_is_not_traced(tmp_path, shard, cases, now):
    export(tmp_path / "e", shard, cases, now=now)
    with pytest.raises(ExportEnded):
        trace_export(tmp_path / "e", tmp_path / "out", now=now + timedelta(days=7))
    assert not (tmp_path / "out").exists()


def test_only_an_export_is_traced_and_nothing_is_written_over(tmp_path, shard, cases, now):
    with pytest.raises(NoExport):
        trace_export(tmp_path / "e", tmp_path / "out", now=now)
    export(tmp_path / "e", shard, cases, now=now)
    (tmp_path / "out").mkdir()
    with pytest.raises(TargetExists):
        trace_export(tmp_path / "e", tmp_path / "out", now=now)


def test_a_failure_leaves_no_half_result(tmp_path, shard, cases, now):
    export(tmp_path / "e", shard, cases, now=now)
    (tmp_path / "e" / "persons.parquet").unlink()
    with pytest.raises(FileNotFoundError):
        trace_export(tmp_path / "e", tmp_path / "out", now=now)
    assert not (tmp_path / "out").exists()

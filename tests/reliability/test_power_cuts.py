"""R-02: the power goes at any moment, and what was acknowledged is there once."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.store.db import open_database
from tests.reliability.disk import Disk, DiskDead
from tests.reliability.power_cuts import NOW, UNSAFE, cut_power
from tests.reliability.town import found
from tests.reliability.vfs import under

pytestmark = pytest.mark.xdist_group("reliability")


@pytest.fixture(scope="module")
def settled(sqlite_template, tmp_path_factory):
    """A town and its database as bytes."""
    folder = tmp_path_factory.mktemp("town")
    path = folder / "ghe.db"
    path.write_bytes(sqlite_template.read_bytes())
    town = found(f"sqlite:///{path}", folder, now=NOW)
    return town, path.read_bytes()


def test_nothing_acknowledged_is_lost_or_doubled(settled):
    cuts = cut_power(*settled, range(30))
    assert cuts.bad == []
    assert cuts.acknowledged > 300
    assert cuts.while_folding > 10


@pytest.mark.parametrize("mode", UNSAFE, ids=lambda mode: mode.name)
def test_an_unsafe_way_is_seen_to_fail(settled, mode):
    assert cut_power(*settled, range(12), mode).bad


@pytest.mark.long
def test_nothing_is_lost_in_a_thousand_cuts(settled):
    cuts = cut_power(*settled, range(1000))
    assert cuts.bad == []


def test_the_service_runs_on_the_disk_of_the_test(tmp_path):
    disk = Disk()
    with under(disk):
        database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
        with database.writing() as session:
            session.execute(text("CREATE TABLE t (n INTEGER)"))
        database.close()
    assert str(tmp_path / "a.db") in disk.names
    assert not (tmp_path / "a.db").exists()


def test_a_cut_takes_what_was_not_synced():
    disk = Disk({"a": b"old"}, cut_at=3)
    file = disk.open("a", make=False)
    disk.write(file, 0, b"new")
    assert bytes(file.live) == b"new"
    assert file.durable == b"old"
    disk.sync(file)
    assert file.durable == b"new"
    with pytest.raises(DiskDead):
        disk.write(file, 0, b"not")
    with pytest.raises(DiskDead):
        disk.sync(file)
    assert file.durable == b"new"

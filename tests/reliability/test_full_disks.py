"""R-03: no room on the disk. Refused in words, nothing lost, and all well again when there is room."""

from __future__ import annotations

import random

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.reliability.disk import Disk
from tests.reliability.full_disks import fill
from tests.reliability.place import CLUSTERS
from tests.reliability.power_cuts import NOW
from tests.reliability.town import as_json, found, someone
from tests.reliability.vfs import under

pytestmark = pytest.mark.xdist_group("reliability")


@pytest.fixture
def small_disk(sqlite_template, tmp_path):
    """A town whose database stands on a disk of the test."""
    path = tmp_path / "ghe.db"
    path.write_bytes(sqlite_template.read_bytes())
    town = found(f"sqlite:///{path}", tmp_path, now=NOW)
    return town, Disk({str(path): path.read_bytes()})


def test_a_full_disk_is_refused_by_name_and_forgotten_when_there_is_room(small_disk):
    town, disk = small_disk
    settings = Settings(
        _env_file=None,
        database_url=town.url,
        keys=town.folder / "keys",
        posters=town.folder / "posters",
        public_url="https://testserver",
    )
    chance = random.Random(1)
    app = create_app(settings, clock=lambda: NOW)
    with (
        under(disk),
        TestClient(app, base_url="https://testserver", raise_server_exceptions=False) as service,
    ):

        def check_in(command):
            return service.post("/api/v1/check-ins", json=as_json(command))

        kept = [someone(chance, town, NOW) for _ in range(3)]
        receipts = [check_in(command) for command in kept]
        assert {answer.status_code for answer in receipts} == {200}

        disk.room = 0
        refused = someone(chance, town, NOW)
        answer = check_in(refused)
        assert answer.status_code == 503
        assert answer.json()["type"] == "/problems/not-now"
        assert int(answer.headers["retry-after"]) > 0
        assert service.get("/readyz").json()["checks"]["database"] is False
        assert service.get("/livez").status_code == 200

        disk.room = None
        assert check_in(refused).status_code == 200
        assert service.get("/readyz").status_code == 200
        for command, receipt in zip(kept, receipts, strict=True):
            assert check_in(command).json() == receipt.json()


@pytest.mark.long
def test_a_disk_fills_up_under_load_on_sqlite(town, bad_disk):
    held(fill(town, bad_disk, bad_disk.can_fill(town.folder / "ghe.db")))


@pytest.mark.long
@pytest.mark.postgres
def test_a_disk_fills_up_under_load_on_postgresql(postgres_place, bad_disk):
    with postgres_place.spoiled_cluster(bad_disk.can_fill(CLUSTERS)) as cluster:
        held(fill(postgres_place.postgres(cluster=cluster), bad_disk, {"LD_PRELOAD": ""}))


def held(filled):
    assert filled.verdict.kept, filled.verdict
    assert filled.refused
    assert filled.ready_while_full == 503
    assert filled.acknowledged_after
    assert filled.load.stuck == 0
    assert filled.load.faults == []

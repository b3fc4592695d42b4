from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.scratch_postgres import PostgresServer, find_postgres
from tests.conftest import program
from tests.reliability.bad_disk import BadDisk
from tests.reliability.place import Place
from tests.reliability.town import Town, found


@pytest.fixture
def town(sqlite_template: Path, tmp_path: Path) -> Town:
    """A town on SQLite."""
    shutil.copy(sqlite_template, tmp_path / "ghe.db")
    return found(f"sqlite:///{tmp_path / 'ghe.db'}", tmp_path)


@pytest.fixture
def postgres_town(postgres_server: PostgresServer, tmp_path: Path) -> Iterator[Town]:
    """A town on the PostgreSQL of this test run."""
    name = postgres_server.new_database()
    yield found(postgres_server.url(name), tmp_path)
    postgres_server.drop_database(name)


@pytest.fixture
def place() -> Iterator[Place]:
    """Where things may be broken."""
    with Place() as place:
        yield place


@pytest.fixture
def postgres_place(place: Place) -> Place:
    """Where a PostgreSQL of a test's own may be broken."""
    if find_postgres() is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing: CI runs on both databases")
        pytest.skip("PostgreSQL is not installed")
    return place


@pytest.fixture
def bad_disk(place: Place) -> BadDisk:
    """What spoils real disks; where it cannot be built, that is said in plain sight."""
    program("gcc")
    return place.disk

"""What every test may ask for: a fixed now, a migrated database of either kind, keys, a running service."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from app.cli.scratch_postgres import CARELESS, PostgresServer, find_postgres
from app.cli.scratch_postgres import postgres as a_server
from app.domain.policy import Policy
from app.domain.spans import days_between, local_day
from app.store import migrate, partitions
from app.store.db import Database, open_database
from app.vault.keystore import KeyStore
from tests import routing
from tests.lent_databases import LentDatabases

pytest_plugins = ["tests.published"]

settings.register_profile(
    "ghe",
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize="CI" in os.environ,  # the gate asks the same questions twice; everybody else looks further
)
settings.load_profile("ghe")

gc.set_threshold(50_000, 20, 100)  # as the service has it: to look for garbage all the time costs a tenth

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Ho Chi Minh City."""

ON_BOTH = {"store", "usecases", "web", "migrations"}
"""The folders whose tests run once on each database."""


@pytest.fixture(autouse=True)
def _the_same_chance_each_time() -> None:
    """Libraries that we compare with draw from generators that the whole process shares."""
    np.random.seed(1869)  # noqa: NPY002 - theirs, not ours


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def policy() -> Policy:
    return Policy()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        both = ON_BOTH & set(Path(metafunc.definition.path).parts)
        postgres = pytest.param("postgres", marks=pytest.mark.postgres)
        if "postgres" in metafunc.fixturenames:
            kinds: list[object] = [postgres]
        elif "sqlite" in metafunc.fixturenames:
            kinds = ["sqlite"]
        else:
            kinds = ["sqlite", postgres] if both else ["sqlite"]
        metafunc.parametrize("database_kind", kinds)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A server of this test run's own, stopped and removed at its end."""
    if find_postgres() is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing: CI runs on both databases")
        pytest.skip("PostgreSQL is not installed")
    with a_server(CARELESS) as server:
        server.make_template()
        yield server


@pytest.fixture(scope="session")
def lent_databases(postgres_server: PostgresServer) -> Iterator[LentDatabases]:
    databases = LentDatabases(postgres_server, NOW)
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: migrating once a test would be most of its time."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = open_database(f"sqlite:///{path}")
    migrate.upgrade(database)
    database.close()
    return path


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty, migrated database of this test's own."""
    if database_kind == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "ghe.db")
        yield f"sqlite:///{tmp_path / 'ghe.db'}"
        return
    databases: LentDatabases = request.getfixturevalue("lent_databases")
    lent = databases.lend()
    yield lent.url
    databases.take_back(lent)


@pytest.fixture
def database(database_url: str, policy: Policy, now: datetime) -> Iterator[Database]:
    database = open_database(database_url)
    partitions.ensure_partitions(database, policy.zone, now=now)
    asked_everywhere = set() if database.is_sqlite else routing.watch(database.engine)
    yield database
    database.close()
    unlisted = {asked for asked in asked_everywhere if asked[0] not in ASK_EVERYWHERE}
    if ASK_EVERYWHERE:
        assert not unlisted


@pytest.fixture
def sqlite(database: Database) -> Database:
    """For what only SQLite has; a test that asks for it runs there alone."""
    return database


@pytest.fixture
def postgres(database: Database) -> Database:
    """For what only PostgreSQL has; a test that asks for it runs there alone."""
    return database


@pytest.fixture
def keys(tmp_path: Path, policy: Policy, now: datetime) -> KeyStore:
    """A key store with the days around now."""
    store = KeyStore(tmp_path / "keys")
    today = local_day(now, policy.zone)
    store.ensure(days_between(today - timedelta(days=4), today + timedelta(days=1)))
    return store


ASK_EVERYWHERE = routing.listed((routing.ROOT / "docs" / "scaling.md").read_text(encoding="utf-8"))
"""Functions of the store that may ask every machine of a cluster."""

PATIENCE = 30_000
"""Milliseconds that a page may take for one thing: a machine with other work is slow."""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Chromium without its own errands: every request a test sees is a page's."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of this test process: its driver cannot be started twice."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing, and in CI this must not pass unseen")
        pytest.skip("Chromium is missing: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


def program(name: str) -> str:
    """A program's path; where it is missing the test is skipped in plain sight, and fails in CI."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing")
        pytest.skip(f"{name} is not installed")
    return found

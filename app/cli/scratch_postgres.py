"""A PostgreSQL server of one's own on loopback, thrown away afterwards: for benchmarks, tests and faults.

Run as root it starts as the user `postgres`, since PostgreSQL refuses to start as root.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from app.store import migrate
from app.store.db import open_database

_ROOT = 0
CARELESS: Final = (
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    *("-c", "max_connections=200", "-c", "shared_buffers=64MB"),
)
"""For tests: nothing survives a power cut."""
DURABLE: Final = (
    *("-c", "max_connections=200", "-c", "shared_buffers=2GB", "-c", "max_wal_size=8GB"),
    *("-c", "checkpoint_timeout=15min", "-c", "effective_cache_size=12GB", "-c", "random_page_cost=1.1"),
    *("-c", "maintenance_work_mem=512MB", "-c", "work_mem=32MB", "-c", "jit=off"),
)
"""For measurements: every commit is on disk, and the settings are those that the operations page advises."""


class PostgresMissing(RuntimeError):
    """No PostgreSQL server is installed."""


def find_postgres() -> Path | None:
    """The folder of the newest installed server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path and shutil.which("postgres") else None


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server and the databases that are taken from it."""

    port: int
    user: str
    programs: Path
    """Where `pgbench` and the rest are."""
    folder: Path
    """Everything it keeps, gone when it stops."""

    def url(self, name: str) -> str:
        """What GHE_DATABASE_URL would be."""
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{name}"

    def make_template(self) -> None:
        """Migrate once; every new database is a copy."""
        self.administer("CREATE DATABASE template_ghe")
        database = open_database(self.url("template_ghe"))
        migrate.upgrade(database)
        database.close()

    def new_database(self, template: str = "template_ghe") -> str:
        """The name of an empty, migrated database; with `template0` of an empty one."""
        name = f"test_{uuid.uuid4().hex}"
        self.administer(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop_database(self, name: str) -> None:
        """Remove it, whoever is still connected."""
        self.administer(f"DROP DATABASE {name} WITH (FORCE)")

    def administer(self, statement: str) -> None:
        """Run a statement outside any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextlib.contextmanager
def postgres(options: Sequence[str] = DURABLE, *, below: Path | None = None) -> Iterator[PostgresServer]:
    """Start a server; at the end stop it and remove its folder.

    Args:
        options: Settings, as the server's own `-c name=value`.
        below: Where its folder is made; a large city needs a disk of its own.

    Raises:
        PostgresMissing: none is installed.
    """
    programs = find_postgres()
    if programs is None:
        raise PostgresMissing("PostgreSQL is not installed: apt install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="ghe-postgres-", dir=below))
    user = pwd.getpwuid(os.getuid()).pw_name
    as_user: list[str] = []
    if os.getuid() == _ROOT:
        user = "postgres"
        as_user = ["setpriv", "--reuid", user, "--regid", user, "--init-groups"]
        folder.chmod(0o700)
        shutil.chown(folder, user, user)
    data, port = folder / "data", free_port()

    def run(*words: str) -> None:
        # What runs is this machine's own PostgreSQL, with words made here.
        subprocess.run([*as_user, *words], check=True, cwd="/", stdout=subprocess.DEVNULL)  # noqa: S603

    control = str(programs / "pg_ctl")
    run(str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", user, "-E", "UTF8")
    own = f"-p {port} -k '' -c listen_addresses=127.0.0.1 {' '.join(options)}"
    run(control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", own, "start")
    try:
        yield PostgresServer(port, user, programs, folder)
    finally:
        run(control, "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

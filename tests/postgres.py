"""A throw-away PostgreSQL server on loopback, as another user when the tests run as root."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from app.store import migrate
from app.store.db import open_database

_ROOT = 0


def find_postgres() -> Path | None:
    """The folder of the newest installed server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path and shutil.which("postgres") else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class PostgresServer:
    """A running server and the databases that tests take from it."""

    port: int
    user: str

    @classmethod
    @contextlib.contextmanager
    def start(cls, programs: Path) -> Iterator[PostgresServer]:
        """Start in a folder outside pytest's own, which no other user may enter."""
        folder = Path(tempfile.mkdtemp(prefix="ghe-postgres-"))
        user = pwd.getpwuid(os.getuid()).pw_name
        as_user: list[str] = []
        if os.getuid() == _ROOT:
            user = "postgres"
            as_user = ["setpriv", "--reuid", user, "--regid", user, "--init-groups"]
            folder.chmod(0o700)
            shutil.chown(folder, user, user)
        data, port = folder / "data", _free_port()
        run = {"check": True, "cwd": "/", "stdout": subprocess.DEVNULL}
        subprocess.run(
            [*as_user, programs / "initdb", "-D", data, "-A", "trust", "-U", user, "-E", "UTF8"], **run
        )
        options = (
            f"-p {port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off "
            "-c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB"
        )
        log = folder / "log"
        subprocess.run(
            [*as_user, programs / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start"], **run
        )
        try:
            yield cls(port, user)
        finally:
            subprocess.run([*as_user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **run)
            shutil.rmtree(folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """What GHE_DATABASE_URL would be."""
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{name}"

    def make_template(self) -> None:
        """Migrate once; every test's database is a copy."""
        self._administer("CREATE DATABASE template_ghe")
        database = open_database(self.url("template_ghe"))
        migrate.upgrade(database)
        database.close()

    def new_database(self, template: str = "template_ghe") -> str:
        """An empty, migrated database; with `template0` an empty one."""
        name = f"test_{uuid.uuid4().hex}"
        self._administer(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop_database(self, name: str) -> None:
        """Remove it, whoever is still connected."""
        self._administer(f"DROP DATABASE {name} WITH (FORCE)")

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

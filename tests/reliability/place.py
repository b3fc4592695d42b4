"""Where faults are measured: a folder, a PostgreSQL of one's own, a library that spoils disks."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Self

from app.cli.scratch_postgres import PostgresServer, postgres
from tests.reliability.bad_disk import BadDisk, build, variables
from tests.reliability.town import Town, found

PLAIN: Sequence[str] = ("-c", "max_connections=200", "-c", "shared_buffers=256MB")
"""PostgreSQL as it comes: every commit is on disk."""


CLUSTERS = Path(tempfile.gettempdir()).resolve() / "ghe-postgres-"
"""How the paths of every server's files begin."""


class Place:
    """Everything is gone when it is closed."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="ghe-faults-")))
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def folder(self) -> Path:
        self._count += 1
        path = self._folder / str(self._count)
        path.mkdir()
        return path

    def sqlite(self, *, venues: int = 3, capacity: int = 100_000, now: datetime | None = None) -> Town:
        folder = self.folder()
        return found(f"sqlite:///{folder / 'ghe.db'}", folder, venues=venues, capacity=capacity, now=now)

    @cached_property
    def cluster(self) -> PostgresServer:
        server = self._stack.enter_context(postgres(PLAIN))
        server.make_template()
        return server

    def postgres(self, *, venues: int = 3, cluster: PostgresServer | None = None) -> Town:
        server = cluster or self.cluster
        return found(server.url(server.new_database()), self.folder(), venues=venues)

    @contextmanager
    def spoiled_cluster(self, more: Mapping[str, str]) -> Iterator[PostgresServer]:
        """A server of its own whose disk is bad."""
        with variables(more), postgres(PLAIN) as server:
            server.make_template()
            yield server

    @contextmanager
    def hasty_cluster(self) -> Iterator[PostgresServer]:
        """A server of its own that says "committed" up to ten seconds before it is so."""
        with postgres((*PLAIN, "-c", "synchronous_commit=off", "-c", "wal_writer_delay=10s")) as server:
            server.make_template()
            yield server

    @cached_property
    def disk(self) -> BadDisk:
        compiler = shutil.which("gcc") or shutil.which("cc")
        if compiler is None:
            raise FileNotFoundError("a C compiler is missing: apt install gcc")
        folder = self.folder()
        self._folder.chmod(0o755)
        return build(compiler, folder)

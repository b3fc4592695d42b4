"""What the database does alone: single-row inserts by pgbench, each committed, at the same concurrency.

The table is shaped like `visits`, with the same two indexes, in one piece: without the cost of partitions,
of looking anything up and of answering anybody.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import psycopg

from app.cli.scratch_postgres import PostgresServer

_TABLE: Final = """
CREATE TABLE pgbench_visits (LIKE visits INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
  PRIMARY KEY (venue, entered_at, id) INCLUDE (left_at, pseudonym));
CREATE INDEX ON pgbench_visits (pseudonym, entered_at);
"""
_INSERT: Final = r"""
\set venue random(1, :venues)
INSERT INTO pgbench_visits
  (venue, entered_at, id, pseudonym, received_at, assurance, flags, basis, version, companions, children)
VALUES (lpad(:venue::text, 32, '0')::uuid, clock_timestamp(), gen_random_uuid(), gen_random_uuid(), now(),
  'static', 0, 1, 1, 0, 0);
"""


def single_row_inserts(
    server: PostgresServer, database: str, folder: Path, *, seconds: float, clients: int, venues: int
) -> float:
    """Committed single-row inserts a second, in a migrated database; the table is dropped afterwards."""
    program = server.programs / "pgbench"
    found = str(program) if program.exists() else shutil.which("pgbench")
    if found is None:
        raise RuntimeError("pgbench is not installed (apt install postgresql-contrib)")
    script = folder / "insert.sql"
    script.write_text(_INSERT, encoding="utf-8")
    with psycopg.connect(server.url(database), autocommit=True) as connection:
        connection.execute(_TABLE)
    words = [found, "-n", "-M", "prepared", "-f", str(script), "-D", f"venues={venues}"]
    words += ["-c", str(clients), "-j", "2", "-T", f"{seconds:.0f}"]
    words += ["-h", "127.0.0.1", "-p", str(server.port), "-U", server.user, database]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout  # noqa: S603 - made here
    with psycopg.connect(server.url(database), autocommit=True) as connection:
        connection.execute("DROP TABLE pgbench_visits")
    rate = re.search(r"^tps = ([\d.]+)", said, re.MULTILINE)
    if rate is None:
        raise RuntimeError(f"pgbench said: {said}")
    return float(rate[1])

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Self

import pytest
from distributed import Security

from app.cli import city_cluster
from app.cli.scratch_postgres import free_port
from app.usecases.trace_export import trace_export
from tests.exported import cases_in, city, expected, export, found_in

_LONGEST_WAIT = 600
"""Seconds until a piece of work that nobody kills ends by itself, so that a failed test does."""


def lingering(work, gates: Path, number: int) -> int:
    """Do the work; the first time at a number that has a gate, wait to be killed before it is reported."""
    done = work(number)
    gate = gates / f"{work.func.__name__}-{number}"
    with_gate = gate.with_suffix(".wanted")
    if with_gate.exists():
        with_gate.unlink()
        draft = gate.with_suffix(".part")
        draft.write_text(str(os.getpid()))
        draft.rename(gate)
        time.sleep(_LONGEST_WAIT)
    return done


class Killer(threading.Thread):
    """Kills the process that waits at each gate, one gate after the other, until it is stopped."""

    def __init__(self, gates: Path, names: list[str]) -> None:
        super().__init__(daemon=True)
        self.gates = [gates / name for name in names]
        self.killed: list[int] = []
        self.stopped = threading.Event()
        gates.mkdir()
        for gate in self.gates:
            gate.with_suffix(".wanted").touch()

    def run(self) -> None:
        # How long a worker takes to its gate is the machine's affair: no clock here, or a busy one fails.
        for gate in self.gates:
            while not gate.exists():
                if self.stopped.wait(0.02):
                    return
            self.killed.append(int(gate.read_text()))
            os.kill(self.killed[-1], signal.SIGKILL)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.join()


def traced_with_killings(tmp_path, now, *, workers, shards, gates):
    """The pairs found while a worker dies at each gate, and the pids of those that died."""
    shard = city()
    cases = cases_in(shard)
    export(tmp_path / "e", shard, cases, now=now, shards=shards)
    # Compiled here, once, and kept: else every worker, and every one after it, compiles at the same time.
    wanted = expected(shard, cases)
    with city_cluster.of_processes(workers) as cluster, Killer(tmp_path / "gates", gates) as killer:
        done = trace_export(
            tmp_path / "e",
            tmp_path / "out",
            run=lambda work, numbers: cluster.run(partial(lingering, work, tmp_path / "gates"), numbers),
            now=now,
        )
    found = found_in(tmp_path / "out")
    assert done.pairs == len(found)
    assert found == wanted
    return killer.killed


def mark(folder: Path, number: int) -> int:
    (folder / str(number)).touch()
    return number * number


def test_what_a_killed_worker_did_is_done_again_by_another(tmp_path):
    with city_cluster.of_processes(2) as cluster, Killer(tmp_path / "gates", ["mark-2"]) as killer:
        found = cluster.run(partial(lingering, partial(mark, tmp_path), tmp_path / "gates"), range(6))
    assert found == [number * number for number in range(6)]
    assert all((tmp_path / str(number)).exists() for number in range(6))
    assert len(killer.killed) == 1
    assert os.getpid() not in killer.killed


@pytest.mark.long
def test_a_worker_killed_in_mid_run_changes_no_pair(tmp_path, now):
    killed = traced_with_killings(tmp_path, now, workers=2, shards=4, gates=["find_meetings-1"])
    assert len(killed) == 1
    assert os.getpid() not in killed


@pytest.mark.long
def test_workers_killed_in_every_part_of_the_work_change_no_pair(tmp_path, now):
    gates = ["find_meetings-0", "find_meetings-9", "find_meetings-15", "sum_up-0"]
    killed = traced_with_killings(tmp_path, now, workers=3, shards=16, gates=gates)
    assert len(set(killed)) == 4


@pytest.mark.long
def test_a_scheduler_of_one_s_own_is_reached_with_certificates_and_not_without(tmp_path, now):
    shard = city()
    cases = cases_in(shard)
    export(tmp_path / "e", shard, cases, now=now)
    with scheduler_and_workers(tmp_path) as (address, certificates):
        with city_cluster.at(address, certificates) as cluster:
            trace_export(tmp_path / "e", tmp_path / "out", run=cluster.run, now=now)
        with pytest.raises((OSError, TypeError, ValueError)), city_cluster.at(address):
            pass
    assert found_in(tmp_path / "out") == expected(shard, cases)


@contextlib.contextmanager
def scheduler_and_workers(folder):
    """A scheduler and two workers as an operator starts them, with certificates, on loopback."""
    pem = Security.temporary()
    ca, certificate, key = (folder / name for name in ("ca.pem", "cert.pem", "key.pem"))
    ca.write_text(pem.tls_ca_file)
    certificate.write_text(pem.tls_scheduler_cert)
    key.write_text(pem.tls_scheduler_key)
    address = f"tls://127.0.0.1:{free_port()}"
    tls = ["--tls-ca-file", str(ca), "--tls-cert", str(certificate), "--tls-key", str(key)]
    dask = [sys.executable, "-m", "dask"]
    quiet = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__HTTP__ROUTES": "[]"}
    with contextlib.ExitStack() as stack:
        for words in (
            ["scheduler", "--host", address, "--no-dashboard", "--dashboard-address", "127.0.0.1:0"],
            [
                "worker",
                address,
                "--host",
                "127.0.0.1",
                "--nworkers",
                "2",
                "--nthreads",
                "1",
                "--no-dashboard",
            ],
        ):
            process = subprocess.Popen([*dask, *words, *tls], env=quiet, cwd=folder)
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
        yield address, city_cluster.Certificates(ca, certificate, key)

"""Work on the shards of an export, spread by Dask over processes of this machine or over other machines.

A scheduler runs whatever code it is sent, as the user who started its workers: it is no place to leave open.
A cluster of our own listens on loopback alone and asks for certificates that are made for the run and kept in
memory. Another one is reached with the operator's certificates, or in clear on a network that nobody else is
on. What is sent is the name of a function, paths and numbers: never a key, never a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

R = TypeVar("R")
_QUIET: Final[dict[str, list[str]]] = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
"""Dask's web pages tell everybody what runs: there are none."""


@dataclass(frozen=True, slots=True)
class Certificates:
    """What opens a scheduler at `tls://`: paths of files in PEM."""

    authority: Path
    certificate: Path
    key: Path


class Cluster:
    """Runs a function on every number of a list, in processes elsewhere.

    The function must be pure and its effects repeatable: when a worker dies, what it did may be done again.
    """

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - distributed has no types
        self.client = client

    def run(self, work: Callable[[int], R], numbers: Sequence[int]) -> list[R]:
        """The results in the order of the numbers.

        Raises:
            distributed.KilledWorker: one of them killed four workers, one after the other.
        """
        # `pure=False`: a name of its own for each run, so that no result of an earlier one is taken for this.
        futures: list[Any] = self.client.map(work, numbers, pure=False)
        found: list[R] = self.client.gather(futures)
        return found

    def peaks_mb(self) -> list[float]:
        """The most memory that each worker process has held, MB."""

        def peak() -> float:
            status = Path("/proc/self/status").read_text(encoding="ascii")
            return int(status.split("VmHWM:")[1].split()[0]) / 1024

        found: list[float] = list(self.client.run(peak).values())
        return found


@contextmanager
def of_processes(workers: int) -> Iterator[Cluster]:
    """A scheduler and so many worker processes on this machine, gone afterwards."""
    import dask.config

    distributed = _distributed()
    with (
        dask.config.set(_QUIET),
        distributed.LocalCluster(
            n_workers=workers,
            processes=True,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            security=True,
            env={"NUMBA_NUM_THREADS": "1"},
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield Cluster(client)


@contextmanager
def at(scheduler: str, certificates: Certificates | None = None) -> Iterator[Cluster]:
    """A scheduler that runs already, at `tcp://host:port` or `tls://host:port`.

    Its workers have this program installed and see the export and the output under the same paths.
    """
    with _distributed().Client(scheduler, security=_security(certificates)) as client:
        yield Cluster(client)


def _security(certificates: Certificates | None) -> object:
    if certificates is None:
        return None
    return _distributed().Security(
        require_encryption=True,
        tls_ca_file=str(certificates.authority),
        tls_client_cert=str(certificates.certificate),
        tls_client_key=str(certificates.key),
    )


def _distributed() -> Any:  # noqa: ANN401 - it has no types
    import distributed

    return distributed

"""`ghe trace-city --from EXPORT`: the cases of an export, without its database, by several processes."""

from __future__ import annotations

import time
from pathlib import Path

import typer

from app.cli import city_cluster
from app.cli.city_cluster import Certificates
from app.cli.importing import utc_now
from app.store.export_files import read_manifest
from app.usecases.trace_export import Traced, trace_export


def trace_exported(
    folder: Path,
    out: Path,
    *,
    scheduler: str | None = None,
    workers: int = 2,
    certificates: Certificates | None = None,
) -> Traced:
    """Trace an export on a scheduler that runs, or on processes of this machine, and say what was found."""
    began = time.perf_counter()
    ours = city_cluster.of_processes(workers) if scheduler is None else None
    try:
        read_manifest(folder)  # before anything is started
        with ours or city_cluster.at(scheduler or "", certificates) as cluster:
            found = trace_export(folder, out, run=cluster.run, now=utc_now())
    except (ValueError, OSError) as refused:
        typer.echo(f"{refused}. Nothing was traced.", err=True)
        raise typer.Exit(1) from refused
    seconds = time.perf_counter() - began
    print(f"{found.cases:,} cases, {found.meetings:,} meetings, {found.pairs:,} pairs: {seconds:.1f} s")
    print(f"Written to {out}. It ends with the export: delete both.")
    return found

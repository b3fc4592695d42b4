"""How many posters a second, beside the same job done with `qrcode` and a picture of each page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Annotated, Any

import typer

from app.cli.bench.figures import Figure


def posters(
    count: Annotated[int, typer.Option(min=1, help="Posters in one file, on all cores.")] = 1_000,
    naive: Annotated[
        int, typer.Option(min=1, help="The same with a page picture each: memory grows with them.")
    ] = 100,
) -> list[Figure]:
    """A4 posters: a second, processor seconds, peak memory of the process and of each of its workers."""
    cores = os.cpu_count() or 1
    ways = (
        (f"in bulk, {cores} processes", f"bulk{cores}", count),
        ("in bulk, a tenth of them", f"bulk{cores}", max(count // 10, 1)),
        ("in bulk, one process alone", "bulk0", max(count // 10, 1)),
        ("a document each, one process", "single", max(count // 10, 1)),
        ("qrcode and a page picture each", "naive", naive),
        ("the same, twice as many", "naive", 2 * naive),
    )
    columns = ("posters", "seconds", "a second", "CPU s", "CPU ms/each", "peak MB", "worker MB", "kB/each")
    print(f"{'A4 posters as PDF':32}" + "".join(f"{column:>13}" for column in columns))
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for words, way, number in ways:
            told = _measured(way, number, folder)
            print(f"{words:32}" + "".join(f"{cell:>13}" for cell in _cells(way, number, told)))
            figures.append(Figure("posters", f"{words}, {number:,}", number / told["seconds"], "/s"))
    figures.append(
        Figure("posters", "in bulk beside the naive way", figures[0].value / figures[4].value, "x")
    )
    return figures


def _measured(way: str, count: int, folder: str) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "qr.bulk_bench", way, str(count), folder]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def _cells(way: str, count: int, told: dict[str, Any]) -> list[str]:
    own, worker = told["peak"]
    return [
        f"{count:,}",
        f"{told['seconds']:.1f}",
        f"{count / told['seconds']:.0f}",
        f"{told['processor']:.1f}",
        f"{1000 * told['processor'] / count:.1f}",
        f"{own:.0f}",
        f"{worker:.0f}" if worker else "-",
        f"{told['bytes'] / count / 1000:.1f}" if way != "single" else f"{told['bytes'] / 1000:.1f}",
    ]

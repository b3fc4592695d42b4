"""`python -m qr.bench`: from how far away, and in which state, a printed symbol is still read."""

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from qr.bench import reader, report
from qr.bench.beside import Run
from qr.bench.measure import Effort

QUICK: Final = (60, 0.97, 12), (16, 0.97)
THOROUGH: Final = (1000, 0.99, 40), (60, 0.98)
"""Shots, step and texts of what is compared; shots and step for our layouts."""


def main(arguments: list[str] | None = None) -> int:
    """Print the page while it is measured; what cannot be done is one line and status 2."""
    asked = _parser().parse_args(arguments)
    try:
        reader.require()
        effort, sheets = (Effort(asked.seed, *given) for given in (THOROUGH if asked.thorough else QUICK))
        command = " ".join(["python -m qr.bench", *(sys.argv[1:] if arguments is None else arguments)])
        lines = []
        with _workers(asked.workers) as run:
            for line in report.write(effort, sheets, command, run):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
                lines.append(line)
        if asked.out:
            asked.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except (reader.ReaderMissing, OSError) as fault:
        sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
        return 2
    return 0


@contextmanager
def _workers(count: int) -> Iterator[Run]:
    if count < 2:  # noqa: PLR2004
        yield map
    else:
        with ProcessPoolExecutor(count, get_context("spawn")) as pool:
            yield pool.map


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m qr.bench", description="A test of what phones can read.")
    parser.add_argument(
        "--thorough", action="store_true", help="many times the shots and texts, in smaller steps"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--out", type=Path, help="write the page into this file as well")
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""`python -m qr.bench`: from how far away, and in which state, a printed symbol is still read."""

import argparse
import sys
from pathlib import Path
from typing import Final

from qr.bench import reader, report
from qr.bench.measure import Effort

QUICK: Final = (16, 0.97)
THOROUGH: Final = (60, 0.98)


def main(arguments: list[str] | None = None) -> int:
    """Print the page while it is measured; what cannot be done is one line and status 2."""
    asked = _parser().parse_args(arguments)
    try:
        reader.require()
        shots, step = THOROUGH if asked.thorough else QUICK
        effort = Effort(asked.seed, shots, step)
        command = " ".join(["python -m qr.bench", *(sys.argv[1:] if arguments is None else arguments)])
        lines = []
        for line in report.write(effort, report.compare(effort), command):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            lines.append(line)
        if asked.out:
            asked.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except (reader.ReaderMissing, OSError) as fault:
        sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m qr.bench", description="A test of what phones can read.")
    parser.add_argument(
        "--thorough", action="store_true", help="about four times the shots, in smaller steps"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="write the page into this file as well")
    return parser


if __name__ == "__main__":
    sys.exit(main())

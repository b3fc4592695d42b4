"""`python -m tests.reliability`: break everything, measure what is left, and write docs/reliability.md."""

from __future__ import annotations

import argparse
import sys
import time

from app.cli.scratch_postgres import PostgresMissing
from tests.reliability.faults import FAULTS
from tests.reliability.page import not_measured, renew, section
from tests.reliability.place import Place


def main() -> int:
    """Measure; 1 where something asked for was not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("--only", choices=FAULTS, help="measure this fault and renew its section")
    only, missed = parser.parse_args().only, 0
    for number, name in enumerate([only] if only else FAULTS, 1):
        fault, began = FAULTS[name], time.monotonic()
        print(f"{number}/{1 if only else len(FAULTS)} {fault.title} ...", flush=True)
        try:
            with Place() as place:
                figures = fault.measure(place)
        except (PostgresMissing, FileNotFoundError) as missing:
            renew({name: not_measured(fault, str(missing))})
            missed += 1
            continue
        missed += sum(figure.reached is False for figure in figures)
        written = section(name, figures, time.monotonic() - began)
        renew({name: written})  # at once: whoever stops here keeps what was measured
        print(written, flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

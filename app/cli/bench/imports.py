"""How fast a file of venues is taken in, and in how much memory, whatever its length."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

import app
from app.cli.bench.check_in_server import OURS
from app.cli.bench.figures import Figure
from app.cli.scratch_postgres import postgres

_GROWTH_MB: Final = 64.0
"""What ten times the lines may add: caches that fill, and nothing by the line."""
_HEADER: Final = "name,address,kind,capacity,opens,closes,days,latitude,longitude,ventilation,parent_name\n"
_WORDS: Final = ("Phở", "Hòa", "Bách", "Hóa", "Xanh", "Trung", "Nguyên", "Siêu", "Thị", "Bến", "Thành", "Đức")
_KINDS: Final = ("shop", "cafe", "nhà hàng", "market", "gym")
_INSIDE: Final = 100
"""A mall for so many lines; every tenth line stands in one."""


def imports(
    lines: Annotated[int, typer.Option(min=1_000, help="Venues of the larger file.")] = 100_000,
    on: Annotated[str, typer.Option(help="sqlite or postgresql, each of its own.")] = "sqlite",
) -> list[Figure]:
    """`ghe import venues` on a file, on one of a tenth of its lines, and on one that is wrong throughout."""
    with tempfile.TemporaryDirectory() as made, contextlib.ExitStack() as stack:
        folder = Path(made)
        server = stack.enter_context(postgres()) if on == "postgresql" else None
        found = []
        for name, count, wrong in (
            ("tenth", lines // 10, False),
            ("all", lines, False),
            ("bad", lines, True),
        ):
            url = f"sqlite:///{folder / name}.db"
            if server is not None:
                server.administer(f'CREATE DATABASE "{name}"')
                url = server.url(name)
            file = folder / f"{name}.csv"
            with file.open("w", encoding="utf-8") as target:
                target.writelines(_file(count, wrong=wrong))
            took, peak = _imported(file, url, expected=1 if wrong else 0)
            found.append((count / took, peak))
            kind = "wrong lines" if wrong else "lines"
            print(f"{on}, {count:,} {kind}: {count / took:,.0f}/s, {peak:,.0f} MB at most")
    (_, small), (rate, large), (refused, worst) = found
    return [
        Figure("imports", f"{on}: lines imported, of {lines:,}", rate, "/s"),
        Figure("imports", f"{on}: peak memory at {lines:,} lines", large, "MB"),
        Figure("imports", f"{on}: more than at a tenth", large - small, "MB", most=_GROWTH_MB),
        Figure("imports", f"{on}: wrong lines refused", refused, "/s"),
        Figure("imports", f"{on}: more with every line wrong", worst - small, "MB", most=_GROWTH_MB),
    ]


def _file(count: int, *, wrong: bool) -> Iterator[str]:
    """A city's venues, the same every time."""
    chance = random.Random(7)  # noqa: S311 - made-up places
    yield _HEADER
    malls = count // _INSIDE + 1
    for number in range(count):
        name = f"{' '.join(chance.sample(_WORDS, 3))} {number}"
        name = name if number >= malls else f"Trung tâm {number}"
        inside = f"Trung tâm {chance.randrange(malls)}" if number >= malls and number % 10 == 0 else ""
        north, east = 10.5 + chance.random() / 2, 106.4 + chance.random() / 2
        address = f"{chance.randrange(900)} Đường số {chance.randrange(3_000)}, Quận {chance.randrange(12)}"
        yield (
            f'{name},"{address}",{chance.choice(_KINDS)},{"many" if wrong else chance.randrange(1, 300)},'
            f"07:00,22:00,Mon-Sat,{north:.6f},{east:.6f},windows,{inside}\n"
        )


def _imported(file: Path, url: str, *, expected: int) -> tuple[float, float]:
    """Seconds of the command, its start included, and MB at most; of this process's child alone."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", OURS, "import", "venues", str(file)],
        env=os.environ | {"GHE_DATABASE_URL": url, "PYTHONPATH": str(Path(app.__file__).parents[1])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expected:
        raise RuntimeError(f"ghe import ended with {process.returncode}")
    return time.perf_counter() - began, used.ru_maxrss / 1024

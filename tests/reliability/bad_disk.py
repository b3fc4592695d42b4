"""A real disk made slow or full: a small library that is loaded before the C library (bad_disk.c)."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class BadDisk:
    """What a program needs in its environment to meet it."""

    library: Path
    flag: Path

    def slow(self, milliseconds: float) -> dict[str, str]:
        """Every sync takes so much longer."""
        return {"LD_PRELOAD": str(self.library), "GHE_SYNC_MS": str(milliseconds)}

    def can_fill(self, below: Path) -> dict[str, str]:
        """While `full()` lasts no file whose path begins so can grow."""
        return {
            "LD_PRELOAD": str(self.library),
            "GHE_FULL": str(self.flag),
            "GHE_FULL_BELOW": str(below.resolve()),
        }

    @contextlib.contextmanager
    def full(self) -> Iterator[None]:
        """No room meanwhile."""
        self.flag.touch()
        try:
            yield
        finally:
            self.flag.unlink()


def build(compiler: str, folder: Path) -> BadDisk:
    """Compile it here; the programs that load it may run as another user."""
    library = folder / "bad_disk.so"
    source = Path(__file__).with_suffix(".c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    folder.chmod(0o755)
    return BadDisk(library, folder / "full")


@contextlib.contextmanager
def variables(more: Mapping[str, str]) -> Iterator[None]:
    """Set for whatever is started meanwhile."""
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value

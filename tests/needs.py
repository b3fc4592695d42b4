"""Names what the tests need beyond Python, and installs it where that needs no question asked.

Chromium walks the pages, PostgreSQL runs the store's tests a second time, poppler turns PDFs into pictures.
As root on a Debian-like system they are installed; elsewhere the missing one is named and its tests are
skipped in plain sight. With CI=true a missing component is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDS = {
    "chromium": lambda: (
        shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    ),
    "postgresql": lambda: list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb"),
    "poppler-utils": lambda: shutil.which("pdftoppm"),
}


def missing() -> list[str]:
    """The packages that are not there."""
    return [package for package, found in NEEDS.items() if not found()]


def main() -> int:
    """Install or report; 1 when CI lacks something."""
    lacking = missing()
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(lacking)} ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *lacking], check=False, **quiet
        )
        lacking = missing()
    if lacking:
        print(f"Missing, so their tests are skipped: {', '.join(lacking)} (apt install {' '.join(lacking)})")
    return 1 if lacking and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())

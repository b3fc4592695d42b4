from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [path for top in ("app", "qr", "maps") for path in (ROOT / top).rglob("*.py")]


def test_imports_point_downward():
    found = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout


def test_no_contract_has_exceptions():
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()


def test_the_migrations_folder_does_not_shadow_the_library():
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_modules_stay_short():
    modules = [path for path in SOURCES if path.name != "__init__.py"]
    assert max(map(_lines, modules)) <= 300
    # What measures the program is not a part of it: a benchmark is one long errand.
    lengths = sorted(_lines(path) for path in modules if "bench" not in path.parts)
    assert lengths[len(lengths) // 2] <= 80


def _lines(path):
    return len(path.read_text().splitlines())


def test_no_module_of_the_rules_reads_a_clock():
    for layer in ("domain", "science", "simulation"):
        for path in (ROOT / "app" / layer).rglob("*.py"):
            text = path.read_text()
            assert "datetime.now" not in text, path
            assert "time.time" not in text, path

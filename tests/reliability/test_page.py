from __future__ import annotations

import pytest

from app.cli.bench.figures import Figure
from tests.reliability import page
from tests.reliability.faults import FAULTS


@pytest.fixture
def written(tmp_path, monkeypatch):
    monkeypatch.setattr(page, "PAGE", tmp_path / "reliability.md")

    def renew(**values):
        page.renew(
            {
                name.replace("_", "-"): page.section(
                    name.replace("_", "-"), [Figure("", "lost", value, "", most=0)], 1
                )
                for name, value in values.items()
            }
        )
        return page.PAGE.read_text()

    return renew


def test_one_section_is_renewed_and_the_others_stay(written):
    first = written(kills=0)
    assert first.count("## ") == len(FAULTS) + 1
    assert first.count("Not measured: not yet.") == len(FAULTS) - 1
    second = written(storms=7)
    assert "| lost | 7  | at most 0: **not reached** |" in second
    assert second.count("Not measured: not yet.") == len(FAULTS) - 2
    assert written(storms=7) == second
    assert written(storms=0) == written(kills=0, storms=0)

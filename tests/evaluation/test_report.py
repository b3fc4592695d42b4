"""The report: every step on a few tiny cities, and the same bytes each time."""

import csv
import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from app.cli.commands import cli
from app.evaluation import report, study
from app.evaluation.study import LEVELS, MIDDLE, QUICK, RANKERS, REPORTING, TUNING, Level, outcomes, run
from app.evaluation.summary import BASELINES, FIGURES, Summary

TINY = replace(
    QUICK, people=1200, days=14, seeds=(1, 2), parts=("frailty",), levels=(MIDDLE, Level(1.0, 1.0))
)


@pytest.fixture(scope="module")
def summary():
    whole = Summary()
    for found in run(TINY, 1):
        whole.add(found)
    return whole


@pytest.fixture(scope="module")
def folder(summary, tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    report.write(summary, TINY, folder)
    return folder


def test_tuning_and_reporting_share_no_seed():
    assert set(TUNING) == set(range(1, 21))
    assert set(REPORTING) == set(range(101, 151))
    assert study.FULL.seeds == tuple(REPORTING)


def test_levels_span_what_was_asked_for():
    assert {level.compliance for level in LEVELS} == {0.2, 0.4, 0.6, 0.8, 1.0}
    assert {level.check_outs for level in LEVELS} == {0.0, 0.5, 1.0}
    assert len(LEVELS) == 15
    assert MIDDLE in LEVELS


def test_every_world_is_seen_at_its_levels(summary):
    assert summary.levels("plain") == summary.levels("misspecified") == sorted(TINY.levels)
    assert summary.levels("frailty") == [MIDDLE]
    assert [outcome.seed for outcome in summary.cells["plain", MIDDLE]] == [1, 2]


def test_a_city_scores_the_same_twice(summary):
    again = outcomes(TINY, "plain", 1)
    for outcome in again:
        (before,) = [o for o in summary.cells["plain", outcome.level] if o.seed == 1]
        for key, found in outcome.scores.items():
            assert found.figures == pytest.approx(before.scores[key].figures, nan_ok=True, rel=0, abs=0)


def test_differences_are_paired_by_city(summary):
    ours = summary.values("plain", MIDDLE, "ours", "recall")
    theirs = summary.values("plain", MIDDLE, "minutes", "recall")
    found = summary.ahead("plain", MIDDLE, "minutes", "recall")
    apart = [a - b for a, b in zip(ours, theirs, strict=True) if a == a and b == b]  # noqa: PLR0124 - nan
    assert apart
    assert found.mean == pytest.approx(sum(apart) / len(apart))


def test_the_page_tells_every_figure_against_every_baseline(folder):
    page = (folder / "evaluation.md").read_text(encoding="utf-8")
    assert "$" not in page
    for words in FIGURES.values():
        assert page.count(f"| {words} |") >= 2
    for heading in ("Ties and losses", "Calibration", "What each broken assumption costs", "Level by level"):
        assert f"## {heading}" in page
    assert "1 to 2" in page
    assert "frailty" in page


def test_every_tie_and_loss_is_printed(summary, folder):
    page = (folder / "evaluation.md").read_text(encoding="utf-8")
    section = page.split("## Ties and losses")[1].split("\n## ")[0]
    told = sum(
        summary.ahead(world, level, baseline, figure).verdict.value != "ahead"
        for world in TINY.worlds
        for level in TINY.levels
        for baseline in BASELINES
        for figure in FIGURES
    )
    assert len(re.findall(r"\d+% / \d+% \(", section)) == told
    assert told > 0


def test_every_picture_of_the_page_is_there_and_has_words(folder):
    page = (folder / "evaluation.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", page)
    assert len(pictures) == 6
    for words, target in pictures:
        assert len(words) > 10
        picture = (folder / target).read_text(encoding="utf-8")
        assert picture.startswith("<?xml")
        assert "<text" in picture  # letters, not outlines: they can be read out and searched
        assert not re.search(r"<dc:date>|href=\"https?:", picture)


def test_the_same_outcomes_are_the_same_bytes(summary, folder, tmp_path):
    report.write(summary, TINY, tmp_path)
    files = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert len(files) == 8
    for path in files:
        assert (tmp_path / path).read_bytes() == (folder / path).read_bytes(), path


def test_the_table_holds_what_the_page_does_not(folder):
    with (folder / "evaluation" / "levels.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["of"] for row in rows} == {
        *(ranker.key for ranker in RANKERS),
        *(f"ours-{baseline}" for baseline in BASELINES),
    }
    assert set(FIGURES) <= {row["figure"] for row in rows}
    assert all(float(row["low"]) <= float(row["mean"]) <= float(row["high"]) for row in rows)


@pytest.mark.long
def test_two_processes_find_what_one_finds(summary):
    for found in run(TINY, 2):
        for outcome in found:
            (before,) = [o for o in summary.cells[outcome.world, outcome.level] if o.seed == outcome.seed]
            assert outcome.scores["ours"].figures == pytest.approx(before.scores["ours"].figures, nan_ok=True)


@pytest.mark.long
def test_the_command_writes_the_page(tmp_path):
    done = CliRunner().invoke(
        cli, ["evaluate", "tracing", "--quick", "--processes", "1", "--out", str(tmp_path)]
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / "evaluation.md").exists()

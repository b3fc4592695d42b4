from __future__ import annotations

import re

import numpy as np
import pytest

from app.evaluation import effect_page, projection_page


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    """Fifty days that double every week, in two places."""
    file = tmp_path_factory.mktemp("counts") / "counts.csv"
    lines = [
        f"2021-{5 + n // 30:02d}-{1 + n % 30:02d},{place},{round(2 ** (n / 7))}"
        for n in range(50)
        for place in ("a", "b")
    ]
    file.write_text("\n".join(["date,ward,cases", *lines]), encoding="utf-8")
    return file


def test_the_page_of_the_projection_scores_every_epidemic_and_both_baselines(tmp_path, counts):
    page = projection_page.write(tmp_path, step=20, draws=40, seeds=range(101, 104), counts=counts)
    text = page.read_text(encoding="utf-8")
    assert "$" not in text
    for name in ("Influenza, Baltimore 1918", "peaks and declines", "steady rises", "2021, all wards"):
        assert name in text
    first = re.search(r"Baltimore 1918 \| (\d+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+)", text)
    assert all(float(number) > 0 for number in first.groups())


def test_without_counts_the_demonstration_says_that_it_was_not_run(tmp_path):
    page = projection_page.write(tmp_path, step=40, draws=20, seeds=range(101, 103))
    assert "Not run" in page.read_text(encoding="utf-8")


def test_places_are_added_and_days_without_a_line_have_none(tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text("date,cases\n2021-05-01,2\n2021-05-01,3\n2021-05-03,1\n", encoding="utf-8")
    assert np.array_equal(projection_page.daily_counts(file), [5, 0, 1])


@pytest.mark.parametrize(
    "text", ["day,cases\n", "date,cases\n", "date,cases\n2021-13-01,1\n", "date,cases\n2021-05-01,x\n"]
)
def test_a_file_without_counts_is_named(tmp_path, text):
    file = tmp_path / "counts.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(projection_page.CountsRefused, match=r"counts\.csv"):
        projection_page.daily_counts(file)


def test_the_page_of_the_effect_stands_beside_the_published_figures(tmp_path):
    text = effect_page.write(tmp_path, runs=2, seed=1).read_text(encoding="utf-8")
    assert "$" not in text
    assert "1.55, 1.53" in text
    assert text.count("isolation |") == 4

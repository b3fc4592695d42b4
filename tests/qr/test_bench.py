from dataclasses import replace

import numpy as np
import pytest
from PIL import ImageChops

from qr.bench import __main__ as command
from qr.bench import layouts, prints, reader, report
from qr.bench.camera import PHONE, Phone, Shot, take
from qr.bench.conditions import CONDITIONS, HAND
from qr.bench.layouts import LAYOUTS
from qr.bench.measure import Effort, Subject, Target, alone, rate, smallest
from qr.bench.payloads import ALL, CROCKFORD, OTHERS, OURS, SHORT, SIGNED
from qr.symbol import Level

QUICK = Effort(seed=7, shots=5, step=0.93)
VERSIONS_AT_M = {
    "PC-Covid, short address": 3,
    "luca, table": 5,
    "luca, guest": 7,
    "Cléa, short": 9,
    "Cléa, full": 12,
    "CWA": 11,
    "NHS": 11,
    "LeaveHomeSafe": 12,
    "CrowdNotifier": 13,
    "luca with CWA": 13,
}
"""As measured with another encoder on the real payloads."""


def other(system):
    return next(payload for payload in OTHERS if payload.system == system)


def plain(symbol, **changes):
    shot = replace(Shot(side=4.0 * symbol.full_size, blur=0, noise=0, jpeg=95), **changes)
    return take(prints.of_symbol(symbol), shot, np.random.default_rng(1))


def dark_box(picture):
    return picture.point(lambda grey: 255 * (grey < 90)).getbbox()


@pytest.fixture(scope="module")
def poster():
    return Subject.of(LAYOUTS["poster A4"]())


def test_symbols_of_others_are_as_dense_as_the_real_ones():
    dense = {
        each.system: each.symbol.version for each in OTHERS if each.level is Level.M and not each.version
    }
    assert dense == VERSIONS_AT_M
    assert (other("NZ").symbol.version, other("NZ").symbol.level) == (13, Level.M)
    assert (other("NSW").symbol.version, other("NSW").symbol.level) == (16, Level.H)


def test_every_payload_has_its_length_and_is_read_from_near_by():
    for payload in ALL:
        assert len(payload.text) == payload.length
        assert reader.texts(plain(payload.symbol)) == {payload.text}


def test_ours_are_as_small_as_they_promise():
    assert (OURS.symbol.version, OURS.symbol.level) == (3, Level.Q)
    assert (SIGNED.symbol.version, SIGNED.symbol.level) == (6, Level.M)
    assert (SHORT.symbol.version, SHORT.symbol.level) == (2, Level.M)
    assert all(set(ours.text[-17:]) <= set(CROCKFORD) for ours in (OURS, SIGNED, SHORT))


@pytest.mark.parametrize("system", ["luca, table", "Cléa, short", "NHS", "NZ", "NSW"])
def test_ours_is_read_from_further_away(system):
    mine = smallest(alone(OURS.symbol), HAND, QUICK)
    theirs = smallest(alone(other(system).symbol), HAND, QUICK)
    assert mine < theirs * QUICK.step


def test_the_densest_one_of_ours_is_read_from_further_away_than_the_other_signed_one():
    assert smallest(alone(SIGNED.symbol), HAND, QUICK) < smallest(alone(other("NHS").symbol), HAND, QUICK)


def test_the_one_that_is_as_small_as_ours_is_read_from_as_far():
    mine = smallest(alone(OURS.symbol), HAND, QUICK)
    theirs = smallest(alone(other("PC-Covid, short address").symbol), HAND, QUICK)
    assert QUICK.step**2 < mine / theirs < QUICK.step**-2


def test_nothing_is_read_below_the_smallest_size():
    least = smallest(alone(OURS.symbol), HAND, QUICK)
    assert rate(alone(OURS.symbol), least, HAND, QUICK) >= 0.9
    assert rate(alone(OURS.symbol), least * 0.6, HAND, QUICK) == 0


def test_another_text_does_not_count_as_read():
    seen = prints.of_symbol(OURS.symbol)
    wrong = Target(replace(OURS.symbol, text="ANOTHER"), lambda number: seen)
    assert rate(wrong, 200, HAND, QUICK) == 0


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_is_read(name):
    assert Subject.of(LAYOUTS[name]()).rate(HAND, replace(QUICK, shots=3), module=3) == 1


def test_what_the_level_repairs_may_be_covered_and_no_more(poster):
    [promised] = [each for each in CONDITIONS if each.covered]
    assert poster.rate(promised, QUICK, module=5) == 1
    assert poster.rate(replace(promised, covered=2.5), QUICK, module=5) == 0


def test_a_sticker_knows_a_symbol_that_is_upside_down():
    [promised] = [each for each in CONDITIONS if each.covered]
    tent = Subject.of(LAYOUTS["tent in two"]())
    assert tent.rate(promised, replace(QUICK, shots=12), module=5) == 1


def test_a_print_too_coarse_for_its_modules_is_told_from_one_that_is_not_read(poster):
    [coarse] = [each for each in CONDITIONS if each.print_dpi]
    assert poster.rate(coarse, QUICK, module=4) == 1
    assert poster.rate(replace(coarse, print_dpi=10), QUICK, module=4) is None


@pytest.mark.parametrize("by", [each for each in CONDITIONS if each is not HAND], ids=lambda by: by.name)
def test_every_condition_changes_the_picture(poster, by):
    def picture(condition):
        rng = np.random.default_rng(3)
        seen = poster.target(condition, QUICK).seen(0)
        shot = replace(condition.shot(1, 0, 150, 1 / 37), shift=(0, 0))
        return take(seen, shot, rng)

    difference = ImageChops.difference(picture(by), picture(replace(HAND, name=by.name)))
    assert np.asarray(difference).mean() > 0.5


def test_the_same_seed_takes_the_same_picture_and_another_one_another(poster):
    for by in CONDITIONS:
        one, again, differing = (
            take(poster.sharp[0], by.shot(seed, 2, 120, 1 / 37), by.chance(seed, 9)).tobytes()
            for seed in (1, 1, 2)
        )
        assert one == again != differing


def test_shots_are_the_same_for_every_symbol_that_is_compared():
    shot = HAND.shot(1, 5, 100, 1 / 37)
    assert replace(HAND.shot(1, 5, 300, 1 / 89), side=100) == shot
    assert HAND.shot(1, 6, 100, 1 / 37) != shot


def test_a_distance_is_that_of_a_pinhole():
    assert Phone(pixels=2000, angle=90).distance(side=100, pixels=50) == pytest.approx(2)
    assert pytest.approx(2933, abs=1) == PHONE.focal_length
    assert PHONE.distance(130, 60) == pytest.approx(2 * PHONE.distance(130, 120))


def test_a_symbol_covers_the_pixels_it_is_said_to_cover():
    left, top, right, bottom = dark_box(plain(OURS.symbol))
    assert (right - left, bottom - top) == pytest.approx((29 * 4, 29 * 4), abs=1)


def test_a_symbol_that_is_tilted_is_lower_and_narrower_at_its_far_edge():
    left, top, right, bottom = dark_box(plain(OURS.symbol, tilt=50))
    assert right - left == pytest.approx(29 * 4, rel=0.1)
    assert bottom - top == pytest.approx(29 * 4 * np.cos(np.radians(50)), rel=0.1)


def test_the_page_says_what_was_measured_and_where_ours_loses(monkeypatch):
    monkeypatch.setattr(layouts, "LAYOUTS", {"person card": LAYOUTS["person card"]})
    effort = Effort(seed=1, shots=3, step=0.95)
    rows = report.compare(effort, (OURS, SIGNED, OTHERS[0], OTHERS[1]))
    page = "\n".join(report.write(effort, rows, "python -m qr.bench"))
    assert page == "\n".join(report.write(effort, rows, "python -m qr.bench"))
    assert "| **Ghé, venue code** | 47 | 3-Q | 29 |" in page
    assert "PC-Covid, short address makes a symbol of 29 modules" in page
    assert "Ghé, signed code loses to PC-Covid, short address and luca, table." in page
    assert "| person card | 47 | 1.27 |" in page


@pytest.mark.parametrize(
    ("theirs", "said"), [(50, "which loses"), (61, "a draw within one step of size"), (80, "further")]
)
def test_the_verdict_is_honest(theirs, said):
    rows = [report.Row(OURS, 60, 60), report.Row(OTHERS[0], theirs, theirs), report.Row(OTHERS[1], 99, 99)]
    verdict = "\n".join(report.verdict(rows, Effort(1, 10, 0.97)))
    assert f"its distance, {said}." in verdict
    assert ("Ghé, venue code loses to PC-Covid" in verdict) == (theirs < 60)


def test_the_command_writes_what_it_prints(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(layouts, "LAYOUTS", {})
    rows = [report.Row(OURS, 60, 60), report.Row(OTHERS[0], 61, 62), report.Row(OTHERS[1], 99, 99)]
    monkeypatch.setattr(report, "compare", lambda effort: rows)
    assert command.main(["--out", str(tmp_path / "page.md")]) == 0
    assert (tmp_path / "page.md").read_text() == capsys.readouterr().out != ""


def test_a_missing_reader_is_named(monkeypatch, capsys):
    monkeypatch.setattr(reader, "find_spec", lambda name: None)
    assert command.main([]) == 2
    assert "zxing-cpp" in capsys.readouterr().err

from dataclasses import replace

import numpy as np
import pytest
from PIL import ImageChops

from qr.bench import __main__ as command
from qr.bench import beside, layouts, prints, reader, report
from qr.bench.beside import Pair, Row
from qr.bench.camera import PHONE, Phone, Shot, take
from qr.bench.conditions import CONDITIONS, DIM, HAND
from qr.bench.layouts import LAYOUTS
from qr.bench.measure import (
    Effort,
    Needed,
    Subject,
    Target,
    _crossing,
    alone,
    jackknife,
    needed,
    paired,
    rate,
    smallest,
)
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


def test_every_text_of_a_system_is_another_one_of_the_same_size():
    for payload in ALL:
        symbols = payload.symbols(5)
        assert symbols[0] == payload.symbol
        assert len({symbol.text for symbol in symbols}) == 5
        assert {(len(symbol.text), symbol.size) for symbol in symbols} == {
            (payload.length, payload.symbol.size)
        }


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


def test_the_one_that_is_as_small_as_ours_is_read_less_often_at_the_same_size():
    effort = Effort(seed=7, shots=160, step=0.97, texts=40)
    both = tuple(alone(*each.symbols(40)) for each in (OURS, other("PC-Covid, short address")))
    mine, theirs, error = paired(both, 57, HAND, effort)
    assert mine > theirs + error > error > 0
    assert paired(both[:1] * 2, 57, HAND, effort) == (mine, mine, 0)


def test_what_is_needed_lies_where_nine_tenths_are_read():
    effort = Effort(seed=7, shots=60, step=0.97, texts=12)
    target = alone(*OURS.symbols(12))
    found = needed(target, HAND, effort)
    assert (
        rate(target, found.side * 0.94, HAND, effort) < 0.9 <= rate(target, found.side * 1.06, HAND, effort)
    )
    assert 0 < found.error < 0.1 * found.side
    assert found.ratio(found) == (1, 0)
    assert needed(target, HAND, effort) == found, "the same seed, the same figures"
    blank = Target(target.symbols, lambda number: prints.of_symbol(OTHERS[0].symbol))
    assert needed(blank, HAND, effort).side == np.inf


def test_a_line_through_rates_crosses_where_it_should():
    sides = [100 * 1.01**k for k in range(-2, 3)]
    straight = [0.9 + 2 * np.log(side / 100.5) for side in sides]
    assert _crossing(sides, straight) == pytest.approx(100.5)
    assert _crossing(sides, [0.5] * 5) == 100, "flat: nothing better is known"
    assert _crossing(sides, [0.5, 0.51, 0.52, 0.53, 0.54]) == pytest.approx(sides[-1])


def test_the_jackknife_is_the_standard_error_of_a_mean():
    values = [3.0, 5.0, 4.0, 8.0, 1.0]
    without = [(sum(values) - each) / 4 for each in values]
    assert jackknife(without) == pytest.approx(np.std(values, ddof=1) / np.sqrt(5))
    assert jackknife([4.2]) == np.inf


def test_nothing_is_read_below_the_smallest_size():
    least = smallest(alone(OURS.symbol), HAND, QUICK)
    assert rate(alone(OURS.symbol), least, HAND, QUICK) >= 0.9
    assert rate(alone(OURS.symbol), least * 0.6, HAND, QUICK) == 0


def test_another_text_does_not_count_as_read():
    seen = prints.of_symbol(OURS.symbol)
    wrong = Target([replace(OURS.symbol, text="ANOTHER")], lambda number: seen)
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
    monkeypatch.setattr(beside, "_SIZES", (1.0,))
    effort, sheets = Effort(seed=1, shots=24, step=0.97, texts=6), Effort(seed=1, shots=3, step=0.95)
    compared = (OURS, SIGNED, OTHERS[0], OTHERS[1])
    page = "\n".join(report.write(effort, sheets, "python -m qr.bench", payloads=compared))
    assert "| **Ghé, venue code** | 47 | 3-Q | 29 |" in page
    assert "PC-Covid, short address makes a symbol of 29 modules" in page
    assert "Ghé, signed code loses to PC-Covid, short address and luca, table." in page
    assert "the same 96 shots of 24 texts each" in page
    assert "| person card | 47 | 1.27 |" in page


def size(side, spread=0.1):
    """Needed pixels with a standard error of the spread."""
    return Needed(side, (side - spread, side + spread))


@pytest.mark.parametrize(
    ("theirs", "said"), [(50, "which loses"), (60.1, "a draw within two standard errors"), (80, "further")]
)
def test_the_verdict_is_honest(theirs, said):
    mine, second = Needed(60, (60, 60)), Needed(99, (99, 99))
    rows = [Row(OURS, mine, mine), Row(OTHERS[0], size(theirs), size(theirs)), Row(OTHERS[1], second, second)]
    verdict = "\n".join(beside.verdict(rows))
    assert f"times its distance, {said}." in verdict
    assert ("Ghé, venue code loses to PC-Covid" in verdict) == (theirs < 60)


def test_a_pair_says_its_difference_and_how_sure_it_is():
    found = [Pair(DIM, OTHERS[0], 92.44, (0.7, 0.65, 0.012))]
    page = "\n".join(beside.pairs(found, Effort(1, 1000, 0.99, 40)))
    assert "the same 4000 shots of 160 texts each" in page
    assert page.endswith("| dim light | 92.4 | 70.0% | 65.0% | +5.0 points | 1.2 |")


def test_the_command_writes_what_it_prints(monkeypatch, tmp_path, capsys):
    asked = []
    monkeypatch.setattr(report, "write", lambda *given: asked.append(given) or ["# A page", "", "a line"])
    assert command.main(["--workers", "1", "--out", str(tmp_path / "page.md")]) == 0
    assert (tmp_path / "page.md").read_text() == capsys.readouterr().out == "# A page\n\na line\n"
    assert command.main(["--workers", "1", "--thorough"]) == 0
    assert [(effort.shots, effort.texts, run) for effort, _, _, run in asked] == [
        (60, 12, map),
        (1000, 40, map),
    ]


def test_a_missing_reader_is_named(monkeypatch, capsys):
    monkeypatch.setattr(reader, "find_spec", lambda name: None)
    assert command.main([]) == 2
    assert "zxing-cpp" in capsys.readouterr().err

"""Published rooms: the formulas of `science.rooms` against what others computed and saw."""

from __future__ import annotations

import math

import pytest

from app.science.rooms import mixed_hours


def concentration(emitted: float, volume: float, loss: float, stays: list[tuple[float, float]], at: float):
    step = 1e-5
    return emitted / (volume * loss) * sum(
        mixed_hours(end - start, at - start - step / 2, at - start + step / 2, loss=loss, tail=99.0) / step
        for start, end in stays
    )  # fmt: skip


@pytest.mark.published(
    "T10",
    "CAiMIRA 4.17 (Henriques and others 2022): office of 75 m³, 30 air changes, two presences",
    tolerance="1e-6",
)
def test_caimira_office():
    # E = 970 quanta an hour times 50 virions; losses: air changes, settling, decay at 20 °C and 50 %.
    emitted, volume, loss = 970 * 50, 75.0, 30 + 0.4512 + 1.1537027
    stays = [(0.0, 4.0), (5.0, 8.0)]
    assert concentration(emitted, volume, loss, stays, 4.0 - 1e-5) == pytest.approx(20.46096, abs=5e-6)
    assert concentration(emitted, volume, loss, stays, 7.0) == pytest.approx(20.46096, abs=5e-6)
    assert concentration(emitted, volume, loss, stays[:1], 5.0) == pytest.approx(3.846725e-13, rel=1e-5)
    # The thousand exposed keep the same hours and lunch elsewhere.
    mixed = sum(mixed_hours(end - start, 0, end - start, loss=loss, tail=0.0) for start, end in stays)
    breathed = emitted / (volume * loss) * mixed
    inhaled = breathed * 1.25 * 0.6
    assert 1000 * -math.expm1(-inhaled * math.log(2) / 50) == pytest.approx(771.380385, abs=5e-7)


@pytest.mark.published(
    "T11",
    "Skagit choir (Miller and others 2021): 970 quanta/h, 810 m³, 2.5 h; 53 of 61 fell ill",
    tolerance="1e-4",
)
@pytest.mark.parametrize(("loss", "share"), [(0.6, 0.9291), (1.87, 0.7504), (3.13, 0.6006), (5.0, 0.4544)])
def test_skagit_choir(loss, share):
    mean = 970 / (810 * loss) * mixed_hours(2.5, 0, 2.5, loss=loss, tail=0.0) / 2.5
    assert -math.expm1(-mean * 1.1 * 2.5) == pytest.approx(share, abs=5e-5)


def test_twice_the_air_changes_would_be_noticed():
    mean = 970 / (810 * 3.74) * mixed_hours(2.5, 0, 2.5, loss=3.74, tail=0.0) / 2.5
    assert -math.expm1(-mean * 1.1 * 2.5) < 0.7504 - 0.1

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.disease_checks import checked_disease
from app.domain.disease_profiles import DISEASES
from app.domain.diseases import Mode, Thresholds
from app.domain.distributions import Daily, Distribution, Family
from app.domain.errors import InputRefused
from app.domain.spaces import SpaceKind

COVID, EBOLA = DISEASES["covid-19"], DISEASES["ebola"]
MINUTES = COVID.thresholds.minutes


def problems(disease):
    with pytest.raises(InputRefused) as refused:
        checked_disease(disease)
    return [(p.field, p.kind) for p in refused.value.problems]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"slug": "Covid"}, ("slug", "slug")),
        ({"slug": "a" * 33}, ("slug", "slug")),
        ({"slug": "flu-0901234567"}, ("slug", "slug")),
        ({"slug": "covid--19"}, ("slug", "slug")),
        ({"name": {"vi": "Cúm"}}, ("name.en", "missing")),
        ({"name": {"vi": "Cúm", "en": "{{7*7}}"}}, ("name.en", "markup")),
        ({"name": {"vi": "Cúm", "en": "x" * 61}}, ("name.en", "too_long")),
        ({"incubation": Daily(1, (0.5, 0.4))}, ("incubation", "not_one")),
        ({"incubation": Daily(1, (1.5, -0.5))}, ("incubation", "not_one")),
        ({"incubation": Daily(1, ())}, ("incubation", "not_one")),
        ({"incubation": Daily(-1, (0.5, 0.5))}, ("incubation", "below_zero")),
        ({"incubation": Distribution(Family.GAMMA, 2, 1, 0.5)}, ("incubation", "below_zero")),
        ({"infectiousness": Distribution(Family.GAMMA, 0, 1)}, ("infectiousness", "not_positive")),
        ({"infectiousness": Distribution(Family.GAMMA, 1, float("nan"))}, ("infectiousness", "not_positive")),
        ({"serial_interval": Daily(0, (0.1, 0.9))}, ("serial_interval", "mass_at_zero")),
        ({"serial_interval": Daily(-2, (0.1, 0, 0, 0.9))}, ("serial_interval", "mass_at_zero")),
        ({"incubation_window": (14, 1)}, ("incubation_window", "window")),
        ({"incubation_window": (-1, 14)}, ("incubation_window", "window")),
        ({"incubation_window": (1, 400)}, ("incubation_window", "window")),
        ({"infectious_before": -1}, ("infectious_before", "window")),
        ({"infectious_after": 121}, ("infectious_after", "window")),
        ({"sample_window": (3, -7)}, ("sample_window", "window")),
        ({"dispersion": 0}, ("dispersion", "not_positive")),
        ({"dispersion": float("inf")}, ("dispersion", "not_positive")),
        ({"without_symptoms": 1.1}, ("without_symptoms", "share")),
        ({"tail": timedelta(minutes=-1)}, ("tail", "minutes")),
        ({"tail": timedelta(days=2)}, ("tail", "minutes")),
        ({"follow_up_days": -1}, ("follow_up_days", "range")),
        ({"reporting_days": 200}, ("reporting_days", "range")),
        ({"thresholds": Thresholds({**MINUTES, SpaceKind.HALL: -1})}, ("thresholds.minutes.hall", "minutes")),
        (
            {"thresholds": Thresholds({k: v for k, v in MINUTES.items() if k is not SpaceKind.HALL})},
            ("thresholds.minutes.hall", "missing"),
        ),
        ({"thresholds": Thresholds(MINUTES, 0.5)}, ("thresholds.weak", "factor")),
        ({"dose": replace(COVID.dose, per_hour=0)}, ("dose.per_hour", "not_positive")),
        ({"dose": replace(COVID.dose, per_hour_spread=0.9)}, ("dose.per_hour_spread", "factor")),
        ({"dose": replace(COVID.dose, near_share=-0.1)}, ("dose.near_share", "share")),
        ({"dose": replace(COVID.dose, loss_per_hour=float("nan"))}, ("dose.loss_per_hour", "not_positive")),
        ({"mode": Mode.CONTACT}, ("dose", "not_by_air")),
        ({"mode": Mode.VECTOR}, ("dose", "not_by_air")),
    ],
)
def test_what_is_wrong_is_named_alone(changed, expected):
    assert problems(replace(COVID, **changed)) == [expected]


def test_an_airborne_disease_needs_a_dose_and_its_sources_go_with_it():
    found = problems(replace(COVID, dose=None))
    assert found[0] == ("dose", "missing")
    assert set(found[1:]) == {
        (f"sources.dose.{name}", "unexpected")
        for name in ("per_hour", "per_hour_spread", "near_share", "loss_per_hour")
    }


@pytest.mark.parametrize("field", ["incubation", "thresholds", "dose.near_share", "reporting_days"])
def test_every_value_must_be_cited(field):
    left = {name: source for name, source in COVID.sources.items() if name != field}
    assert problems(replace(COVID, sources=left)) == [(f"sources.{field}", "source")]


@pytest.mark.parametrize("source", ["", "everybody knows", "ibid., p. 12", "in 99 cases"])
def test_a_source_without_a_year_is_none(source):
    assert problems(replace(COVID, sources={**COVID.sources, "tail": source})) == [("sources.tail", "source")]


def test_everything_is_told_at_once_and_in_order():
    wrong = replace(EBOLA, slug="E", dispersion=-1, infectious_after=-1, sources={})
    found = problems(wrong)
    assert found[:3] == [("slug", "slug"), ("infectious_after", "window"), ("dispersion", "not_positive")]
    assert len(found) == 3 + len(EBOLA.sources)


def test_a_serial_interval_below_zero_is_true_of_covid_and_let_pass():
    assert checked_disease(COVID).serial_interval.shift == 7
    positive = replace(COVID, serial_interval=Daily(1, (0.25, 0.5, 0.25)))
    assert checked_disease(positive) is positive


def test_zero_shares_before_day_one_carry_no_mass():
    padded = replace(COVID, serial_interval=Daily(-1, (0, 0, 0.5, 0.5)))
    assert checked_disease(padded) is padded

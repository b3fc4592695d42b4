"""One small city with an outbreak, seen at a middling level."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.profiles.covid_19 import COVID_19
from app.evaluation.reported import reported
from app.evaluation.seen import seen as seen_through
from app.evaluation.truth import truth as truth_of
from app.simulation.city import simulate
from app.simulation.law import LAW
from app.simulation.observing import observed

START, UNTIL = date(2026, 11, 2), date(2026, 11, 25)


@pytest.fixture(scope="session")
def city():
    return simulate(4000, START, UNTIL, 11, law=replace(LAW, index_cases=8.0))


@pytest.fixture(scope="session")
def cases(city):
    found = reported(city, COVID_19)
    assert len(found) > 30
    return found


@pytest.fixture(scope="session")
def scans(city):
    return observed(city, compliance=0.7, check_outs=0.5, seed=1)


@pytest.fixture(scope="session")
def seen(city, scans, cases):
    return seen_through(city, scans, cases, COVID_19)


@pytest.fixture(scope="session")
def truth(city, cases):
    found = truth_of(city, cases)
    assert len(found.case) > 20
    assert (found.infector >= 0).sum() > 5
    return found

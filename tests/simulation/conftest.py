"""One small city for all tests of this folder: 4,000 people, a fortnight, enough infections to check."""

from datetime import date

import pytest

from app.simulation.city import simulate

START, UNTIL = date(2026, 11, 2), date(2026, 11, 15)  # from a Monday to a Sunday


@pytest.fixture(scope="session")
def city():
    return simulate(4000, START, UNTIL, 7)


@pytest.fixture(scope="session")
def inside(city):
    """A mask over the stays: in a place that is inside another."""
    return city.places.parent[city.stays.venue] >= 0

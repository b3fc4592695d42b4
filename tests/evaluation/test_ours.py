"""Our own list is what the service's functions make of the same people."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest

from app.domain.assurance import Assurance, Flag
from app.domain.ids import VenueId
from app.domain.spans import Span
from app.evaluation.once import once
from app.evaluation.ours import dose_model
from app.science.combining import infected_by_one
from app.science.dose import Parts
from app.science.ranking import ranked
from app.science.tracing import Exposure


@pytest.fixture(scope="module")
def answers(seen):
    return dose_model(seen)


def test_everybody_who_was_there_is_on_the_list(seen, answers):
    people = len(seen.cases.row_of)
    met = seen.overlaps
    met = np.unique(met.case * people + met.person)
    met = met[seen.cases.called(met // people, met % people)]
    assert np.isin(met, answers.contacts.case * people + answers.contacts.item).all()


def test_it_claims_probabilities_and_orders_by_them(seen, answers):
    contacts = answers.contacts
    assert ((contacts.probability >= 0) & (contacts.probability < 1)).all()
    assert (contacts.score == contacts.probability).all()
    strongest = infected_by_one(np.array([100.0]), seen.disease.dispersion)[0]
    assert contacts.probability.max() < strongest


def test_more_hours_with_the_case_mean_more(seen, answers):
    people = len(seen.cases.row_of)
    met = seen.overlaps
    key, place = np.unique(met.case * people + met.person, return_inverse=True)
    hours = np.bincount(place, (met.end - met.start) / 3.6e9)
    contacts = answers.contacts
    at = np.searchsorted(key, contacts.case * people + contacts.item)
    at[at == len(key)] = 0
    known = key[at] == contacts.case * people + contacts.item
    order = np.corrcoef(
        np.argsort(np.argsort(hours[at[known]])), np.argsort(np.argsort(contacts.score[known]))
    )
    assert order[0, 1] > 0.5


def test_infectors_add_up_to_one_at_most(answers):
    total = np.bincount(answers.infectors.case, answers.infectors.score)
    assert total.max() <= 1 + 1e-9
    assert (total > 0).sum() > 5


def test_venues_before_the_incubation_are_no_sources(seen, answers):
    stays, case = seen.exposed
    own = set(zip(case.tolist(), stays.venue.tolist(), strict=True))
    scored = answers.sources.score > 0
    listed = zip(answers.sources.case[scored].tolist(), answers.sources.item[scored].tolist(), strict=True)
    assert set(listed) <= own
    assert (answers.sources.score >= 0).all()


def test_time_in_a_stall_and_in_its_market_counts_once():
    group = np.array([0, 0, 0, 1, 1])
    start, end = np.array([0, 20, 200, 0, 30]), np.array([100, 60, 300, 40, 50])
    worth = np.array([50.0, 80.0, 10.0, 8.0, 40.0])
    share = once(group, start, end, worth)
    assert share == pytest.approx([0.6, 1, 1, 0.75, 1])


def test_once_is_the_rule_of_the_service():
    """The hours that `science.ranking` gives the same exposures, spans and worths drawn at random."""
    rng, moments = np.random.default_rng(3), datetime(2026, 11, 2, tzinfo=UTC)
    for _ in range(60):
        count = int(rng.integers(1, 6))
        start = rng.integers(0, 300, count)
        end = start + rng.integers(1, 200, count)
        worth = rng.random(count)
        exposures = [
            Exposure(
                UUID(int=1),
                VenueId(UUID(int=10 + n)),
                None,
                Span(moments + timedelta(minutes=int(start[n])), moments + timedelta(minutes=int(end[n]))),
                timedelta(minutes=int(end[n] - start[n])),
                timedelta(),
                assumed=False,
                assurance=Assurance.STATIC,
                flags=Flag(0),
                parts=Parts(1.0, float(worth[n]), 0.0, 0.0, 1.0),
            )
            for n in range(count)
        ]
        share = once(np.zeros(count, dtype=np.int64), start, end, worth)
        assert (share * worth).sum() == pytest.approx(ranked(exposures)[0].hours, rel=1e-9)

"""What the tracer is given: right, complete, and without the truth."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from app.domain.profiles.covid_19 import COVID_19
from app.domain.spans import local_day
from app.evaluation.baselines import BASELINES
from app.evaluation.ours import OURS
from app.evaluation.reported import reported
from app.evaluation.seen import seen as seen_through
from app.science.stay_columns import NEVER
from app.simulation.columns import DAY, microseconds, midnight, moment


def test_cases_are_the_reports_of_the_time_in_their_order(city, cases):
    end = midnight(city.until + timedelta(days=1), city.zone)
    told = city.infections.reported_at
    assert len(cases) == ((told >= 0) & (told < end)).sum()
    assert (np.diff(cases.reported_at) >= 0).all()
    assert (cases.row_of[cases.who] == np.arange(len(cases))).all()
    assert (cases.row_of >= 0).sum() == len(cases)


def test_an_onset_is_known_to_the_day_and_a_sample_stands_for_none(city, cases):
    row = {person: n for n, person in enumerate(city.infections.person.tolist())}
    wide = 0
    for case, who in enumerate(cases.who.tolist()):
        onset = city.infections.onset_at[row[who]]
        if onset >= 0:
            assert cases.onset_from[case] == midnight(local_day(moment(onset), city.zone), city.zone)
            assert cases.onset_until[case] - cases.onset_from[case] == DAY
            assert cases.infectious_from[case] == cases.onset_from[case] - 4 * DAY
        else:
            wide += 1
            assert cases.onset_until[case] - cases.onset_from[case] > 2 * DAY
        sample = local_day(moment(city.infections.tested_at[row[who]]), city.zone)
        assert cases.infectious_until[case] <= midnight(sample + timedelta(days=1), city.zone)
    assert wide > 0


def test_households_and_those_reported_earlier_need_no_call(cases):
    first, later = np.array([0]), np.array([5])
    assert not cases.called(later, cases.who[first])[0]
    assert not cases.called(first, cases.who[first])[0]
    apart = cases.household[cases.who[0]] != cases.household[cases.who[5]]
    assert cases.called(first, cases.who[later])[0] == (apart and cases.reported_at[0] < cases.reported_at[5])
    home = np.flatnonzero(cases.household == cases.household[cases.who[0]])
    assert not cases.called(np.zeros(len(home), dtype=np.int64), home).any()


def test_closing_times_are_those_of_the_domain(city, scans, seen):
    chosen = np.random.default_rng(1).choice(len(scans.venue), 400, replace=False)
    bounded = 0
    for row in chosen.tolist():
        closing = city.places.hours[scans.venue[row]].closing(moment(scans.entered[row]), city.zone)
        expected = NEVER if closing is None else microseconds(closing)
        assert seen.visits.closing[row] == expected
        bounded += expected != NEVER
    assert 50 < bounded < 400


def test_presences_of_cases_lie_in_their_windows(cases, seen):
    stays, case = seen.infectious
    assert len(case) > 50
    assert (stays.who == cases.who[case]).all()
    assert ((stays.start < cases.infectious_until[case]) & (stays.end > cases.infectious_from[case])).all()
    stays, case = seen.exposed
    assert ((stays.start < cases.exposed_until[case]) & (stays.end > cases.exposed_from[case])).all()


@pytest.mark.parametrize("ranker", [OURS, *BASELINES], ids=lambda ranker: ranker.key)
def test_no_ranker_sees_the_truth(city, scans, seen, ranker):
    """Another truth behind the same reports and the same check-ins gives the same lists."""
    told = city.infections
    rng = np.random.default_rng(2)
    secret = replace(
        told,
        infector=rng.permutation(told.infector),
        venue=rng.permutation(told.venue),
        infected_at=rng.permutation(told.infected_at),
        infectious_from=rng.permutation(told.infectious_from),
        infectious_until=rng.permutation(told.infectious_until),
        strength=rng.permutation(told.strength),
    )
    other = replace(city, infections=secret)
    same = seen_through(other, scans, reported(other, COVID_19), COVID_19)
    for mine, theirs in zip(_columns(ranker.answer(seen)), _columns(ranker.answer(same)), strict=True):
        assert np.array_equal(mine, theirs, equal_nan=True)


def _columns(answers):
    for listing in (answers.contacts, answers.sources, answers.infectors):
        yield from (listing.case, listing.item, listing.score, listing.probability)

from dataclasses import replace

import numpy as np

from app.domain.profiles.covid_19 import COVID_19
from app.evaluation.reported import reported
from app.evaluation.truth import truth as truth_of
from app.simulation.city import simulate
from app.simulation.illness import ELSEWHERE
from app.simulation.worlds import WORLDS

from .conftest import START, UNTIL


def test_it_is_the_infections_in_venues_by_cases_before_their_report(city, cases, truth):
    infections, expected = city.infections, set()
    for row in range(len(infections.person)):
        who, by = int(infections.person[row]), int(infections.infector[row])
        case = int(cases.row_of[by]) if by >= 0 else -1
        if case < 0 or infections.venue[row] < 0 or infections.infected_at[row] >= cases.reported_at[case]:
            continue
        known = cases.row_of[who] >= 0 and cases.reported_at[cases.row_of[who]] <= cases.reported_at[case]
        if city.residents.household[who] != city.residents.household[by] and not known:
            expected.add((case, who))
    found = set(zip(truth.case.tolist(), truth.person.tolist(), strict=True))
    assert found == expected
    assert len(found) == len(truth.case)
    assert truth.elsewhere == 0


def test_it_says_where_and_by_whom_each_case_was_infected(city, cases, truth):
    row = {person: n for n, person in enumerate(city.infections.person.tolist())}
    for case, who in enumerate(cases.who.tolist()):
        assert truth.source[case] == city.infections.venue[row[who]]
        by = int(city.infections.infector[row[who]])
        named = by >= 0 and truth.source[case] >= 0 and cases.row_of[by] >= 0
        assert truth.infector[case] == (cases.row_of[by] if named else -1)


def test_infections_where_nobody_scans_are_counted_apart():
    city = simulate(4000, START, UNTIL, 11, law=replace(WORLDS["unrecorded"], index_cases=8.0))
    cases = reported(city, COVID_19)
    found = truth_of(city, cases)
    assert 0 < found.elsewhere <= (city.infections.venue == ELSEWHERE).sum()
    rows = {person: n for n, person in enumerate(city.infections.person.tolist())}
    assert all(city.infections.venue[rows[person]] >= 0 for person in found.person.tolist())
    assert np.isin(found.case, np.arange(len(cases))).all()

"""What cases mean together, compiled, beside the same in plain Python."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.science.city_columns import RULE, Cases, Pairs
from app.science.city_contacts import Contacts

ORIGIN = 1_800_000_000_000
RULES = np.array([[1.0, 0.5, 1.0, 1.0, 0.3, 0.2], [1.0, 0.5, 1.0, 1.0, 0.01, 1.5]])
PER_HOUR, DISPERSION = RULE.index("per_hour"), RULE.index("dispersion")
PERSONS, CASES = 40, 12


def rules_of_cases():
    """Cases of which only the rules are looked at."""
    fields = dict.fromkeys(Cases._fields, np.empty(0))
    return Cases(**fields | {"rule": np.arange(CASES, dtype=np.int32) % 2, "rules": RULES})


def rows_of(seed):
    """Per case and person: hours, and the meetings. Worth little or nothing, so that many are equal."""
    random = np.random.default_rng(seed)
    rows = {}
    for case in range(CASES):
        for who in np.flatnonzero(random.random(PERSONS - 1) < 0.5).tolist():
            worth = sorted(random.integers(3, size=random.integers(1, 6)).tolist(), reverse=True)
            parts = [(w / 2, *random.integers((9, 20_000)).tolist()) for w in worth]
            rows[case, who] = (sum(worth) / 3, parts)
    return rows


def pairs_of(rows):
    parts = [part for _, theirs in rows.values() for part in theirs]
    sizes = [len(theirs) for _, theirs in rows.values()]
    hours = np.array([hours for hours, _ in rows.values()])
    return Pairs(
        np.array([case for case, _ in rows], dtype=np.int32),
        np.array([who for _, who in rows], dtype=np.int32),
        hours, hours, hours, np.array(sizes, dtype=np.int32), np.zeros(len(rows), dtype=np.int8),
        np.cumsum([0, *sizes]),
        np.array([venue for _, venue, _ in parts], dtype=np.int32),
        ORIGIN + np.array([start for *_, start in parts], dtype=np.int64),
        np.array([worth for worth, *_ in parts]),
    )  # fmt: skip


def plainly(rows, who):
    """Probability, cases, meetings, and of the best three: hours, case, second; the earlier of two equal."""
    theirs = {case: row for (case, one), row in rows.items() if one == who}
    spared = math.fsum(
        RULES[case % 2, DISPERSION]
        * math.log1p(hours * RULES[case % 2, PER_HOUR] / RULES[case % 2, DISPERSION])
        for case, (hours, _) in theirs.items()
    )
    # Of each case come three, as they are listed; of all these the best.
    best = sorted(
        (-worth, case, start // 1000) for case, (_, parts) in theirs.items() for worth, _, start in parts[:3]
    )[:3]
    return -math.expm1(-spared), len(theirs), sum(len(parts) for _, parts in theirs.values()), best


@pytest.mark.parametrize("seed", range(4))
def test_the_same_as_in_plain_python_whatever_the_order_of_the_cases(seed):
    rows, contacts = rows_of(seed), Contacts(PERSONS)
    for case in np.random.default_rng(seed).permutation(CASES).tolist():
        some = pairs_of({key: row for key, row in rows.items() if key[0] == case})
        contacts.add(some, rules_of_cases(), origin=ORIGIN)
    found = contacts.people(0, PERSONS, origin=ORIGIN)
    assert found.person.tolist() == sorted({who for _, who in rows})
    for n, who in enumerate(found.person.tolist()):
        probability, cases, meetings, best = plainly(rows, who)
        assert found.probability[n] == pytest.approx(probability, rel=1e-12)
        assert (found.cases[n], found.exposures[n]) == (cases, meetings)
        there = int((found.case[:, n] >= 0).sum())
        seconds = (found.start[:there, n] - ORIGIN) // 1000
        shown = zip(-found.hours[:there, n], found.case[:there, n], seconds, strict=True)
        assert [tuple(map(float, part)) for part in shown] == [tuple(map(float, part)) for part in best]


def test_nobody_is_listed_before_the_first_case():
    assert len(Contacts(PERSONS).people(0, PERSONS, origin=ORIGIN).person) == 0


def test_a_meeting_worth_nothing_is_shown_and_a_place_without_one_is_not():
    contacts = Contacts(PERSONS)
    contacts.add(pairs_of({(3, 5): (0.0, [(0.0, 7, 2_500)])}), rules_of_cases(), origin=ORIGIN)
    found = contacts.people(2, 6, origin=ORIGIN)
    assert found.person.tolist() == [5]
    assert found.case[:, 0].tolist() == [3, -1, -1]
    assert (found.venue[0, 0], found.start[0, 0]) == (7, ORIGIN + 2_000)
    assert len(contacts.people(0, 5, origin=ORIGIN).person) == 0

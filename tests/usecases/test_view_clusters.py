from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from time import sleep
from uuid import uuid4

import numpy as np
import pytest

from app.domain.assurance import Assurance
from app.domain.case_visits import CaseVisit, VisitOrigin
from app.domain.disease_profiles import DISEASES
from app.domain.ends import Ends
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.positions import Position
from app.domain.roles import Role
from app.domain.windows import Window
from app.science.autocorrelation import moran_of_rates, nearest
from app.science.places import on_globe
from app.science.poisson_scan import poisson_scan
from app.science.scan_zones import Limits
from app.science.space_time_interaction import knox
from app.science.space_time_scan import permutation_scan
from app.store import case_visits, officials
from app.store.line_list import ListedStay
from app.usecases import view_clusters
from app.usecases.import_case_counts import import_case_counts
from app.usecases.map_view import Asked
from app.usecases.outbreak_data import gather_outbreak
from app.usecases.outbreak_places import case_venues, gather_places
from app.usecases.outbreak_view import Reason, Unsaid
from app.usecases.remember_results import Remembered, fingerprint
from app.usecases.view_clusters import clusters
from tests.known_outbreak import LAST, add_case, lines
from tests.squares import CODES, NAMES, feature, take_in, written

EPIDEMIOLOGIST = Official(OfficialId(uuid4()), "dich-te", "Nguyễn Thị Hương", Role.EPIDEMIOLOGIST, None)
COVID = DISEASES["covid-19"]
EVEN = [(LAST - timedelta(days=back), ward, 2) for back in range(28) for ward in CODES]
FRESH = [
    *(
        (day, ward, 1 + (day.toordinal() + place) % 3)
        for (day, ward, _), place in zip(EVEN, range(112), strict=True)
    ),
    (LAST, CODES[2], 14),
    (LAST - timedelta(days=1), CODES[2], 12),
]
"""Uneven as days are, and in the last two of them many cases in one ward."""


@pytest.fixture
def boundaries(database, tmp_path, now):
    def boundaries(*features):
        take_in(database, written(tmp_path / f"{uuid4().hex}.json", features or None), now)

    return boundaries


@pytest.fixture
def take(database, policy, now):
    def take(counts):
        with database.writing() as session:
            import_case_counts(
                session, lines(counts), source="f.csv", disease="covid-19", policy=policy, now=now
            )

    return take


@pytest.fixture
def gather(database, policy, now):
    def gather(official=EPIDEMIOLOGIST, **asked):
        with database.reading() as session:
            data = gather_outbreak(session, official, Asked(**asked), policy=policy, now=now)
            return data, gather_places(session, official, data, policy=policy)

    return gather


def only_last(counts):
    """The newest line of each ward and day, as an import keeps it."""
    return list({(day, ward): (day, ward, cases) for day, ward, cases in counts}.values())


# ---- the clusters are those of the methods ----


def test_a_ward_with_many_new_cases_is_found_as_the_method_finds_it(boundaries, take, gather):
    boundaries()
    take(only_last(FRESH))
    found = clusters(*gather(), 7)
    points = on_globe([106.05, 106.15, 106.25, 106.35], [10.05] * 4)
    listed = sorted((ward, day.toordinal(), n) for day, ward, n in only_last(FRESH))
    where = np.repeat([CODES.index(ward) for ward, *_ in listed], [n for *_, n in listed])
    days = np.repeat([day for _, day, _ in listed], [n for *_, n in listed])
    today = LAST.toordinal()
    method = permutation_scan(
        points, where, days, today=today, rng=np.random.default_rng([today, 2]), limits=Limits(0.5, 10_000)
    )
    assert (found.scans.before, found.scans.elsewhere) == (Window.ending(LAST, 28), 0)
    assert [c.places for c in found.scans.recent] == [tuple(NAMES[a] for a in c.areas) for c in method]
    first = found.scans.recent[0]
    assert first.places == (NAMES[2],)
    assert (first.first, first.last, first.observed) == (LAST - timedelta(days=1), LAST, 26)
    assert (first.expected, first.p, first.recurrence_days) == (
        method[0].expected,
        method[0].p,
        method[0].recurrence_days,
    )
    assert first.p <= 0.01
    assert first.recurrence_days > 365


def test_a_ward_with_a_high_rate_is_found_as_the_method_finds_it(boundaries, take, gather):
    boundaries(*(feature(n, population=(9, 1, 5, 5)[n] * 10_000) for n in range(4)))
    take([(LAST, code, cases) for code, cases in zip(CODES, (6, 12, 5, 5), strict=True)])
    found = clusters(*gather(), 7)
    points = on_globe([106.05, 106.15, 106.25, 106.35], [10.05] * 4)
    cases, people = np.array([6, 12, 5, 5]), np.array([9.0, 1.0, 5.0, 5.0]) * 10_000
    seed = LAST.toordinal()
    (method, *_) = poisson_scan(
        points, cases, people, rng=np.random.default_rng([seed, 1]), limits=Limits(0.45, 10_000)
    )
    (first, *_) = found.scans.spatial
    assert first.places == (NAMES[1],)
    assert (first.observed, first.expected, first.p) == (12, method.expected, method.p)
    assert (first.first, first.recurrence_days) == (None, None)
    assert first.p <= 0.01
    moran = moran_of_rates(
        cases.astype(float), people, nearest(points, 3), rng=np.random.default_rng([seed, 4])
    )
    assert found.alike == moran


def test_pairs_of_cases_are_counted_as_the_method_counts_them(boundaries, take, gather):
    boundaries()
    take(only_last(FRESH))
    data, places = gather()
    found = clusters(data, places, 7)
    listed = sorted((ward, day.toordinal(), n) for day, ward, n in only_last(FRESH))
    times = [n for *_, n in listed]
    points = places.wards[np.repeat([CODES.index(ward) for ward, *_ in listed], times)]
    method = knox(
        points,
        np.repeat([day for _, day, _ in listed], times),
        radius_m=2000,
        within_days=6,
        rng=np.random.default_rng([LAST.toordinal(), 5]),
    )
    assert found.together == method
    assert found.within_days == 6


def test_where_all_wards_and_days_are_alike_nothing_stands_out(boundaries, take, gather):
    boundaries()
    take(EVEN)
    found = clusters(*gather(), 7)
    assert [c for c in found.scans.recent if c.p <= 0.05] == []
    assert [c for c in found.scans.spatial if c.p <= 0.05] == []
    assert found.alike == Unsaid(Reason.ALL_ALIKE)


# ---- what is not said ----


def test_cases_and_wards_without_a_place_or_a_population_are_named(boundaries, take, gather):
    boundaries()
    take(only_last([*EVEN, (LAST, CODES[3], 4)]))
    boundaries(feature(0), feature(1, population=None), feature(2))
    found = clusters(*gather(), 7)
    assert found.scans.without_population == (NAMES[1],)
    assert found.scans.elsewhere == 27 * 2 + 4
    assert found.scans.spatial == found.scans.recent == Unsaid(Reason.TOO_FEW_PLACES, 4)
    boundaries(*(feature(n, population=None) for n in range(4)))
    found = clusters(*gather(), 7)
    assert found.scans.spatial == found.alike == Unsaid(Reason.NO_POPULATION)
    assert not isinstance(found.scans.recent, Unsaid)


def test_without_wards_or_cases_there_are_reasons(boundaries, take, gather):
    found = clusters(*gather(), 7)
    assert found.scans.spatial == found.scans.recent == Unsaid(Reason.TOO_FEW_PLACES, 4)
    boundaries()
    found = clusters(*gather(), 7)
    assert (found.scans.spatial, found.scans.recent) == (Unsaid(Reason.TOO_FEW_CASES),) * 2
    assert (found.alike, found.together) == (Unsaid(Reason.NO_CASES),) * 2
    take([(LAST, CODES[0], 1)])
    assert clusters(*gather(), 7).scans.recent == Unsaid(Reason.TOO_FEW_CASES)


def test_too_many_pairs_are_refused_before_they_fill_the_memory(boundaries, take, gather, monkeypatch):
    boundaries()
    take(only_last(FRESH))
    monkeypatch.setattr(view_clusters, "MOST_FOR_KNOX", 100)
    monkeypatch.setattr(view_clusters, "_WHOLE", Remembered(1))
    assert clusters(*gather(), 7).together == Unsaid(Reason.TOO_MANY, 100)


def test_an_official_of_a_ward_gets_no_clusters_of_other_wards(boundaries, take, gather):
    boundaries()
    take(only_last(FRESH))
    data, places = gather(replace(EPIDEMIOLOGIST, role=Role.TRACER, jurisdiction=CODES[2]))
    found = clusters(data, places, 7)
    assert found.scans.recent == found.scans.spatial == Unsaid(Reason.TOO_FEW_PLACES, 4)
    assert len(places.wards) == 1


# ---- venues ----


@pytest.fixture
def stay(database, policy, new_venue):
    """One case with one visit to a venue."""

    def stay(venue, day, *, official=EPIDEMIOLOGIST, before=5, hours=2):
        with database.writing() as session:
            at = datetime.combine(day, datetime.min.time(), policy.zone) + timedelta(hours=9)
            case = add_case(session, official, onset=day, reported_at=at, zone=policy.zone)
            entered = at - timedelta(days=before)
            visit = CaseVisit(
                id=uuid4(),
                case=case,
                origin=VisitOrigin.INTERVIEW,
                venue=venue.venue.id,
                start=entered,
                ends=Ends.known(entered + timedelta(hours=hours)),
                end_assumed=False,
                assurance=Assurance.STAFF,
            )
            case_visits.add_visits(session, [visit], now=at)

    return stay


def test_many_new_cases_of_one_venue_are_found(boundaries, gather, new_venue, stay, database, now):
    boundaries()
    elsewhere = replace(EPIDEMIOLOGIST, id=OfficialId(uuid4()), user_name="khac", jurisdiction=CODES[3])
    with database.writing() as session:
        officials.add(session, EPIDEMIOLOGIST, now=now)
        officials.add(session, elsewhere, now=now)
    school = new_venue("Trường Lê Lợi", position=Position(10.02, 106.02))
    others = [
        new_venue(f"Quán {n}", address=f"{n} Lê Lợi", position=Position(10.02 + n / 50, 106.05))
        for n in range(1, 5)
    ]
    for back in range(24):
        stay(others[back % 4], LAST - timedelta(days=back))
    for _ in range(6):
        stay(school, LAST)
    stay(others[0], LAST, before=20)
    found = clusters(*gather(until=LAST), 7)
    assert found.scans.with_venue == 30
    assert found.scans.venues[0].places == ("Trường Lê Lợi",)
    assert (found.scans.venues[0].observed, found.scans.venues[0].first) == (6, LAST)
    assert found.scans.venues[0].p <= 0.01
    # Where cases were is for those whose cases they are.
    assert gather(replace(elsewhere, role=Role.TRACER), until=LAST)[1].venues == ()


def test_each_case_has_one_venue_the_one_of_the_longest_stay_before_it_fell_ill(policy):
    case, other, cafe, school = (uuid4() for _ in range(4))
    midday = datetime.combine(LAST, datetime.min.time(), policy.zone) + timedelta(hours=12)

    def listed(who, venue, before, hours):
        entered = midday - timedelta(days=before)
        left = entered + timedelta(hours=hours)
        return ListedStay(who, LAST, venue, f"{venue}", Position(10, 106), entered, left)

    stays = [
        listed(case, cafe, 2, 3),
        listed(case, school, 3, 2),
        listed(case, school, 4, 2),
        listed(case, cafe, 0, 9),
        listed(case, cafe, 15, 9),
        listed(other, cafe, 0, 9),
    ]
    (found,) = case_venues(stays, COVID, policy)
    assert (found.venue, found.day) == (school, LAST)
    assert case_venues(stays[3:], COVID, policy) == ()


# ---- what is remembered ----


def test_clusters_are_computed_once_for_the_same_numbers(boundaries, take, gather, monkeypatch):
    monkeypatch.setattr(view_clusters, "_SCANS", Remembered(4))
    monkeypatch.setattr(view_clusters, "_WHOLE", Remembered(4))
    computed = []
    compute = view_clusters._scanned_all
    monkeypatch.setattr(
        view_clusters, "_scanned_all", lambda *given: computed.append(given) or compute(*given)
    )
    boundaries()
    take(only_last(FRESH))
    assert clusters(*gather(), 7) is clusters(*gather(), 7)
    assert len(computed) == 1
    clusters(*gather(), 14)
    assert len(computed) == 2
    take([(LAST, CODES[0], 40)])
    clusters(*gather(), 7)
    assert len(computed) == 3


def test_only_so_many_results_are_kept_and_no_failure():
    kept = Remembered(2)
    asked = []
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, lambda k=key: asked.append(k) or k)
    assert asked == ["a", "b", "c", "a", "b"]
    with pytest.raises(ZeroDivisionError):
        kept.get("d", lambda: 1 / 0)
    assert kept.get("d", lambda: "d") == "d"


def test_two_who_ask_at_once_get_one_computation():
    kept, computing, asked = Remembered(2), Event(), []

    def compute():
        asked.append("computed")
        computing.set()
        sleep(0.05)  # long enough for the other to come and wait
        return object()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(kept.get, "a", compute)
        computing.wait()
        second = pool.submit(kept.get, "a", compute)
        assert first.result() is second.result()
    assert asked == ["computed"]


def test_a_fingerprint_tells_values_kinds_and_lengths_apart():
    prints = [
        fingerprint(np.array([1, 2])),
        fingerprint(np.array([2, 1])),
        fingerprint(np.array([1.0, 2.0])),
        fingerprint(np.array([1]), np.array([2])),
        fingerprint(np.array([[1, 2]])),
    ]
    assert len(set(prints)) == len(prints)
    assert fingerprint(np.array([1, 2])) == prints[0]

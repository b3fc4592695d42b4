"""Clusters and source venues on the map: what is outlined, for whom, and what a file does not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from app.domain.assurance import Assurance
from app.domain.case_visits import CaseVisit, VisitOrigin
from app.domain.ends import Ends
from app.domain.errors import NoAreas, NotYours
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.positions import Position
from app.domain.roles import Role
from app.domain.windows import Window
from app.store import case_visits, officials, source_runs
from app.store.source_runs import FoundVenue, SourceRun
from app.usecases import view_clusters
from app.usecases.clusters_map_view import Scan
from app.usecases.import_case_counts import import_case_counts
from app.usecases.map_view import Asked
from app.usecases.outbreak_data import gather_outbreak
from app.usecases.outbreak_places import gather_places
from app.usecases.outbreak_view import Reason, Unsaid
from app.usecases.remember_results import Remembered
from app.usecases.view_clusters import scans
from app.usecases.view_clusters_map import view_clusters_map
from tests.known_outbreak import LAST, add_case, lines
from tests.squares import CODES, NAMES, feature, take_in, written

EPIDEMIOLOGIST = Official(OfficialId(uuid4()), "dich-te", "Nguyễn Thị Hương", Role.EPIDEMIOLOGIST, None)
WARD_TRACER = replace(EPIDEMIOLOGIST, role=Role.TRACER, jurisdiction=CODES[1])
EVERY_DAY = {
    (LAST - timedelta(days=back), ward): 1 + (back + n) % 3
    for back in range(28)
    for n, ward in enumerate(CODES)
}
FRESH = EVERY_DAY | {(LAST, CODES[2]): 14, (LAST - timedelta(days=1), CODES[2]): 12}
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
            file = lines([(day, ward, cases) for (day, ward), cases in counts.items()])
            import_case_counts(session, file, source="f.csv", disease="covid-19", policy=policy, now=now)

    return take


@pytest.fixture
def see(database, policy, now):
    def see(official=EPIDEMIOLOGIST, **asked):
        return view_clusters_map(database, official, Asked(**asked), policy=policy, now=now)

    return see


@pytest.fixture
def on_page(database, policy, now):
    """What the page of clusters says."""

    def on_page(official=EPIDEMIOLOGIST, **asked):
        with database.reading() as session:
            data = gather_outbreak(session, official, Asked(**asked), policy=policy, now=now)
            places = gather_places(session, official, data, policy=policy)
        return scans(data, places, 7)

    return on_page


# ---- clusters of wards ----


def test_the_outlines_are_the_clusters_of_the_page(boundaries, take, see, on_page):
    boundaries(*(feature(n, population=(9, 1, 5, 5)[n] * 10_000) for n in range(4)))
    take(FRESH)
    page, view = on_page(), see()
    assert view.scans is page, "remembered, not computed twice"
    [recent] = view.of(Scan.RECENT)
    assert (recent.id, recent.wards, recent.names) == ("recent-1", (CODES[2],), (NAMES[2],))
    assert (recent.first, recent.last) == (LAST - timedelta(days=1), LAST)
    assert recent.figures is page.recent[0]
    assert recent.stands_out
    rates = view.of(Scan.RATES)
    assert [outline.figures for outline in rates] == [found for found in page.spatial if found.p <= 0.2]
    assert rates
    drawn = len(view.outlines)
    assert view.weaker == len(page.recent) + len(page.spatial) - drawn
    assert set(view.unsaid) == {Scan.VENUES}


def test_the_codes_of_a_cluster_belong_to_its_names(boundaries, take, see):
    boundaries()
    take(EVERY_DAY | {(LAST, ward): 15 for ward in CODES[1:3]})
    name_of = dict(zip(CODES, NAMES, strict=True))
    view = see()
    assert view.outlines
    for outline in view.outlines:
        assert tuple(name_of[code] for code in outline.wards) == outline.names


def test_what_chance_shows_too_often_is_counted_and_not_drawn(boundaries, take, see, on_page):
    boundaries()
    take({(LAST - timedelta(days=back), ward): 2 for back in range(28) for ward in CODES})
    page, view = on_page(), see()
    assert view.outlines == ()
    assert view.weaker == len(page.recent) + len(page.spatial)
    take(FRESH)
    assert see().outlines, "the control"


def test_below_lie_the_counts_of_the_same_disease_and_days(boundaries, take, see):
    boundaries()
    take(FRESH)
    view = see(until=LAST - timedelta(days=1), days=14)
    assert view.below.window == view.scans.window == Window.ending(LAST - timedelta(days=1), 14)
    assert view.below.disease == "covid-19"
    shown = {ward.area.code: ward.shown.now for ward in view.below.wards}
    fortnight = [LAST - timedelta(days=back) for back in range(1, 15)]
    assert shown[CODES[2]] == sum(FRESH[day, CODES[2]] for day in fortnight)


# ---- for whom ----


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_has_no_exact_numbers_is_refused(boundaries, see, role):
    boundaries()
    with pytest.raises(NotYours):
        see(replace(EPIDEMIOLOGIST, role=role))


def test_an_official_of_one_ward_sees_no_cluster_of_others_and_no_small_numbers_of_theirs(
    boundaries, take, see
):
    boundaries()
    take(FRESH | {(LAST - timedelta(days=back), CODES[0]): 0 for back in range(7)} | {(LAST, CODES[0]): 3})
    view = see(WARD_TRACER)
    assert view.outlines == ()
    assert view.unsaid[Scan.RECENT] == Unsaid(Reason.TOO_FEW_PLACES, 4)
    shown = {ward.area.code: ward.shown.now for ward in view.below.wards}
    assert shown[CODES[0]] is None
    assert shown[CODES[1]] is not None
    whole_city = {ward.area.code: ward.shown.now for ward in see().below.wards}
    assert whole_city[CODES[0]] == 3, "the control"


def test_without_wards_there_is_no_map(see):
    with pytest.raises(NoAreas):
        see()


# ---- files ----


SUNDAY = LAST - timedelta(days=2)


def test_a_file_says_where_a_cluster_is_and_gives_no_figure(boundaries, take, see):
    boundaries()
    take(EVERY_DAY | {(SUNDAY, CODES[2]): 14, (SUNDAY - timedelta(days=1), CODES[2]): 12})
    view = see(until=LAST, days=14, for_export=True)
    assert view.below.window == view.scans.window == Window.week(LAST) == Window.ending(SUNDAY)
    [recent] = view.of(Scan.RECENT)
    assert (recent.wards, recent.stands_out, recent.figures) == ((CODES[2],), True, None)
    assert all(outline.figures is None for outline in view.outlines)
    inside = see(until=SUNDAY)
    assert [outline.id for outline in view.outlines] == [outline.id for outline in inside.outlines]
    assert inside.outlines[0].figures.observed == 26, "the control"


def test_a_cluster_of_few_cases_stays_out_of_a_file(boundaries, take, see):
    boundaries()
    few = {(SUNDAY - timedelta(days=20 + n), ward): 5 for n, ward in enumerate(CODES)}
    take(few | {(SUNDAY, CODES[2]): 4})
    inside = see(until=SUNDAY)
    assert [outline.figures.observed for outline in inside.of(Scan.RECENT)] == [4], "the control"
    view = see(until=SUNDAY, for_export=True)
    assert view.of(Scan.RECENT) == []
    assert view.withheld == len(inside.outlines) == 2, "by both searches"


# ---- venues ----


@pytest.fixture
def school(database, boundaries, new_venue, policy, now):
    """Twelve of the newest cases were at one school."""
    boundaries()
    with database.writing() as session:
        officials.add(session, EPIDEMIOLOGIST, now=now)
    school = new_venue("Trường Lê Lợi", position=Position(10.02, 106.02)).venue
    others = [
        new_venue(f"Quán {n}", address=f"{n} Lê Lợi", position=Position(10.02 + n / 50, 106.05)).venue
        for n in range(1, 5)
    ]

    def stay(venue, day):
        at = datetime.combine(day, datetime.min.time(), policy.zone) + timedelta(hours=9)
        entered = at - timedelta(days=5)
        with database.writing() as session:
            case = add_case(session, EPIDEMIOLOGIST, onset=day, reported_at=at, zone=policy.zone)
            visit = CaseVisit(
                id=uuid4(),
                case=case,
                origin=VisitOrigin.INTERVIEW,
                venue=venue.id,
                start=entered,
                ends=Ends.known(entered + timedelta(hours=2)),
                end_assumed=False,
                assurance=Assurance.STAFF,
            )
            case_visits.add_visits(session, [visit], now=at)

    for back in range(24):
        stay(others[back % 4], LAST - timedelta(days=back))
    for _ in range(6):
        stay(school, LAST)
        stay(school, SUNDAY)
    return school


def test_a_cluster_of_venues_has_their_positions_and_leaves_in_no_file(school, see):
    [outline] = see(until=LAST).of(Scan.VENUES)[:1]
    assert (outline.id, outline.names, outline.wards) == ("venues-1", ("Trường Lê Lợi",), ())
    assert outline.positions == (school.registration.position,)
    assert outline.figures.observed == 12
    assert see(until=SUNDAY).of(Scan.VENUES), "the control"
    view = see(until=SUNDAY, for_export=True)
    assert view.of(Scan.VENUES) == []
    assert view.withheld >= 1


@pytest.fixture
def ranked(database, now):
    """A ranking with these venues and q-values."""

    def ranked(*rows, jurisdiction=None, disease="covid-19"):
        run = SourceRun(
            id=uuid4(),
            disease=disease,
            jurisdiction=jurisdiction,
            made_by=EPIDEMIOLOGIST.id,
            made_at=now,
            days=21,
            cases=9,
            people=300,
            wards=2,
            seed=1,
            permutations=999,
            smallest_q=0.01,
            too_few=4,
            found=tuple(FoundVenue(venue.id, 5 + n, 0.8, 0, q / 2, q) for n, (venue, q) in enumerate(rows)),
        )
        with database.writing() as session:
            source_runs.put(session, run)

    return ranked


@pytest.fixture
def halls(boundaries, new_venue, database, now):
    boundaries()
    with database.writing() as session:
        officials.add(session, EPIDEMIOLOGIST, now=now)
    said = (("Tiệc cưới", Position(10.02, 106.02)), ("Nhà riêng", None), ("Chợ", Position(10.03, 106.2)))
    return [
        new_venue(name, address=f"{n} Lê Lợi", position=position).venue
        for n, (name, position) in enumerate(said)
    ]


def test_source_venues_are_drawn_where_chance_does_not_explain_them(halls, ranked, see, now):
    wedding, home, market = halls
    ranked((wedding, 0.01), (home, 0.04), (market, 0.9))
    sources = see().sources
    [first] = sources.venues
    assert (first.venue, first.name, first.rank) == (wedding.id, "Tiệc cưới", 1)
    assert (first.cases, first.expected, first.p, first.q) == (5, 0.8, 0.005, 0.01)
    assert first.position == wedding.registration.position
    assert (sources.unplaced, sources.chance) == (1, 1)
    assert (sources.made_at, sources.days, sources.cases) == (now, 21, 9)
    assert see(until=(now - timedelta(days=19)).date()).sources is not None
    assert see(until=(now - timedelta(days=21)).date()).sources is None, "a ranking of later days"
    ranked((market, 0.5), (wedding, 0.501))
    assert [(row.name, row.rank) for row in see().sources.venues] == [("Chợ", 1)]


@pytest.mark.abuse("AB-25")
def test_source_venues_are_for_those_whose_cases_they_are(halls, ranked, see):
    ranked((halls[0], 0.01))
    assert see().sources is not None
    assert see(WARD_TRACER).sources is None
    ranked((halls[2], 0.01), jurisdiction=CODES[1])
    assert [row.name for row in see(WARD_TRACER).sources.venues] == ["Chợ"]
    assert [row.name for row in see().sources.venues] == ["Tiệc cưới"]
    assert see(disease="measles").sources is None
    assert see(for_export=True).sources is None


def test_nobody_without_links_sees_source_venues(halls, ranked, see, monkeypatch):
    ranked((halls[0], 0.01))
    may = Official.may
    monkeypatch.setattr(Official, "may", lambda self, what: what != "links:view" and may(self, what))
    assert see().sources is None


# ---- cost ----


def test_the_number_of_queries_does_not_grow(boundaries, take, see, database):
    boundaries()
    take({(LAST, CODES[0]): 3})
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_: statements.append(sql))
    see()
    first = len(statements)
    take(FRESH)
    statements.clear()
    see()
    assert len(statements) == first <= 20


def test_no_transaction_is_open_while_the_clusters_are_computed(boundaries, take, see, database, monkeypatch):
    boundaries()
    take(FRESH)
    monkeypatch.setattr(view_clusters, "_SCANS", Remembered(1))
    in_use = []
    compute = view_clusters._scanned_all

    def computed(*given):
        in_use.append(database.engine.pool.checkedout())
        return compute(*given)

    monkeypatch.setattr(view_clusters, "_scanned_all", computed)
    see()
    assert in_use == [0]

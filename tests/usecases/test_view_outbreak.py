from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest
from sqlalchemy import event

from app.domain.audit import AuditAction
from app.domain.cases import Classification
from app.domain.disease_profiles import DISEASES
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.science.distributions import deviation, mean
from app.science.growth import fitted_growth
from app.science.projection import project
from app.science.reporting_delay import corrected_counts
from app.science.reproduction import estimated_reproduction
from app.science.serial_intervals import shifted_gamma
from app.store import officials
from app.usecases.import_case_counts import import_case_counts
from app.usecases.map_view import Asked
from app.usecases.outbreak_data import gather_outbreak
from app.usecases.outbreak_view import Correction, Reason, Unsaid
from app.usecases.view_outbreak import outbreak_numbers, record_viewing
from tests.known_outbreak import CURVE, LAST, add_case, lines, spread_out
from tests.squares import CODES, take_in, written

EPIDEMIOLOGIST = Official(OfficialId(uuid4()), "dich-te", "Nguyễn Thị Hương", Role.EPIDEMIOLOGIST, None)
WARD_TRACER = replace(EPIDEMIOLOGIST, role=Role.TRACER, jurisdiction=CODES[1])
SERIAL = DISEASES["covid-19"].serial_interval
WEIGHTS = shifted_gamma(mean(SERIAL), deviation(SERIAL))


@pytest.fixture
def take(database, tmp_path, policy, now):
    """Import wards, and then counts."""
    take_in(database, written(tmp_path / "w.json"), now)

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
            return gather_outbreak(session, official, Asked(**asked), policy=policy, now=now)

    return gather


@pytest.fixture
def report(database, policy, now):
    """Report cases: pairs of day of onset and days until the report."""
    with database.writing() as session:
        officials.add(session, EPIDEMIOLOGIST, now=now)

    def report(*pairs, **changed):
        with database.writing() as session:
            for onset, delay in pairs:
                at = datetime.combine(onset + timedelta(days=delay), datetime.min.time(), policy.zone)
                add_case(
                    session,
                    EPIDEMIOLOGIST,
                    onset=onset,
                    reported_at=at + timedelta(hours=9),
                    zone=policy.zone,
                    **changed,
                )

    return report


# ---- the numbers are those of the methods ----


def test_the_reproduction_number_is_that_of_the_method(take, gather):
    take(spread_out())
    numbers = outbreak_numbers(gather())
    method = estimated_reproduction(CURVE, WEIGHTS)
    assert numbers.cases == CURVE
    newest = numbers.reproduction.windows[-1]
    assert (newest.first, newest.last) == (LAST - timedelta(days=6), LAST)
    assert newest.cases == sum(CURVE[-7:])
    assert newest.r.value == pytest.approx(method.mean[-1], rel=1e-12)
    assert (newest.r.low, newest.r.high) == pytest.approx(tuple(method.quantiles((0.025, 0.975))[-1]))
    assert [window.r is not None for window in numbers.reproduction.windows] == method.settled.tolist()
    assert numbers.reproduction.serial_mean == pytest.approx(mean(SERIAL), abs=0.01)


def test_growth_and_projection_are_those_of_the_methods(take, gather):
    take(spread_out())
    numbers = outbreak_numbers(gather())
    growth = fitted_growth(CURVE[-14:])
    assert numbers.growth.rate.value == growth.rate
    assert (numbers.growth.rate.low, numbers.growth.rate.high) == (growth.low, growth.high)
    futures = project(CURVE, WEIGHTS, rng=np.random.default_rng(LAST.toordinal()))
    expected = futures.quantiles((0.025, 0.25, 0.5, 0.75, 0.975))
    for day, row in zip(numbers.projection, expected, strict=True):
        assert (day.most[0], day.half[0], day.median, day.half[1], day.most[1]) == tuple(row)
    assert [day.day for day in numbers.projection] == [LAST + timedelta(days=n) for n in range(1, 15)]


def test_a_reload_shows_the_same_and_another_day_something_else(take, gather):
    take(spread_out())
    assert outbreak_numbers(gather()) == outbreak_numbers(gather())
    assert outbreak_numbers(gather(until=LAST - timedelta(days=1))) != outbreak_numbers(gather())


# ---- what is still unreported ----


def reported_late(last):
    """Forty days of three cases, reported after none, two and five days."""
    return [(last - timedelta(days=back), delay) for back in range(40) for delay in (0, 2, 5)]


def test_what_is_still_unreported_is_estimated_beside_the_counts(take, gather, report):
    report(*reported_late(LAST))
    data = gather(until=LAST)
    numbers = outbreak_numbers(data)
    known = [(onset, delay) for onset, delay in reported_late(LAST) if onset + timedelta(days=delay) <= LAST]
    days = np.array([onset.toordinal() for onset, _ in known])
    reports = days + np.array([delay for _, delay in known])
    method = corrected_counts(days, reports, today=LAST.toordinal(), longest=14)
    # Counted is what is known, to the last case: today one in three, three days ago two.
    assert numbers.cases[-6:] == (3, 2, 2, 2, 1, 1)
    assert numbers.cases == tuple(method.observed)
    assert numbers.correction.missing == pytest.approx(float(np.nansum(method.estimated - method.observed)))
    assert numbers.correction.missing == pytest.approx(7, abs=0.5)
    assert [day.day for day in numbers.correction.days] == [LAST - timedelta(days=n) for n in (4, 3, 2, 1, 0)]
    for day, row in zip(numbers.correction.days, range(-5, 0), strict=True):
        assert day.known == method.observed[row]
        assert (day.total.value, day.total.low, day.total.high) == (
            method.estimated[row],
            method.low[row],
            method.high[row],
        )


def test_growth_reproduction_and_projection_leave_out_the_days_that_are_not_complete(gather, report):
    report(*reported_late(LAST))
    numbers = outbreak_numbers(gather(until=LAST))
    complete = LAST - timedelta(days=5)
    assert numbers.correction.complete == complete
    assert numbers.reproduction.windows[-1].last == complete
    assert numbers.growth.last == complete
    assert numbers.projection[0].day == complete + timedelta(days=1)
    # Three cases a day without end: the undercounted last days would have pulled R far below one.
    assert numbers.reproduction.windows[-1].r.value == pytest.approx(1, abs=0.15)
    method = estimated_reproduction(numbers.cases, WEIGHTS)
    assert method.mean[-1] < 0.8


def test_imported_counts_are_never_corrected(take, gather, report):
    report(*reported_late(LAST))
    take([(LAST - timedelta(days=3), CODES[0], 30)])
    numbers = outbreak_numbers(gather(until=LAST))
    assert numbers.correction == Unsaid(Reason.IMPORTED)
    assert numbers.reproduction.windows[-1].last == LAST
    # Counts of long ago change nothing about the newest days.
    take([(LAST - timedelta(days=3), CODES[0], 0), (LAST - timedelta(days=30), CODES[0], 30)])
    assert isinstance(outbreak_numbers(gather(until=LAST)).correction, Correction)


def test_an_onset_after_the_report_counts_at_once(gather, report):
    report(*reported_late(LAST), (LAST - timedelta(days=1), -2))
    numbers = outbreak_numbers(gather(until=LAST))
    assert numbers.cases[-2] == 2
    assert isinstance(numbers.correction, Correction)


# ---- what is not said ----


def test_few_cases_are_counted_and_nothing_is_made_of_them(take, gather):
    take([(LAST - timedelta(days=20), CODES[0], 1), (LAST, CODES[1], 2)])
    numbers = outbreak_numbers(gather())
    assert sum(numbers.cases) == 3
    assert all(window.r is None for window in numbers.reproduction.windows)
    assert numbers.growth == Unsaid(Reason.TOO_FEW_CASES, 10)
    assert numbers.projection == Unsaid(Reason.TOO_FEW_CASES, 20)


def test_own_cases_that_are_few_or_new_teach_no_delay(gather, report):
    report((LAST, 0), (LAST - timedelta(days=30), 1))
    assert outbreak_numbers(gather(until=LAST)).correction == Unsaid(Reason.TOO_FEW_CASES, 20)
    report(*[(LAST, 0)] * 20)
    assert isinstance(outbreak_numbers(gather(until=LAST)).correction, Correction)


def test_an_outbreak_of_a_week_has_no_number_yet(take, gather):
    take([(LAST - timedelta(days=n), CODES[0], 9) for n in range(7)])
    numbers = outbreak_numbers(gather())
    assert numbers.reproduction == Unsaid(Reason.TOO_FEW_DAYS, 8)
    assert numbers.projection == Unsaid(Reason.TOO_FEW_DAYS, 14)
    assert numbers.growth.rate.value == pytest.approx(0, abs=1e-6)


def test_own_cases_of_a_week_teach_no_delay(gather, report):
    report(*[(LAST - timedelta(days=n % 7), 0) for n in range(30)])
    assert outbreak_numbers(gather(until=LAST)).correction == Unsaid(Reason.TOO_FEW_DAYS, 14)


def test_without_cases_or_profile_there_is_only_a_reason(take, gather):
    none = Unsaid(Reason.NO_CASES)
    empty = outbreak_numbers(gather())
    assert (empty.cases, empty.correction, empty.reproduction, empty.growth, empty.projection) == (
        (),
        none,
        none,
        none,
        none,
    )
    take(spread_out())
    orphan = outbreak_numbers(replace(gather(), profiles={}))
    assert orphan.reproduction == orphan.projection == Unsaid(Reason.NO_PROFILE)
    assert orphan.growth.rate.value > 0


# ---- whose numbers, and of when ----


def test_an_official_of_a_ward_sees_the_numbers_of_that_ward(take, gather, report):
    take(spread_out())
    report((LAST, 0), (LAST, 0), ward=None)
    report(*[(LAST, 0)] * 50, ward=CODES[0])
    own = gather(WARD_TRACER)
    assert {ward for ward, _ in own.counts} == {CODES[1]}
    assert (own.own, [ward.code for ward in own.wards], own.all_wards) == ((), [CODES[1]], 4)
    share = sum(n for _, ward, n in spread_out() if ward == CODES[1])
    assert sum(outbreak_numbers(own).cases) == share
    everybody = gather()
    # Eight imported, fifty of our own: they are not added up. The two without a ward are.
    assert outbreak_numbers(everybody).cases[-1] == 50 + 2 + sum(
        n for day, ward, n in spread_out() if day == LAST and ward != CODES[0]
    )


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not_see_exact_counts_gathers_none(take, gather, report, role):
    take(spread_out())
    report((LAST, 0), ward=None)
    assert not gather(replace(EPIDEMIOLOGIST, role=role)).counts


def test_a_past_day_shows_what_was_reported_by_its_end(gather, report):
    report((LAST, 0), (LAST, 1), (LAST, 5))
    report((LAST, 0), classification=Classification.SUSPECTED)
    assert [outbreak_numbers(gather(until=LAST + timedelta(days=n))).cases[0] for n in (0, 1, 4, 5)] == [
        1,
        2,
        2,
        3,
    ]


def test_the_newest_day_is_that_of_the_newest_report_or_count(take, gather, report):
    assert gather().as_of == date(2026, 11, 23)
    take(spread_out())
    assert gather().as_of == LAST
    # Days without imported numbers are not days without cases.
    assert gather(until=LAST + timedelta(days=9)).as_of == LAST
    report((LAST, 4))
    assert gather().as_of == LAST + timedelta(days=4)
    # Own cases come as they are reported, so a day without any says something, up to today.
    assert gather(until=LAST + timedelta(days=9)).as_of == LAST + timedelta(days=9)
    assert gather(until=date(2030, 1, 1)).as_of == date(2026, 11, 23)


def test_the_number_of_queries_does_not_grow(take, gather, database):
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_: statements.append(sql))
    take(spread_out()[:4])
    statements.clear()
    gather()
    first = len(statements)
    take(spread_out())
    statements.clear()
    gather()
    assert len(statements) == first <= 9


def test_looking_is_written_down(take, gather, database, now):
    take(spread_out())
    with database.writing() as session:
        officials.add(session, EPIDEMIOLOGIST, now=now)
        record_viewing(session, EPIDEMIOLOGIST, gather(), "outbreak-numbers", days=56, now=now)
    with database.reading() as session:
        [(action, detail)] = session.connection().exec_driver_sql("SELECT action, detail FROM audit").all()
    assert action == AuditAction.MAP_VIEWED
    assert "outbreak-numbers" in str(detail)
    assert "2021-07-13" in str(detail)

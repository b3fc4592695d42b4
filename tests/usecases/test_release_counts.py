from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.audit import AuditAction
from app.domain.counts import DayCount
from app.domain.errors import NoAreas
from app.domain.map_release_errors import (
    NoSafeRelease,
    NumbersMissing,
    PeriodReleased,
    PeriodUnfinished,
    WeekTooQuiet,
)
from app.domain.windows import Window
from app.science.disclosure_check import Earlier
from app.science.errors import NothingSafe
from app.store import audit, counts, imports, map_releases
from app.usecases import release_counts as usecase
from tests.squares import CODES, take_in, written

MONDAY = date(2026, 11, 2)
"""Three whole weeks are over when the clock of the tests says 23 November."""
LOUD, QUIET = (30, 30, 30, 30), (30, 5, 5, 5)


@pytest.fixture
def wards(database, tmp_path, now):
    take_in(database, written(tmp_path / "w.json"), now)


@pytest.fixture
def count(database, wards, now):
    """Numbers of whole weeks by ward, each on the week's Monday, with a zero on its Sunday."""

    def count(*weeks, first=MONDAY, codes=CODES, disease="covid-19"):
        days = [
            DayCount(code, first + timedelta(days=7 * at + more), 0 if more else cases)
            for at, week in enumerate(weeks)
            for code, cases in zip(codes, week, strict=True)
            for more in (0, 6)
        ]
        with database.writing() as session:
            file = imports.add(session, "case-counts", "f.csv", bytes(32), len(days), now=now)
            counts.save(session, disease, days, file.id)
        return file.id

    return count


@pytest.fixture
def release(database, policy, now):
    def release(at=now, **asked):
        with database.writing() as session:
            return usecase.release_counts(session, policy=policy, now=at, **asked).release

    return release


def week(number):
    return Window.ending(MONDAY + timedelta(days=6)).moved(number)


def test_the_first_release_is_of_the_last_whole_week(count, release, now):
    file = count(LOUD, LOUD, (12, 0, 15, 40))
    made = release()
    assert made.period == week(2)
    assert [(block.wards[0], block.cases) for block in made.blocks] == list(
        zip(CODES, (12, 0, 15, 40), strict=True)
    )
    assert (made.cases, made.elsewhere, made.late, made.narrowest) == (67, 0, None, None)
    assert (made.k, made.sources, made.own_cases, made.made_at) == (10, (file,), False, now)


def test_the_next_release_is_of_the_week_after_the_last_one(count, release, now):
    count(LOUD, LOUD, LOUD)
    assert release(until=week(0).last).period == week(0)
    assert release().period == week(1)
    assert release().period == week(2)
    with pytest.raises(PeriodUnfinished) as refused:
        release()
    assert refused.value.period == week(3)


def test_a_week_that_leaves_too_much_untold_waits_and_covers_two(count, release, now):
    count(LOUD, QUIET, QUIET)
    release(until=week(0).last)
    with pytest.raises(WeekTooQuiet) as refused:
        release(at=now - timedelta(days=2))
    assert refused.value.fortnight == Window(week(1).first, week(2).last)
    made = release()
    assert made.period == Window(week(1).first, week(2).last)
    assert [block.cases for block in made.blocks if block.is_single] == [60, 10, 10, 10]


def test_wards_with_small_numbers_are_told_together(count, release):
    count((2, 40, 30, 30), (2, 40, 30, 30))
    made = release(until=week(0).last)
    (block,) = [block for block in made.blocks if not block.is_single]
    assert CODES[0] in block.wards
    assert (len(block.wards), made.together, made.cases) == (2, 2, 204)
    assert block.cases in {64, 84}
    assert made.narrowest == block.cases - 2


def test_days_that_have_been_released_are_refused(count, release):
    count(LOUD, LOUD, LOUD)
    release(until=week(1).last)
    for until in (week(0).last, week(1).last, week(1).last + timedelta(days=6)):
        with pytest.raises(PeriodReleased) as refused:
            release(until=until)
        assert refused.value.released == week(1)
    assert release(until=week(2).last).period == week(2)


def test_days_that_are_not_over_are_refused(count, release, now):
    count(LOUD, LOUD, LOUD, LOUD)
    with pytest.raises(PeriodUnfinished):
        release(until=date(2026, 11, 23))
    assert release(until=date(2026, 11, 22)).period == week(2)


def test_numbers_that_do_not_reach_to_the_end_are_refused_unless_somebody_knows_better(count, release):
    count(LOUD)
    with pytest.raises(NumbersMissing) as refused:
        release(until=week(1).last)
    assert refused.value.newest == week(0).last
    made = release(until=week(1).last, complete=True)
    assert (made.period, made.cases) == (week(1), 0)


def test_two_quiet_weeks_need_numbers_of_both(count, release):
    count(QUIET)
    with pytest.raises(NumbersMissing) as refused:
        release(until=week(0).last)
    assert refused.value.period == Window(week(0).first, week(1).last)


def test_without_any_number_nothing_is_released(count, release):
    with pytest.raises(NumbersMissing):
        release()
    count(LOUD)
    with pytest.raises(NumbersMissing):
        release(until=week(-1).last, complete=True)
    with pytest.raises(NumbersMissing):
        release(disease="measles")


def test_without_wards_there_is_nothing_to_release(database, release, now):
    with database.writing() as session:
        file = imports.add(session, "case-counts", "f.csv", bytes(32), 1, now=now)
        counts.save(session, "covid-19", [DayCount("00004", date(2026, 11, 22), 3)], file.id)
    with pytest.raises(NoAreas):
        release()


def test_what_becomes_known_later_is_told_by_the_next_release_as_one_number(count, release):
    count(LOUD, LOUD, LOUD)
    first = release(until=week(0).last)
    count((30, 40, 30, 35))  # ten and five more cases in the week that has been released
    second = release()
    assert (second.period, second.late, second.cases) == (week(1), 15, 120)
    assert release().late == 0
    assert first.cases == 120


def test_a_few_late_cases_are_kept_back_until_they_are_enough(count, release, database):
    count(LOUD, LOUD, LOUD)
    first = release(until=week(0).last)
    count((30, 35, 30, 30))
    assert release().late is None
    count((30, 35, 37, 30))
    assert release().late == 12
    with database.reading() as session:
        assert map_releases.by_number(session, first.number) == first


def test_cases_that_were_taken_back_are_told_as_a_negative_number(count, release):
    count(LOUD, LOUD)
    release(until=week(0).last)
    count((30, 10, 30, 30))
    assert release().late == -20


def test_cases_without_a_ward_on_the_map_are_one_number(count, release):
    count(LOUD, LOUD)
    count((14, 3), codes=("90001", "90002"))
    made = release(until=week(0).last)
    assert (made.elsewhere, made.cases) == (17, 120)
    count((3,), first=week(1).first, codes=("90001",))
    assert release().elsewhere is None


def test_each_disease_has_releases_of_its_own(count, release):
    count(LOUD, LOUD)
    count(LOUD, LOUD, disease="measles")
    first = release(until=week(0).last, disease="covid-19")
    second = release(until=week(0).last, disease="measles")
    assert (first.disease, second.disease) == ("covid-19", "measles")
    assert second.number == first.number + 1


def test_a_proposal_changes_nothing_and_says_what_a_release_would(count, release, database, policy, now):
    count((30, 30, 30, 3), (30, 30, 30, 30))
    with database.reading() as session:
        proposed = usecase.propose_release(session, until=week(0).last, policy=policy, now=now)
        assert map_releases.newest(session) is None
    made = release(until=week(0).last)
    assert proposed.release.number == 0
    assert made.blocks == proposed.release.blocks


def test_a_release_is_written_down(count, release, database):
    count(LOUD)
    made = release(until=week(0).last)
    with database.reading() as session:
        (entry,) = audit.newest(session, before=None, limit=5)
    assert (entry.action, entry.actor) == (AuditAction.MAP_RELEASED, None)
    assert entry.detail == {
        "number": made.number,
        "disease": "covid-19",
        "first": "2026-11-02",
        "last": "2026-11-08",
        "blocks": 4,
        "together": 0,
    }


def test_what_would_tell_too_much_is_refused(count, release, monkeypatch):
    def fails(*_given):
        raise NothingSafe

    count(LOUD)
    monkeypatch.setattr(usecase, "safe_blocks", fails)
    with pytest.raises(NoSafeRelease):
        release(until=week(0).last)


def test_releases_of_the_two_weeks_before_are_attacked_together_with_a_new_one(count, release, monkeypatch):
    count(LOUD, LOUD, LOUD, first=MONDAY - timedelta(days=7))
    attacked = []

    def safe_blocks(places, cases, k, earlier):
        attacked.append(list(earlier))
        return real(places, cases, k, earlier)

    real = usecase.safe_blocks
    monkeypatch.setattr(usecase, "safe_blocks", safe_blocks)
    made = [release(until=week(-1).last), release(), release(), release(complete=True)]
    assert [one.period for one in made] == [week(at) for at in range(-1, 3)]
    kept = [Earlier(one.blocks, one.k) for one in made]
    assert attacked == [[], kept[:1], kept[:2], kept[1:3]]

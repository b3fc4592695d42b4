from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.errors import FileRefused, InputRefused, NoAreas
from app.domain.windows import Window
from app.store import counts, imports
from app.usecases.import_case_counts import import_case_counts
from tests.squares import take_in, written

JULY = Window(date(2021, 7, 1), date(2021, 7, 31))


@pytest.fixture
def take(take_without_wards, database, tmp_path, now):
    take_in(database, written(tmp_path / "w.json"), now)
    return take_without_wards


@pytest.fixture
def take_without_wards(database, policy, now):
    def take(text: str, disease: str = "covid-19", **more):
        with database.writing() as session:
            return import_case_counts(
                session,
                text.encode(),
                source="f.csv",
                disease=disease,
                policy=policy,
                now=now,
                **more,
            )

    return take


def kept(database, disease="covid-19"):
    with database.reading() as session:
        return counts.imported(session, disease, JULY)[0]


def problems(take, text):
    with pytest.raises(FileRefused) as refused:
        take(text)
    return [(p.place, p.problem.field, p.problem.kind) for p in refused.value.problems]


def test_the_newest_import_of_a_wards_day_wins(database, take):
    first = take("Ngày;Mã phường;Số ca\n01/07/2021;00004;3\n2/7/2021;00007;5\n")
    assert (first.lines, first.cases, first.replaced, first.window) == (
        2,
        8,
        0,
        Window(date(2021, 7, 1), date(2021, 7, 2)),
    )
    second = take("date,ward_code,cases\n2021-07-01,00004,1\n2021-07-03,00004,2\n")
    assert second.replaced == 1
    assert kept(database) == {
        ("00004", date(2021, 7, 1)): 1,
        ("00007", date(2021, 7, 2)): 5,
        ("00004", date(2021, 7, 3)): 2,
    }
    take("date,ward_code,cases\n2021-07-01,00004,9\n", disease="measles")
    assert kept(database, "measles") == {("00004", date(2021, 7, 1)): 9}
    assert kept(database)["00004", date(2021, 7, 1)] == 1


def test_every_problem_is_named_by_line_and_nothing_is_kept(database, take, now):
    tomorrow = (now + timedelta(days=2)).date()
    text = (
        "date,ward_code,cases\n"
        "2021-07-01,00004,1\n"
        "07/13/2021,00004,1\n"
        "2021-07-02,99999,-1\n"
        "2021-07-03,,1.5\n"
        f"{tomorrow},00004,\n"
        "2021-07-01,00004,1\n"
    )
    assert problems(take, text) == [
        (3, "date", "not_a_day"),
        (4, "ward_code", "ward_unknown"),
        (4, "cases", "not_a_count"),
        (5, "ward_code", "missing"),
        (5, "cases", "not_a_count"),
        (6, "date", "future"),
        (6, "cases", "missing"),
        (7, "ward_code", "repeated"),
    ]
    assert kept(database) == {}
    with database.reading() as session:
        assert imports.newest(session, "case-counts") is None


def test_a_repeated_line_says_where_the_first_stands(take):
    with pytest.raises(FileRefused) as refused:
        take("date,ward_code,cases\n2021-07-01,00004,1\n2021-07-02,00004,1\n01/07/2021,4,2\n")
    [only] = refused.value.problems
    assert (only.place, dict(only.problem.values)["line"]) == (4, 2)


def test_the_parts_of_a_ward_are_added_up_and_said_so(database, take):
    done = take(
        "date,ward_2020,ward_code,cases\n"
        "2021-07-01,P. 1,00004,2\n2021-07-01,P. 2,00004,3\n2021-07-02,P. 1,00004,4\n"
    )
    assert kept(database) == {("00004", date(2021, 7, 1)): 5, ("00004", date(2021, 7, 2)): 4}
    assert [(n.problem.kind, dict(n.problem.values)["lines"]) for n in done.notes] == [("parts_added", 1)]


def test_lost_zeros_are_restored_and_said_so(database, take):
    done = take("date,ward_code,cases\n2021-07-01,4,2\n")
    assert kept(database) == {("00004", date(2021, 7, 1)): 2}
    assert [dict(n.problem.values) for n in done.notes] == [{"text": "4", "code": "00004"}]


def test_the_same_file_again_changes_nothing(database, take):
    text = "date,ward_code,cases\n2021-07-01,00004,2\n"
    first = take(text)
    again = take(text)
    assert (again.new, again.taken) == (False, first.taken)
    take("date,ward_code,cases\n2021-07-01,00004,7\n")
    assert take(text).new  # no longer the newest: taking it in again takes the correction back
    assert kept(database) == {("00004", date(2021, 7, 1)): 2}


def test_there_must_be_a_disease_and_at_least_one_line(take):
    with pytest.raises(InputRefused):
        take("date,ward_code,cases\n2021-07-01,00004,2\n", disease="rage")
    assert problems(take, "date,ward_code,cases\n") == [(None, "", "no_lines")]


def test_without_wards_nothing_can_be_counted(take_without_wards):
    with pytest.raises(NoAreas):
        take_without_wards("date,ward_code,cases\n2021-07-01,00004,2\n")

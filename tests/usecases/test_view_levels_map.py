from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import event

from app.domain.audit import AuditAction
from app.domain.errors import InputRefused, NoAreas
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.risk_criteria import Standing
from app.domain.risk_decision_files import written_decision
from app.domain.roles import Role
from app.domain.shipped_decisions import DECISIONS
from app.domain.windows import Window
from app.store import audit, risk_decisions
from app.usecases.add_risk_decision import add_risk_decision
from app.usecases.import_case_counts import import_case_counts
from app.usecases.map_view import Asked
from app.usecases.set_risk_criterion import set_risk_criterion
from app.usecases.view_levels_map import Why, view_levels_map
from tests.squares import CODES, feature, take_in, written

EPIDEMIOLOGIST = Official(OfficialId(uuid4()), "dich-te", "Nguyễn Thị Hương", Role.EPIDEMIOLOGIST, None)
APPROVER = replace(EPIDEMIOLOGIST, role=Role.APPROVER)
SUNDAY = date(2021, 11, 14)
MINISTRY = DECISIONS["qd-4800-byt"]
# 50,000 residents each but the last: 20, 50, 8 per 100,000, and too few residents for any rate
COUNTS = f"""date,ward_code,cases
2021-11-01,{CODES[0]},0
2021-11-08,{CODES[0]},4
2021-11-14,{CODES[0]},6
2021-11-10,{CODES[1]},25
2021-11-10,{CODES[2]},4
2021-11-10,{CODES[3]},3
2021-11-21,{CODES[0]},0
"""


@pytest.fixture
def city(database, tmp_path, policy, now):
    wards = [feature(0), feature(1), feature(2), feature(3, population=4_999)]
    take_in(database, written(tmp_path / "w.json", wards), now)
    with database.writing() as session:
        import_case_counts(
            session, COUNTS.encode(), source="f.csv", disease="covid-19", policy=policy, now=now
        )


@pytest.fixture
def view(database, policy, now):
    def view(official=EPIDEMIOLOGIST, decision="", **asked):
        with database.reading() as session:
            given = Asked(**({"disease": "covid-19", "until": SUNDAY} | asked))
            return view_levels_map(session, official, given, decision, policy=policy, now=now)

    return view


@pytest.fixture
def enter(do):
    def enter(criterion, value, since=date(2021, 10, 12), area=""):
        do(set_risk_criterion, Standing(criterion, area, since, value))

    return enter


def own(**changed) -> bytes:
    base = written_decision(MINISTRY) | {
        "slug": "qd-1-ubnd",
        "number": "1/QĐ-UBND",
        "valid_from": "2021-11-10",
        "valid_to": None,
        "sources": {"all": {"text": "Quyết định 1/QĐ-UBND, 2021", "verified": True}},
    }
    return json.dumps(base | changed).encode()


def levels(view):
    return [ward.level or ward.why.value for ward in view.wards]


def test_unset_the_stricter_class_is_assumed_and_told(city, view):
    seen = view()
    assert (seen.decision, seen.is_in_force, seen.ends) == (MINISTRY, True, date(2022, 1, 27))
    assert levels(seen) == [2, 3, 1, "unreliable"]
    assert (seen.assumed, seen.city) == ({"adults-one-dose": 0}, {})
    assert (seen.of_level, seen.without) == ({1: 1, 2: 1, 3: 1, 4: 0}, {Why.UNRELIABLE: 1})
    assert "matrix.0.1" in seen.unverified


def test_what_the_city_entered_holds_from_its_day(city, view, enter):
    enter("adults-one-dose", 99, since=date(2021, 11, 15))
    assert view().assumed == {"adults-one-dose": 0}
    enter("adults-one-dose", 60)
    enter("adults-one-dose", 70)  # a correction: of one day's entries the newest counts
    seen = view()
    assert (levels(seen), seen.assumed) == ([1, 2, 1, "unreliable"], {})
    assert seen.city["adults-one-dose"].value == 70


def test_a_wards_own_value_is_its_own(city, view, enter):
    enter("adults-one-dose", 60, area=CODES[1])
    seen = view()
    assert (levels(seen), seen.own, seen.assumed) == (
        [2, 3, 1, "unreliable"], {"adults-one-dose": 1}, {"adults-one-dose": 0},
    )  # fmt: skip
    enter("adults-one-dose", 95)
    assert (levels(view()), view().assumed) == ([1, 3, 1, "unreliable"], {})


def test_a_hidden_count_has_no_level(city, view):
    seen = view(APPROVER)
    assert levels(seen) == [2, 3, "hidden", "unreliable"]
    assert levels(view(for_export=True)) == levels(seen)
    assert seen.without == {Why.HIDDEN: 1, Why.UNRELIABLE: 1}


def test_the_days_are_the_decisions_whatever_was_asked(city, view):
    assert view(days=28).numbers.window == Window(date(2021, 11, 8), SUNDAY)


def test_half_a_week_of_numbers_is_no_rate(city, view):
    assert levels(view(until=date(2021, 11, 21))) != ["no-data"] * 4
    assert levels(view(until=date(2021, 11, 22))) == ["no-data"] * 4
    assert levels(view(until=date(2021, 11, 6))) == ["no-data"] * 4


def test_a_judged_level_needs_no_count_and_is_never_assumed(city, view, enter):
    june = date(2021, 6, 13)
    assert levels(view(until=june)) == ["not-set"] * 4
    enter("judged-2686", 4, since=june, area=CODES[2])
    seen = view(APPROVER, until=june)
    assert (seen.decision.number, levels(seen)) == ("2686/QĐ-BCĐQG", ["not-set", "not-set", 4, "not-set"])
    assert seen.assumed == {}


def test_on_days_without_a_decision_the_reader_may_choose_one(city, view):
    seen = view(until=date(2026, 11, 22))
    assert (seen.decision, seen.is_in_force, levels(seen)) == (None, False, ["no-data"] * 4)
    assert [one.slug for one in seen.choices] == list(DECISIONS)
    chosen = view(decision="qd-4800-byt", until=date(2026, 11, 22))
    assert (chosen.decision, chosen.is_in_force) == (MINISTRY, False)
    chosen = view(decision="qd-2686-bcdqg")
    assert (chosen.decision.slug, chosen.is_in_force) == ("qd-2686-bcdqg", False)
    assert view(decision="unheard-of").decision == MINISTRY
    assert (view(disease="measles").decision, view(disease="measles").choices) == (None, ())


def test_a_citys_own_decision_ends_the_ministrys(city, view, do):
    do(add_risk_decision, own())
    seen = view()
    assert (seen.decision.slug, seen.is_in_force, seen.ends) == ("qd-1-ubnd", True, date(2022, 1, 27))
    before = view(until=date(2021, 11, 9))
    assert (before.decision, before.ends) == (MINISTRY, date(2021, 11, 10))


def test_a_correction_is_the_next_version_and_a_repeat_is_none(city, view, do, database):
    breaks = written_decision(MINISTRY)["rate"] | {"breaks": [1, 2, 3]}
    assert [do(add_risk_decision, own()).version for _ in range(2)] == [1, 1]
    assert do(add_risk_decision, own(rate=breaks)).version == 2
    assert levels(view()) == [4, 4, 4, "unreliable"]
    with database.reading() as session:
        assert [kept.version for kept in risk_decisions.versions(session)] == [1, 2]
        actions = [entry.action for entry in audit.newest(session, before=None, limit=10)]
    assert actions.count(AuditAction.RISK_DECISION_ADDED) == 2


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (own(slug="qd-4800-byt"), ("slug", "decision_ships")),
        (own(diseases=["covid-19", "lurgy"]), ("diseases.1", "choice")),
        (own(levels=[]), ("levels", "levels")),
    ],
)
def test_a_decision_that_cannot_be_is_refused_by_name(do, document, problem):
    with pytest.raises(InputRefused) as refused:
        do(add_risk_decision, document)
    assert problem in [(p.field, p.kind) for p in refused.value.problems]


def test_a_decision_over_other_days_counts_those(city, view, do):
    do(add_risk_decision, own(rate=written_decision(MINISTRY)["rate"] | {"days": 14}))
    assert view().numbers.window == Window(date(2021, 11, 1), SUNDAY)
    # Who sees whole weeks only cannot be told a rate over two.
    assert levels(view(APPROVER)) == ["hidden", "hidden", "hidden", "unreliable"]


@pytest.mark.parametrize(
    ("criterion", "value", "area", "problem"),
    [
        ("adults-one-dose", 101, "", ("value", "between")),
        ("adults", 10, "", ("criterion", "choice")),
        ("adults-one-dose", 10, "99999", ("ward", "area_code")),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(city, enter, criterion, value, area, problem):
    with pytest.raises(InputRefused) as refused:
        enter(criterion, value, area=area)
    assert [(p.field, p.kind) for p in refused.value.problems] == [problem]


def test_queries_do_not_grow_with_wards(city, database, policy, now, enter):
    for code in CODES:
        enter("adults-one-dose", 50, area=code)
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    with database.reading() as session:
        asked = Asked("covid-19", SUNDAY)
        view_levels_map(session, EPIDEMIOLOGIST, asked, "", policy=policy, now=now)
    assert len([one for one in statements if one.startswith("SELECT")]) <= 14


def test_without_wards_there_is_no_map(view):
    with pytest.raises(NoAreas):
        view()

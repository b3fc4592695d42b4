from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from app.domain.case_dates import Dates, Onset
from app.domain.cases import Case, Classification
from app.domain.errors import InputRefused
from app.domain.ids import CaseId, OfficialId
from app.domain.infector_decisions import named_infector

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
OFFICIAL = OfficialId(uuid4())


def case(disease: str = "covid-19") -> Case:
    dates = Dates(Onset(date(2026, 11, 20)), None, None)
    return Case(
        CaseId(uuid4()), "2026-7K3QX", uuid4(), disease, Classification.CONFIRMED, dates,
        None, None, None, OFFICIAL, NOW,
    )  # fmt: skip


def named(infected: Case, infector: Case | None, reason: str = " cùng  nhà "):
    return named_infector(uuid4(), infected, infector, reason, by=OFFICIAL, now=NOW)


def kinds(infected: Case, infector: Case | None, reason: str = "cùng nhà") -> list[str]:
    with pytest.raises(InputRefused) as refused:
        named(infected, infector, reason)
    return [problem.kind for problem in refused.value.problems]


def test_a_decision_says_whom_why_and_when():
    one, other = case(), case()
    found = named(one, other)
    assert (found.case, found.infector, found.reason) == (one.id, other.id, "cùng nhà")
    assert (found.decided_by, found.decided_at, found.undone_at) == (OFFICIAL, NOW, None)
    assert named(one, None).infector is None


def test_every_problem_is_named_at_once():
    one = case()
    assert kinds(one, one) == ["oneself"]
    assert kinds(one, replace(one, disease="measles")) == ["oneself"]
    assert kinds(one, case("measles"), " ") == ["other_disease", "missing"]
    assert kinds(one, None, "x" * 401) == ["too_long"]

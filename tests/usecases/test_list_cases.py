"""One name that many people have, in a made-up register: found by its index, page by page, and stripped."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, text, update
from sqlmodel import col, select

from app.cli.bench import pages_cases, pages_city
from app.domain.cases import CaseState
from app.domain.ids import CaseId, OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.store import cases, retention
from app.store.tables import CaseRow, TraceRow
from app.usecases import list_cases as listing
from app.usecases.list_cases import list_cases

TRACER = Official(OfficialId(uuid4()), "truy-vet", "Trần Văn Đức", Role.TRACER, None)


@pytest.fixture
def city(database, keys, policy, now, monkeypatch):
    monkeypatch.setattr(pages_cases, "LONG_LIST", 30)
    monkeypatch.setattr(pages_city, "FEWEST", (150, 60, 40))
    return pages_city.make_city(database, keys, scale=0.0001, policy=policy, now=now)


def found(database, keys, name, state, official=TRACER, after=None):
    with database.reading() as session:
        lines = list_cases(session, official, state=state, keys=keys, after=after, text=name)
    return [(line.case.reported_at, line.case.id) for line in lines]


def test_a_name_of_many_is_listed_newest_first_and_goes_on_where_the_page_ended(
    database, keys, city, monkeypatch
):
    monkeypatch.setattr(listing, "PAGE", 20)
    name, closed = city.work.names[0], CaseState.CLOSED
    with database.writing() as session:
        patient = session.get_one(CaseRow, city.case).subject
        session.execute(update(CaseRow).values(subject=patient))
        rows = list(session.exec(select(CaseRow).where(CaseRow.state == closed)))
        everybody = sorted(((row.reported_at, row.id) for row in rows), reverse=True)
        ward = rows[0].jurisdiction
        of_ward = sorted(((r.reported_at, r.id) for r in rows if r.jurisdiction == ward), reverse=True)
    first = found(database, keys, name, closed)
    assert first == everybody[:21]
    assert found(database, keys, name, closed, after=first[19]) == everybody[20:41]
    assert found(database, keys, "Không Ai", closed) == []
    own = Official(TRACER.id, "p1", "P1", Role.TRACER, ward)
    assert found(database, keys, name, closed, own) == of_ward[:21]
    assert len(found(database, keys, name, CaseState.OPEN)) == 21


def test_sqlite_looks_up_people_and_wards_in_their_indexes(sqlite, city, now):
    # PostgreSQL needs no such hint: it knows how many there are.
    asked = []
    event.listen(sqlite.engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
    own = Official(TRACER.id, "p1", "P1", Role.TRACER, "00004")
    with sqlite.reading() as session:
        patient = cases.get(session, city.case).subject
        plans = {}
        for what, ask in {
            "subject": lambda: cases.page(
                session, jurisdiction=None, state=CaseState.CLOSED, subjects=[patient]
            ),
            "jurisdiction_disease_counted_on": lambda: cases.of_disease(
                session, "covid-19", own, since=now.date() - timedelta(days=60), limit=9
            ),
        }.items():
            asked.clear()
            ask()
            (statement, given) = asked[-1]
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            plans[what] = plan.first()[-1]
    assert [what for what, plan in plans.items() if f"ix_cases_{what} " not in plan] == []


def test_of_closed_cases_those_are_found_that_still_hold_something(database, city, now):
    with database.writing() as session:
        session.execute(update(CaseRow).values(state=CaseState.CLOSED, closed_at=now - timedelta(days=40)))
        session.execute(text("UPDATE cases SET closed_at = reported_at WHERE reference = 'HCM-0000001'"))
        traced = {CaseId(case) for case in session.exec(select(col(TraceRow.case)))}
        fresh = session.exec(select(CaseRow.id).where(CaseRow.reference == "HCM-0000001")).one()
    with database.writing() as session:
        holding = retention.cases_closed_before(session, now - timedelta(days=28))
        assert set(holding) == traced - {fresh}
        assert len(holding) == len(set(holding)) > 1
        retention.strip_cases(session, holding)
        assert retention.cases_closed_before(session, now - timedelta(days=28)) == []

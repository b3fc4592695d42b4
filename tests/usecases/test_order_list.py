"""The order that is kept with a trace is the one that ranking all of it gives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, text
from sqlmodel import select

from app.domain.assurance import Flag
from app.store.tables import TraceListRow
from app.usecases.close_case import close_case
from app.usecases.end_retention import end_retention
from app.usecases.find_on_list import find_on_list
from app.usecases.trace_case import trace_case
from app.usecases.view_case import view_case
from tests.usecases.own_data import CAMERA, CHAT, STRANGER
from tests.usecases.test_joined_in_cases import ILL, case, link, tracer, visit  # noqa: F401 - fixtures


@pytest.fixture
def traced(do, visit, case, tracer, new_venue):  # noqa: F811
    noodles, market = new_venue("Phở Hòa"), new_venue("Chợ Bến Thành")
    for device, minute in ((ILL, 0), (CAMERA, 40), (CHAT, 10), (STRANGER, 25)):
        visit(device, noodles, minute=minute)
    for device, minute in ((ILL, 120), (STRANGER, 130)):
        visit(device, market, minute=minute)
    made = case(ILL)
    do(trace_case, tracer, made)
    return made


def forget_order(database):
    with database.writing() as session:
        session.execute(delete(TraceListRow))


@pytest.mark.parametrize("shown", [slice(None), slice(0, 2), slice(2, 4), slice(4, 6)])
def test_a_page_is_the_same_with_the_order_kept_and_without(do, traced, tracer, database, shown):  # noqa: F811
    kept = do(view_case, tracer, traced, shown=shown)
    forget_order(database)
    assert kept == do(view_case, tracer, traced, shown=shown)
    assert kept.count == 3


def test_the_order_kept_is_what_is_shown(do, traced, tracer, database):  # noqa: F811
    # Without this the test above would pass where the order is never read.
    ranks = {one.who: n for n, one in enumerate(do(view_case, tracer, traced).listed, start=1)}
    assert {who: do(find_on_list, tracer, traced, who) for who in ranks} == ranks
    with database.writing() as session:
        (row,) = session.exec(select(TraceListRow)).all()
        row.persons = b"".join(row.persons[at : at + 16] for at in (32, 16, 0))
    turned = [one.who for one in do(view_case, tracer, traced).listed]
    assert turned == list(ranks)[::-1]
    assert do(view_case, tracer, traced, leave_out=[Flag.EDITED]).count == 3


def test_what_changed_since_the_trace_before_is_the_same(do, traced, tracer, visit, new_venue, database):  # noqa: F811
    do(trace_case, tracer, traced)
    kept = do(view_case, tracer, traced).change
    assert kept is not None
    forget_order(database)
    assert do(view_case, tracer, traced).change == kept


def test_the_order_dies_with_the_case(do, traced, tracer, database, keys, policy, now):  # noqa: F811
    do(close_case, tracer, traced)
    end_retention(database, keys, policy=policy, now=now + timedelta(days=29))
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM trace_lists")).scalar_one() == 0

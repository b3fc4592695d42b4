"""Backward from a case, on an outbreak whose infectors are known: a dinner, and who fell ill after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.domain import errors
from app.domain.case_dates import Onset, checked_dates
from app.domain.ids import CaseId, VenueId
from app.domain.officials import Official
from app.science.infectors import Impossible
from app.store import infector_decisions, releases
from app.usecases.close_case import close_case
from app.usecases.correct_dates import correct_dates
from app.usecases.issue_release_code import issue_release_code
from app.usecases.name_infector import name_infector
from app.usecases.undo_infector import undo_infector
from app.usecases.verify_audit import verify_audit
from app.usecases.view_origin import view_origin
from tests.outbreaks import Town

HOST, GUEST, ELSEWHERE, LATER, APART = range(5)


@pytest.fixture
def town(database, keys, policy, now):
    return Town(database, keys, policy, now)


@dataclass
class Dinner:
    """The host fell ill eight days ago, the guest four days ago, two days after they had dined."""

    town: Town
    official: Official
    hall: VenueId
    cafe: VenueId
    market: VenueId
    cases: dict[int, CaseId]


@pytest.fixture
def dinner(town, do):
    hall, cafe, market = town.venue("Tiệc cưới Hoa Sen"), town.venue("Cà phê O'Brien"), town.venue("Chợ")
    official = town.official()
    town.walk(
        ([HOST, GUEST], hall, 9, 19, 22),
        ([GUEST, APART], cafe, 5, 9, 10),
        (GUEST, market, 12, 9, 9.5),
        (GUEST, market, 3, 9, 10),
        (ELSEWHERE, market, 9, 19, 22),
        ([GUEST, LATER], cafe, 6, 9, 10),
    )
    cases = {
        HOST: town.case(official, HOST, 8),
        GUEST: town.case(official, GUEST, 4),
        ELSEWHERE: town.case(official, ELSEWHERE, 8),
        LATER: town.case(official, LATER, 0),
        APART: town.case(official, APART, 8),
    }
    # Shared first and isolated afterwards on paper: a code does not ask for the days of isolation.
    isolated = checked_dates(Onset(town.day(8)), None, town.day(7), today=town.day(0))
    do(correct_dates, official, cases[APART], isolated)
    return Dinner(town, official, hall, cafe, market, cases)


def looked(do, dinner, official=None, number=GUEST):
    return do(view_origin, official or dinner.official, dinner.cases[number])


def test_the_release_code_asks_for_the_days_of_infection_too(do, dinner, database):
    issued = do(issue_release_code, dinner.official, dinner.cases[GUEST])
    assert issued.release.first_day == dinner.town.day(18)
    assert issued.release.last_day == dinner.town.day(0)
    with database.reading() as session:
        kept = releases.of_case(session, dinner.cases[GUEST])
    assert kept[0][0].first_day == dinner.town.day(18)


def test_the_visits_when_the_patient_may_have_been_infected_come_by_likelihood(do, dinner):
    view = looked(do, dinner)
    assert view.infected == (dinner.town.day(18), dinner.town.day(5))
    found = [(g.venue.venue, (dinner.town.now - g.span.start).days) for g in view.gatherings]
    assert found[0][0] == dinner.hall, "three hours, five days before the onset"
    assert {venue for venue, _ in found} == {dinner.hall, dinner.cafe, dinner.market}
    assert min(days for _, days in found) == 5, "what lies after the shortest incubation is left out"
    assert sum(g.share for g in view.gatherings) == pytest.approx(1)
    assert [g.share for g in view.gatherings] == sorted((g.share for g in view.gatherings), reverse=True)


def test_who_met_the_case_at_the_right_time_is_the_likely_infector(do, dinner):
    view = looked(do, dinner)
    assert [one.case.id for one in view.likely] == [dinner.cases[HOST]]
    host = view.likely[0]
    assert host.apart == 4
    assert [e.venue for e in host.exposures] == [dinner.hall]
    assert host.weight + view.unknown == pytest.approx(1)
    assert 0.3 < view.unknown < 0.7, "half of all infections are taken to be unknown, on the average"


def test_the_impossible_stand_there_with_the_reason_and_who_never_met_does_not(do, dinner):
    view = looked(do, dinner)
    reasons = {one.case.id: one.reasons for one in view.impossible}
    assert set(reasons) == {dinner.cases[LATER], dinner.cases[APART]}
    assert reasons[dinner.cases[LATER]] == Impossible.NO_EXPOSURE, "they met before it could infect"
    assert reasons[dinner.cases[APART]] & Impossible.ISOLATED
    assert not reasons[dinner.cases[APART]] & Impossible.ORDER


def test_two_files_of_one_person_do_not_infect_each_other(do, dinner):
    again = dinner.town.case(dinner.official, HOST, 4)
    view = do(view_origin, dinner.official, again)
    # The guest could have infected the host again, by the dinner; the host's own file could not.
    assert dinner.cases[HOST] not in {one.case.id for one in (*view.likely, *view.impossible)}


@pytest.mark.abuse("AB-25")
def test_a_case_of_another_area_is_no_candidate_but_for_the_whole_city(do, dinner):
    near = dinner.town.official(jurisdiction="26734")
    mine = dinner.town.case(near, GUEST, 4)
    assert do(view_origin, near, mine).likely == []
    assert [one.case.id for one in do(view_origin, dinner.official, mine).likely] == [dinner.cases[HOST]]
    with pytest.raises(errors.CaseUnknown):
        looked(do, dinner, near)


def name(do, dinner, infector, *, by=None, reason="cùng phòng trọ", **named):
    chosen = infector if infector is None or not isinstance(infector, int) else dinner.cases[infector]
    case = named.pop("case", dinner.cases[GUEST])
    return do(name_infector, by or dinner.official, case, chosen, reason=reason, **named)


def test_an_official_stands_above_the_weights_and_can_take_it_back(do, dinner):
    before = looked(do, dinner)
    name(do, dinner, ELSEWHERE)
    view = looked(do, dinner)
    assert view.named.id == dinner.cases[ELSEWHERE]
    assert view.decided_by == dinner.official
    assert (view.likely, view.unknown) == (before.likely, before.unknown), "the weights stay to be seen"

    name(do, dinner, None, at=dinner.town.now + timedelta(hours=1))
    view = looked(do, dinner)
    assert view.named is None
    assert view.decision.infector is None

    do(undo_infector, dinner.official, dinner.cases[GUEST])
    assert looked(do, dinner).named.id == dinner.cases[ELSEWHERE], "the decision before is in force again"
    do(undo_infector, dinner.official, dinner.cases[GUEST])
    assert looked(do, dinner).decision is None
    with pytest.raises(errors.NothingDecided):
        do(undo_infector, dinner.official, dinner.cases[GUEST])


def test_each_decision_is_written_down_once_by_ids_alone(do, dinner, database):
    for _ in range(2):
        name(do, dinner, HOST)
    do(undo_infector, dinner.official, dinner.cases[GUEST])
    with database.reading() as session:
        rows = session.execute(text("SELECT action, detail FROM audit ORDER BY number")).all()
        kept = session.execute(text("SELECT count(*) FROM infector_decisions")).scalar_one()
    ours = [(action, str(detail)) for action, detail in rows if action.startswith("infector")]
    assert [action for action, _ in ours] == ["infector_named", "infector_undone"]
    assert kept == 1
    assert str(dinner.cases[HOST]) in ours[0][1]
    assert all("phòng" not in detail for _, detail in ours)
    assert do(verify_audit).first_bad is None


def test_an_infector_is_named_by_reference_too(do, dinner):
    reference = looked(do, dinner, number=ELSEWHERE).case.reference
    assert name(do, dinner, None, reference=f" {reference.lower()} ").infector == dinner.cases[ELSEWHERE]


def test_what_cannot_be_is_refused_and_changes_nothing(do, dinner, database):
    flu = dinner.town.case(dinner.official, APART, 3, disease="influenza")
    far = dinner.town.case(dinner.town.official(jurisdiction="26734"), LATER, 5)
    near = dinner.town.official(jurisdiction="26740")
    mine = dinner.town.case(near, GUEST, 4)
    for infector, named in (
        (GUEST, {}),
        (flu, {}),
        (HOST, {"reason": " "}),
        (None, {"reference": "2026-00000"}),
    ):
        with pytest.raises(errors.InputRefused):
            name(do, dinner, infector, **named)
    with pytest.raises(errors.CaseUnknown):
        name(do, dinner, far, by=near, case=mine)
    reference = do(view_origin, dinner.official, far).case.reference
    with pytest.raises(errors.InputRefused):
        name(do, dinner, None, by=near, case=mine, reference=reference)
    with pytest.raises(errors.CaseUnknown):
        name(do, dinner, CaseId(uuid4()))
    do(close_case, dinner.official, dinner.cases[GUEST])
    with pytest.raises(errors.CaseClosed):
        name(do, dinner, HOST)
    with database.reading() as session:
        assert infector_decisions.in_force(session, [*dinner.cases.values(), mine]) == {}


def test_a_case_without_visits_is_an_answer_too(do, dinner):
    bare = dinner.town.case(dinner.official, 77, 4, shares=False)
    view = do(view_origin, dinner.official, bare)
    assert (view.gatherings, view.likely, view.impossible, view.unknown) == ([], [], [], 1)

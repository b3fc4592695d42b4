"""What the city has chosen and what is known of its places, seen through a whole trace."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain.case_dates import Onset, checked_dates
from app.domain.cases import Classification
from app.domain.ids import CaseId, new_visit_id
from app.domain.policy import Policy
from app.domain.spaces import Ventilation
from app.domain.spans import local_day
from app.domain.tracing_rules import TracingRule
from app.store import city as facts
from app.store import officials
from app.usecases.check_in import CheckIn, check_in
from app.usecases.issue_release_code import issue_release_code
from app.usecases.release_visits import release_visits
from app.usecases.report_case import report_case
from app.usecases.trace_case import trace_case
from app.usecases.view_case import view_case
from tests.usecases.test_case_line import CASE, FRIEND, SUBJECT, tracer

POLICY = Policy()


@pytest.fixture
def trace(database, keys, now, new_venue):
    """Report a case, release, trace by a policy; nobody checked out. Returns the page of the case."""

    def trace(policy: Policy = POLICY, **place):
        venue = new_venue("Phở Hòa Pasteur", **place)
        yesterday = now - timedelta(days=1)
        with database.writing() as session:
            for device, minute in ((CASE, 0), (FRIEND, 100)):
                entered = yesterday + timedelta(minutes=minute)
                command = CheckIn(venue.code.code, new_visit_id(entered, secrets.randbits(62)), device)
                check_in(session, [command], keys=keys, policy=policy, now=entered)
            official, case = tracer(), CaseId(uuid4())
            officials.add(session, official, now=now)
            today = local_day(now, policy.zone)
            report_case(
                session, official, case, SUBJECT,
                disease_slug="covid-19", classification=Classification.CONFIRMED,
                dates=checked_dates(Onset(today - timedelta(days=1)), None, None, today=today),
                ward=None, lab_reference=None, keys=keys, policy=policy, now=now,
            )  # fmt: skip
            code = issue_release_code(session, official, case, keys=keys, policy=policy, now=now).code
            release_visits(session, code, CASE, not_mine=set(), missing="", keys=keys, policy=policy, now=now)
            trace_case(session, official, case, keys=keys, policy=policy, now=now)
            return view_case(session, official, case, keys=keys)

    return trace


def test_without_check_outs_whoever_may_have_met_is_listed_with_a_least_of_nothing(trace):
    view = trace()
    (visit,) = view.visits
    minutes = [(end - visit.start) / timedelta(minutes=1) for end in visit.ends.all()]
    assert (minutes, visit.end_assumed) == ([15, 60, 150], True)
    (person,) = view.listed
    assert person.together == timedelta()
    assert person.least == 0 < person.hours < person.most


def test_the_trace_keeps_the_rule_that_the_city_has_chosen(trace, database):
    view = trace(replace(Policy(), tracing_rule=TracingRule.CORONA_WARN))
    assert view.trace.rule == "corona-warn-1"
    # The app's half hour after an assumed hour does not reach somebody who came after 100 minutes.
    assert view.listed == []


def test_a_policy_with_a_rule_comes_back_from_the_database(database, now):
    for rule in TracingRule:
        with database.writing() as session:
            facts.save_policy(session, replace(Policy(), tracing_rule=rule), now=now)
        with database.reading() as session:
            assert facts.policy(session).tracing_rule is rule


def test_what_the_owner_says_of_the_air_reaches_the_dose(trace):
    (outside,) = trace(ventilation=Ventilation.OPEN_AIR).listed
    (inside,) = trace(ventilation=Ventilation.CLOSED).listed
    worth = [person.exposures[0].parts for person in (outside, inside)]
    assert worth[0].through_air < worth[1].through_air / 10
    assert worth[0].close_by == pytest.approx(worth[1].close_by)

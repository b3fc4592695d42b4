from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.errors import InputRefused, OwnEvent
from app.domain.events import approved, new_event
from app.domain.ids import EventId, OfficialId, VenueId
from app.domain.policy import Policy

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
OPENER, OTHER = OfficialId(UUID(int=1)), OfficialId(UUID(int=2))


def event(start=timedelta(hours=30), length=timedelta(hours=4), **changed):
    given = {"disease": "covid-19", "reason": "bốn khách bị sốt", "active": {"covid-19"}}
    begins = NOW - start
    return new_event(
        EventId(uuid4()),
        "E2026-7K3QX",
        VenueId(uuid4()),
        start=begins,
        end=begins + length,
        by=OPENER,
        policy=Policy(),
        now=NOW,
        **given | changed,
    )


def problems(**changed):
    with pytest.raises(InputRefused) as refused:
        event(**changed)
    return [(p.field, p.kind) for p in refused.value.problems]


def test_an_event_that_can_be_is_kept_as_it_was_given():
    found = event()
    assert found.window.length == timedelta(hours=4)
    assert (found.opened_by, found.approved_by) == (OPENER, None)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"length": timedelta()}, ("left", "order")),
        ({"length": timedelta(hours=-1)}, ("left", "order")),
        ({"length": timedelta(hours=16, seconds=1)}, ("left", "too_long_event")),
        ({"start": timedelta(hours=-1)}, ("day", "future")),
        ({"start": timedelta(hours=1), "length": timedelta(hours=2)}, ("left", "not_yet")),
        ({"start": timedelta(days=23)}, ("day", "long_ago")),
        ({"disease": "ebola"}, ("disease", "choice")),
        ({"reason": "  "}, ("reason", "missing")),
    ],
)
def test_what_cannot_be_is_refused_by_name(changed, problem):
    assert problems(**changed) == [problem]


def test_every_problem_comes_at_once():
    assert problems(disease="plague", length=timedelta(), reason="") == [
        ("disease", "choice"),
        ("left", "order"),
        ("reason", "missing"),
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"length": timedelta(hours=16)},
        {"start": timedelta(hours=4), "length": timedelta(hours=4)},
        {"start": timedelta(days=21)},
    ],
)
def test_the_limits_themselves_are_allowed(changed):
    assert event(**changed)


def test_another_official_approves_and_the_first_approval_stays():
    with pytest.raises(OwnEvent):
        approved(event(), by=OPENER)
    once = approved(event(), by=OTHER)
    assert once.approved_by == OTHER
    assert approved(once, by=OfficialId(UUID(int=3))) == once

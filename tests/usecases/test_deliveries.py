"""A phone's messages are lost, repeated and overtaken; the server ends as if each had come once, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from app.domain.errors import Refusal
from app.domain.ids import new_visit_id
from app.domain.people import DeviceToken
from app.store import visits
from app.usecases import change_visit
from app.usecases.check_in import check_in
from app.usecases.find_visit import VisitKey
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt

MINUTE = timedelta(minutes=1)
DEVICE = DeviceToken(b"d" * 32)


@dataclass(frozen=True)
class Plan:
    """A visit as its person means it: its place, whether it had ended before it was sent, what follows."""

    venue: int
    merged: bool
    steps: tuple[str, ...]


PLANS = st.lists(
    st.builds(
        Plan,
        st.integers(0, 1),
        st.booleans(),
        st.lists(st.sampled_from(["leave", "stay", "withdraw"]), max_size=4).map(tuple),
    ),
    min_size=1,
    max_size=3,
)
CHANCE = st.lists(st.integers(0, 999), max_size=40)
"""What the network does next, as numbers to be read as choices."""


@dataclass
class Told:
    """One visit on the phone: what is still to be sent, and what its receipt said."""

    plan: Plan
    check: CheckIn
    start: datetime
    key: VisitKey | None = None
    done: int = 0
    """How many messages have been answered."""
    sent: Callable[[], object] | None = None
    """The message that is on its way: the same bytes however often."""

    @property
    def left(self):
        return self.done < 1 + len(self.plan.steps)

    def waits_for(self, other):
        return other.left and other.plan.venue == self.plan.venue and other.start < self.start


@dataclass
class Phone:
    """Sends as static/phone/queue.js does: of one visit each message after the answer to the one before."""

    session: object
    given: dict
    visits: list[Told]
    versions: bool = True
    copies: list[Callable[[], object]] = field(default_factory=list)
    acknowledged: list[object] = field(default_factory=list)
    now: datetime | None = None

    def next(self):
        """The visits that may send now: at one venue, one after the other."""
        return [told for told in self.visits if told.left and not any(map(told.waits_for, self.visits))]

    def message(self, told):
        """What is sent next for a visit, fixed at its first sending."""
        if told.done == 0:
            return lambda: self.check_in(told.check)
        step = told.plan.steps[told.done - 1]
        at, key = told.start + (2 + told.done) * MINUTE, told.key
        if not self.versions:
            key = replace(key, version=None)
        if step == "leave":
            return lambda: change_visit.check_out(self.session, key, left_at=at, now=self.now, **self.given)
        if step == "stay":
            return lambda: change_visit.stay(self.session, key, **self.given)
        return lambda: change_visit.withdraw(self.session, key, now=self.now, **self.given)

    def check_in(self, command):
        [answer] = check_in(self.session, [command], now=self.now, **self.given)
        if isinstance(answer, Refusal):
            raise answer
        return answer

    def deliver(self, message):
        try:
            return message()
        except Refusal as refusal:
            return refusal

    def send(self, told, *, answered):
        if told.sent is None:
            told.sent = self.message(told)
            self.copies.append(told.sent)
        answer = self.deliver(told.sent)
        if answered:
            self.answer(told, answer)

    def answer(self, told, answer):
        told.done, told.sent = told.done + 1, None
        if isinstance(answer, Receipt):
            visit = answer.visit
            told.key = VisitKey(visit.venue, visit.id, answer.check_out_token, visit.version)
            self.acknowledged.append((visit.venue, visit.id))
            if told.done == 1 and told.plan.merged and visit.left_at is None:
                told.plan = replace(told.plan, steps=("leave", *told.plan.steps))
        elif told.key is None:
            told.done = 1 + len(told.plan.steps)  # refused by name: the entry has ended


def run(database, places, plans, chance, given, now, *, versions=True):
    """The end of a phone's visits: id -> (left, withdrawn), and what was acknowledged."""
    start = now - 20 * timedelta(hours=1)
    told = [
        Told(
            plan,
            CheckIn(
                places[plan.venue].code.code,
                new_visit_id(start + n * 100 * MINUTE, n),
                DEVICE,
                left_at=start + (n * 100 + 1) * MINUTE if plan.merged else None,
            ),
            start + n * 100 * MINUTE,
        )
        for n, plan in enumerate(plans)
    ]
    with database.reading() as session:  # what it writes is rolled back, so that all runs begin alike
        phone = Phone(session, given, told, versions=versions, now=now)
        deliveries(phone, list(chance))
        keys = {(places[one.plan.venue].venue.id, one.check.visit) for one in told}
        found = visits.by_keys(session, keys | set(phone.acknowledged))
        end = {key: (visit.left_at, visit.withdrawn_at is not None) for key, visit in found.items()}
    return end, set(phone.acknowledged)


def deliveries(phone, chance):
    """Reads each number as one thing that happens; when they are used up, the rest goes through in order."""
    while ready := phone.next():
        number = chance.pop(0) if chance else None
        phone.now = phone.now + timedelta(seconds=1)
        if number is None:
            phone.send(ready[0], answered=True)
        elif number % 3 == 2 and phone.copies:
            phone.deliver(phone.copies[number % len(phone.copies)])  # a copy that comes late
        else:
            phone.send(ready[number % len(ready)], answered=number % 3 == 0)
    for number in chance:
        phone.deliver(phone.copies[number % len(phone.copies)])


@pytest.fixture
def places(new_venue):
    return [new_venue("Phở Hòa"), new_venue("Chợ Bến Thành")]


@pytest.fixture
def given_keys(keys, policy):
    return {"keys": keys, "policy": policy}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(plans=PLANS, chance=CHANCE)
def test_any_network_leaves_what_an_orderly_one_does(database, places, given_keys, now, plans, chance):
    orderly, _ = run(database, places, plans, [], given_keys, now)
    end, acknowledged = run(database, places, plans, chance, given_keys, now)
    note(f"{plans} {chance}")
    assert end == orderly
    assert acknowledged <= set(end), "what was acknowledged is kept"
    assert all(
        end[place, visit][1]
        for place, visit in end
        for plan, n in ((plan, n) for n, plan in enumerate(plans) if "withdraw" in plan.steps)
        if visit == new_visit_id(now - 20 * timedelta(hours=1) + n * 100 * MINUTE, n)
    ), "a withdrawal wins"


def test_without_versions_a_late_copy_would_undo_what_came_after(database, places, given_keys, now):
    plans = [Plan(0, merged=False, steps=("leave", "stay"))]
    late = [0, 0, 0, 2, 5, 4]  # each once, then copies; the second copy is the check-out
    orderly, _ = run(database, places, plans, [], given_keys, now)
    assert run(database, places, plans, late, given_keys, now)[0] == orderly
    assert run(database, places, plans, late, given_keys, now, versions=False)[0] != orderly


def test_a_repeat_does_not_end_again_a_visit_that_goes_on(database, places, given_keys, now):
    plans = [Plan(0, merged=True, steps=("stay",))]
    [(left, withdrawn)] = run(database, places, plans, [0, 0, 2, 2], given_keys, now)[0].values()
    assert (left, withdrawn) == (None, False)

"""A person ends, continues or takes back a visit, or looks at its receipt again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.domain import visits as rules
from app.domain.policy import Policy
from app.domain.visits import Visit
from app.store import people, venues, visits
from app.store.db import Session
from app.usecases.find_visit import VisitKey, find_visit
from app.usecases.give_receipt import Receipt, receipt
from app.usecases.name_place import name_place
from app.vault.keystore import KeyStore


def check_out(
    session: Session,
    key: VisitKey,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
    left_at: datetime | None = None,
) -> Receipt:
    """*I am leaving*, now or at a time that a phone says. Twice is once.

    A phone without a network sends it later: it may say no other times than an entry may have.

    Raises:
        VisitUnknown: no such visit, or the token is not its own.
        VisitWithdrawn: it has been taken back.
        EntryInFuture, EntryTooOld: outside what a phone may report.
        LeftBeforeEntry: before the visit began.
    """
    if left_at is not None:
        rules.check_clock(left_at, now, policy)
    at, latest = (now, now) if left_at is None else (left_at, now + policy.clock_skew)
    return _change(session, key, lambda v: rules.leave(v, at=at, now=latest), keys=keys, policy=policy)


def stay(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy) -> Receipt:
    """*Still here*: undo a check-out. Raises `VisitUnknown` and `VisitWithdrawn` as `check_out`."""
    return _change(session, key, rules.stay, keys=keys, policy=policy)


def bring(
    session: Session, key: VisitKey, companions: int, children: int, *, keys: KeyStore, policy: Policy
) -> Receipt:
    """Say who came along: how many, and how many of them are under 16. The number left stands for them too.

    Raises:
        VisitUnknown, VisitWithdrawn: as `check_out`.
        InputRefused: outside 0 to 60, or more children than people.
    """
    found = _change(
        session, key, lambda v: rules.with_companions(v, companions, children), keys=keys, policy=policy
    )
    if found.visit.children:
        people.mark_guardians(session, people.with_contact(session, {found.person}))
    return found


def withdraw(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy, now: datetime) -> Receipt:
    """Take the visit back: no trace lists it from now on. Raises `VisitUnknown` as `check_out`."""
    # However many changes it has seen meanwhile: who takes a visit back means all of it.
    key = replace(key, version=None)
    return _change(session, key, lambda v: rules.withdraw(v, now=now), keys=keys, policy=policy)


def show(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy) -> Receipt:
    """The receipt again. Raises `VisitUnknown` as `check_out`."""
    return _change(session, key, lambda v: v, keys=keys, policy=policy)


def _change(
    session: Session,
    key: VisitKey,
    rule: Callable[[Visit], Visit],
    *,
    keys: KeyStore,
    policy: Policy,
) -> Receipt:
    """Apply a rule to the visit, unless the sender saw an older version of it.

    A change that arrives twice, or long after its sender gave it up and tried again, must not undo what was
    changed since: it is answered with the visit as it stands.
    """
    before = find_visit(session, key, keys=keys, policy=policy)
    after = rule(before) if key.version in (None, before.version) else before
    if after != before:
        visits.save(session, after)
    venue = venues.get(session, after.venue)
    called = name_place(session, after, venue)
    found = receipt(after, venue, keys=keys, policy=policy, zone_name=called.zone, parent_name=called.parent)
    return replace(found, person=people.canonical(session, [found.person])[found.person])

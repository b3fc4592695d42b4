"""A person ends, continues or takes back a visit, or looks at its receipt again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain import visits as rules
from app.domain.policy import Policy
from app.domain.visits import Visit
from app.store import venues, visits
from app.store.db import Session
from app.usecases.find_visit import VisitKey, find_visit
from app.usecases.give_receipt import Receipt, receipt
from app.vault.keystore import KeyStore


def check_out(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy, now: datetime) -> Receipt:
    """*I am leaving.* Twice is once.

    Raises:
        VisitUnknown: no such visit, or the token is not its own.
        VisitWithdrawn: it has been taken back.
    """
    return _change(session, key, lambda v: rules.leave(v, at=now, now=now), keys=keys, policy=policy)


def stay(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy) -> Receipt:
    """*Still here*: undo a check-out. Raises as `check_out`."""
    return _change(session, key, rules.stay, keys=keys, policy=policy)


def withdraw(session: Session, key: VisitKey, *, keys: KeyStore, policy: Policy, now: datetime) -> Receipt:
    """Take the visit back: no trace lists it from now on. Raises `VisitUnknown` as `check_out`."""
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
    before = find_visit(session, key, keys=keys, policy=policy)
    after = rule(before)
    if after != before:
        visits.save(session, after)
    return receipt(after, venues.get(session, after.venue), keys=keys, policy=policy)

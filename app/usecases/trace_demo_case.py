"""What an official would do next with a case of a demo city: visits, a trace, first decisions."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from app.domain.contacts import Standing
from app.domain.ids import CaseId, PersonId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.simulation.city import City
from app.store.db import Session
from app.usecases.decide_contact import decide_contacts
from app.usecases.demo_ids import device_of
from app.usecases.issue_release_code import issue_release_code
from app.usecases.release_visits import release_visits
from app.usecases.trace_case import trace_case
from app.usecases.view_case import view_case
from app.vault.keystore import KeyStore

_DECIDED: Final = 8


def trace_demo_case(
    session: Session,
    official: Official,
    case: CaseId,
    city: City,
    person: int,
    from_newest: int,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> None:
    """Visits by release code, a trace, and for the newest cases the first decisions."""
    issued = issue_release_code(session, official, case, keys=keys, policy=policy, now=now)
    release_visits(
        session,
        issued.code,
        device_of(city.seed, person),
        not_mine=set(),
        missing="",
        keys=keys,
        policy=policy,
        now=now,
    )
    trace_case(session, official, case, keys=keys, policy=policy, now=now)
    if 0 < from_newest < _DECIDED:
        listed = view_case(session, official, case, keys=keys).listed
        nearest = [PersonId(p.who) for p in listed[:3]]
        decide_contacts(
            session,
            official,
            case,
            nearest,
            standing=Standing.CONTACT,
            reason="Cùng chỗ lâu nhất",
            keys=keys,
            now=now,
        )

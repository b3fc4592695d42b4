"""Somebody takes away everything that is kept about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.ids import PersonId
from app.domain.joins import Joined
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.store import joins, notices, own_visits
from app.store.db import Session
from app.store.notices import Notice
from app.usecases.find_own_names import find_own_names
from app.usecases.list_openings import Opening, openings_of
from app.usecases.show_own_visits import OwnVisit, own_visits_of
from app.vault.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class OwnData:
    """What the database holds of one human. Contact details are sealed: only their days are known."""

    person: PersonId
    visits: Sequence[OwnVisit]
    contact_days: Sequence[date]
    openings: Sequence[Opening]
    notices: Sequence[Notice]
    """What the person was told, every version of it, the newest first."""
    joined: Sequence[Joined]
    tokens: int


def export_own_data(
    session: Session, device: DeviceToken | None, *, keys: KeyStore, policy: Policy, now: datetime
) -> OwnData:
    """All of it, in a constant number of queries.

    Raises:
        NobodyHere: this browser speaks for nobody.
    """
    own = find_own_names(session, device)
    return OwnData(
        own.person,
        own_visits_of(session, own, keys=keys, policy=policy, now=now),
        own_visits.contact_days(session, own.names),
        openings_of(session, own, policy=policy),
        notices.of_persons(session, own.names, now=now),
        joins.joined(session, own.person),
        joins.tokens(session, own.person),
    )

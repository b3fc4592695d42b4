"""Whom a browser speaks for, under all names: what everything about one's own data begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.ids import PersonId, Pseudonym
from app.domain.join_errors import NobodyHere
from app.domain.people import DeviceToken
from app.store import people
from app.store.db import Session
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonyms
from app.vault.tokens import digest


@dataclass(frozen=True, slots=True)
class Own:
    """One human."""

    names: Sequence[PersonId]
    """The canonical one first."""

    @property
    def person(self) -> PersonId:
        """The name that new visits go by."""
        return self.names[0]

    def pseudonyms(self, keys: KeyStore) -> list[Pseudonym]:
        """Under which every kept visit of theirs stands, whatever its day and browser."""
        return [p for day in keys.days() for p in pseudonyms(keys.day(day).link, self.names)]


def find_own_names(session: Session, device: DeviceToken | None) -> Own:
    """Whom a browser speaks for.

    Raises:
        NobodyHere: it has not checked in yet, or somebody ended it.
    """
    token = None if device is None else digest(device)
    person = None if token is None else people.by_tokens(session, [token]).get(token)
    if person is None:
        raise NobodyHere
    return Own(people.all_of(session, person))

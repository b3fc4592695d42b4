"""The contact details of a demo city, sealed as those of a real one are."""

from __future__ import annotations

from datetime import date
from typing import Final

from app.domain.ids import PersonId
from app.domain.people import ContactDetails
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.simulation.city import City
from app.simulation.columns import moment
from app.simulation.scans import Scans
from app.store import people
from app.store.db import Session
from app.usecases.demo_ids import person_id
from app.vault.keystore import KeyStore
from app.vault.sealing import seal

_LEAVES_DETAILS: Final = 3
"""Every so manieth phone leaves no contact details."""


def seal_contacts(session: Session, city: City, scans: Scans, keys: KeyStore, policy: Policy) -> None:
    """Contact details of most people who scanned, sealed to the day of their last scan."""
    newest = {person: row for row, person in enumerate(scans.person.tolist())}
    people.add_contacts(
        session,
        (
            _sealed(city, person, local_day(moment(int(scans.entered[row])), policy.zone), keys)
            for person, row in newest.items()
            if city.residents.phones[person] is not None and person % _LEAVES_DETAILS
        ),
    )


def _sealed(city: City, person: int, day: date, keys: KeyStore) -> tuple[PersonId, date, bytes]:
    details = ContactDetails(city.residents.names[person], city.residents.phones[person] or "")
    who = person_id(city.seed, person)
    return who, day, seal(details, keys.day(day).sealing.public_key(), who, day)

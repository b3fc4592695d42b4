"""Whether contact details that a phone sealed may be kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.domain.ids import PersonId
from app.domain.people import ContactRefused, SealedContact
from app.vault.sealing import looks_sealed


def admit_contact(contact: SealedContact, *, persons: Collection[PersonId], days: Collection[date]) -> None:
    """Let details pass that are bound to one of a human's names and to a day of their visit.

    What is moved, mixed up or made up is refused here rather than found to be unreadable when somebody has to
    be warned. What is sealed inside only opening tells.

    Raises:
        ContactRefused: another person, another day, or not the form of a sealed contact.
    """
    if contact.person not in persons or contact.epoch not in days or not looks_sealed(contact.blob):
        raise ContactRefused

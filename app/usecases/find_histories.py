"""Where some people were on some days. Shared by what follows many people without knowing any."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.domain.ids import PersonId, Pseudonym
from app.domain.visits import Visit
from app.store import visits
from app.store.db import Session
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonyms


def find_histories(
    session: Session, persons: Collection[PersonId], days: Collection[date], keys: KeyStore
) -> list[tuple[Visit, PersonId]]:
    """Every visit of these people on these days, with the person; destroyed days stay closed."""
    people = list(dict.fromkeys(persons))
    who: dict[Pseudonym, PersonId] = {}
    for day in days:
        if keys.has(day):
            who |= zip(pseudonyms(keys.day(day).link, people), people, strict=True)
    return [(visit, who[visit.pseudonym]) for visit in visits.of_pseudonyms(session, who)]

"""Where some people were on some days. Shared by what follows many people without knowing any."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.domain.ids import PersonId, Pseudonym
from app.domain.visits import Visit
from app.store import people, visits
from app.store.db import Session
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonyms


def find_histories(
    session: Session, persons: Collection[PersonId], days: Collection[date], keys: KeyStore
) -> list[tuple[Visit, PersonId]]:
    """Every visit of these people on these days, under all their names; destroyed days stay closed.

    Each visit comes with the person under the name of today (`people.canonical`).
    """
    chiefs = dict.fromkeys(people.canonical(session, persons).values())
    of_name = {name: who for who, names in people.names_of(session, chiefs).items() for name in names}
    who: dict[Pseudonym, PersonId] = {}
    for day in days:
        if keys.has(day):
            who |= zip(pseudonyms(keys.day(day).link, of_name), of_name.values(), strict=True)
    return [(visit, who[visit.pseudonym]) for visit in visits.of_pseudonyms(session, who)]

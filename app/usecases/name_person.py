"""The names that a person goes by at one moment: pseudonyms, one a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.ids import PersonId, Pseudonym
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonym


def names_of(person: PersonId, entered: datetime, *, keys: KeyStore, policy: Policy) -> list[Pseudonym]:
    """The person's pseudonyms on the local day of entry and the day before: a stay may cross midnight."""
    day = local_day(entered, policy.zone)
    return [
        pseudonym(keys.day(when).link, person) for when in (day, day - timedelta(days=1)) if keys.has(when)
    ]

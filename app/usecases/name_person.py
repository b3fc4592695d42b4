"""The names that a person goes by at one moment: pseudonyms, one a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.domain.ids import PersonId, Pseudonym
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonym


def names_of(
    persons: Sequence[PersonId], entered: datetime, *, keys: KeyStore, policy: Policy
) -> list[Pseudonym]:
    """The pseudonyms of all of somebody's persons, on the local day of entry and the day before.

    A stay may cross midnight. The first is the first person's on the day itself: new visits carry it.
    """
    day = local_day(entered, policy.zone)
    return [
        pseudonym(keys.day(when).link, person)
        for when in (day, day - timedelta(days=1))
        if keys.has(when)
        for person in persons
    ]

"""The names that a person goes by at one moment: pseudonyms, one a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from app.domain.errors import KeyDestroyed
from app.domain.ids import PersonId, Pseudonym
from app.domain.policy import Policy
from app.domain.spans import Span, day_span, local_day
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import pseudonyms

_A_DAY: Final = timedelta(days=1)


class DayNames:
    """The pseudonyms of many persons at the times at which they came: a day's in one pass.

    A stay may cross midnight, so each has those of the local day of entry and of the day before. A day whose
    keys are gone has none.
    """

    def __init__(
        self, who: Iterable[tuple[Sequence[PersonId], datetime]], *, keys: KeyStore, policy: Policy
    ) -> None:
        self._zone = policy.zone
        # By numbers: a dictionary finds a UUID in five times the time, and a batch asks for thousands.
        wanted: dict[date, dict[int, PersonId]] = {}
        for persons, entered in who:
            day = local_day(entered, policy.zone)
            for when in (day, day - _A_DAY):
                wanted.setdefault(when, {}).update({person.int: person for person in persons})
        self._by_day: dict[date, dict[int, Pseudonym]] = {
            day: dict(zip(persons, pseudonyms(keys.day(day).link, persons.values()), strict=True))
            for day, persons in wanted.items()
            if keys.has(day)
        }
        self._tokens = {day: keys.day(day).token for day in self._by_day}

    def of(self, persons: Sequence[PersonId], entered: datetime) -> list[Pseudonym]:
        """All names of one human's persons; the first is the first person's on the day itself."""
        day = local_day(entered, self._zone)
        return [
            self._by_day[when][person.int]
            for when in (day, day - _A_DAY)
            if when in self._by_day
            for person in persons
        ]

    def token_key(self, entered: datetime) -> bytes | None:
        """What the check-out tokens of a day are made with; None: not one of these days, or it is gone."""
        return self._tokens.get(local_day(entered, self._zone))

    def must_name(self, entered: datetime) -> None:
        """Let an entry pass whose day still has keys.

        Raises:
            KeyDestroyed: the day has left retention, or never had keys.
        """
        if (day := local_day(entered, self._zone)) not in self._by_day:
            raise KeyDestroyed(day.isoformat())

    @property
    def span(self) -> Span | None:
        """When visits under any of these names began; None: there are no names."""
        days = sorted(self._by_day)
        if not days:
            return None
        return Span(day_span(days[0], self._zone).start, day_span(days[-1], self._zone).end)


def names_of(
    persons: Sequence[PersonId], entered: datetime, *, keys: KeyStore, policy: Policy
) -> list[Pseudonym]:
    """The pseudonyms of all of somebody's persons, on the local day of entry and the day before."""
    return DayNames([(persons, entered)], keys=keys, policy=policy).of(persons, entered)

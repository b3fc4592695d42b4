"""What phones send, and everything that bears on a batch of it: the first beat of checking in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from app.domain.assurance import Assurance
from app.domain.codes import Code
from app.domain.errors import VisitIdMalformed
from app.domain.ids import PersonId, Pseudonym, VenueId, VisitId, entered_at
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.domain.screen_codes import ScreenCode
from app.domain.visits import Visit
from app.store import issued_codes, visits
from app.store.db import Session
from app.store.issued_codes import CodedPlace
from app.usecases.name_person import names_of
from app.vault.keystore import KeyStore
from app.vault.tokens import digest


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What a phone sends."""

    code: Code
    visit: VisitId
    device: DeviceToken
    assurance: Assurance = Assurance.STATIC
    screen: ScreenCode | None = None
    """The code as a screen showed it: raises the assurance while it is fresh."""
    seen: str = ""
    """What the page carried that was opened while the screen's code was fresh."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What bears on a batch: what the store knows, brought up to date as the batch is decided."""

    places: dict[Code, CodedPlace]
    persons: dict[bytes, PersonId]
    visits: dict[tuple[VenueId, VisitId], Visit]

    def at(self, venue: VenueId, names: Iterable[Pseudonym]) -> list[Visit]:
        """The visits at a venue under any of a person's names."""
        wanted = set(names)
        return [v for (place, _), v in self.visits.items() if place == venue and v.pseudonym in wanted]


def gather(
    session: Session,
    commands: Sequence[CheckIn],
    persons: dict[bytes, PersonId],
    keys: KeyStore,
    policy: Policy,
) -> Gathered:
    """What the store knows of a batch; `persons` are those of its devices."""
    places = issued_codes.by_codes(session, {command.code for command in commands})
    names: set[Pseudonym] = set()
    full_keys: set[tuple[VenueId, VisitId]] = set()
    for command in commands:
        with suppress(VisitIdMalformed):  # refused where it is decided
            person = persons[digest(command.device)]
            names.update(names_of(person, entered_at(command.visit), keys=keys, policy=policy))
            if command.code in places:
                full_keys.add((places[command.code].venue.id, command.visit))
    kept = visits.by_keys(session, full_keys)
    kept |= {(visit.venue, visit.id): visit for visit in visits.of_pseudonyms(session, names)}
    return Gathered(places, persons, kept)

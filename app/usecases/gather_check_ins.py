"""What phones send, and everything that bears on a batch of it: the first beat of checking in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from app.domain.assurance import Assurance
from app.domain.card_numbers import CardNumber
from app.domain.cards import Card
from app.domain.codes import Code
from app.domain.errors import VisitIdMalformed
from app.domain.ids import PersonId, Pseudonym, VenueId, VisitId, ZoneId, entered_at
from app.domain.people import DeviceToken, SealedContact
from app.domain.policy import Policy
from app.domain.screen_codes import ScreenCode
from app.domain.visits import Visit
from app.store import cards, issued_codes, venues, visits, zones
from app.store.db import Session
from app.store.issued_codes import CodedPlace
from app.usecases.name_person import names_of
from app.vault.card_keys import CARDS, card_mac
from app.vault.keystore import KeyStore
from app.vault.tokens import digest


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What a phone sends."""

    code: Code
    visit: VisitId
    device: DeviceToken | None
    """None where a card says who it is."""
    assurance: Assurance = Assurance.STATIC
    screen: ScreenCode | None = None
    """The code as a screen showed it: raises the assurance while it is fresh."""
    seen: str = ""
    """What the page carried that was opened while the screen's code was fresh."""
    left_at: datetime | None = None
    """When the visit ended, where it had ended before it could be sent."""
    contact: SealedContact | None = None
    companions: int = 0
    """People who came along and have no check-in of their own."""
    children: int = 0
    """Those of them who are under 16."""
    card: CardNumber | None = None
    """A person without a phone, let in by staff."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What bears on a batch: what the store knows, brought up to date as the batch is decided."""

    places: dict[Code, CodedPlace]
    persons: dict[bytes, list[PersonId]]
    """By the SHA-256 of a device: all names of its human, the one that new visits go by first."""
    visits: dict[tuple[VenueId, VisitId], Visit]
    cards: dict[bytes, Card]
    """By the MAC of their number."""
    zone_names: dict[ZoneId, str]
    parent_names: dict[VenueId, str]
    """Of the venues that others are inside of."""

    def at(self, venue: VenueId, names: Iterable[Pseudonym]) -> list[Visit]:
        """The visits at a venue under any of a person's names."""
        wanted = set(names)
        return [v for (place, _), v in self.visits.items() if place == venue and v.pseudonym in wanted]


def token_of(command: CheckIn, keys: KeyStore) -> bytes:
    """What names the person in the store: the SHA-256 of a browser's token, or the MAC of a card's number."""
    if command.card is not None:
        return card_mac(command.card, keys.named(CARDS))
    return digest(command.device or b"")


def gather(
    session: Session,
    commands: Sequence[CheckIn],
    persons: dict[bytes, list[PersonId]],
    keys: KeyStore,
    policy: Policy,
) -> Gathered:
    """What the store knows of a batch; `persons` are all those of each of its devices."""
    known_cards = cards.by_macs(session, {token_of(c, keys) for c in commands if c.card is not None})
    persons |= {mac: [card.person] for mac, card in known_cards.items() if card.person is not None}
    places = issued_codes.by_codes(session, {command.code for command in commands})
    names: set[Pseudonym] = set()
    full_keys: set[tuple[VenueId, VisitId]] = set()
    for command in commands:
        with suppress(VisitIdMalformed):  # refused where it is decided
            theirs = persons.get(token_of(command, keys), [])
            names.update(names_of(theirs, entered_at(command.visit), keys=keys, policy=policy))
            if command.code in places:
                full_keys.add((places[command.code].venue.id, command.visit))
    kept = visits.by_keys(session, full_keys)
    kept |= {(visit.venue, visit.id): visit for visit in visits.of_pseudonyms(session, names)}
    in_zones = {place.code.zone for place in places.values()} | {visit.zone for visit in kept.values()}
    zone_names = zones.names(session, in_zones - {None})
    parents = {place.venue.registration.parent for place in places.values()}
    parent_names = venues.names(session, [parent for parent in parents if parent is not None])
    return Gathered(places, persons, kept, known_cards, zone_names, parent_names)

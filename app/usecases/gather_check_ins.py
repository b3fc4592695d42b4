"""What phones send, and everything that bears on a batch of it: the first beat of checking in."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

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
from app.usecases.name_person import DayNames
from app.vault.card_keys import CARDS, card_mac
from app.vault.keystore import KeyStore
from app.vault.tokens import digest

VisitKey = tuple[VenueId, VisitId]
Coming = tuple["CheckIn", list[PersonId], datetime]
"""A command, all names of its human, and when it says that they came."""
_NONE: Final[Mapping[int, Visit]] = MappingProxyType({})


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


@dataclass(slots=True)
class Gathered:
    """What bears on a batch: what the store knows, brought up to date as the batch is decided."""

    places: dict[Code, CodedPlace]
    persons: dict[bytes, list[PersonId]]
    """By the SHA-256 of a device: all names of its human, the one that new visits go by first."""
    names: DayNames
    cards: dict[bytes, Card]
    """By the MAC of their number."""
    zone_names: dict[ZoneId, str] = field(default_factory=dict)
    parent_names: dict[VenueId, str] = field(default_factory=dict)
    """Of the venues that others are inside of."""
    visits: dict[VisitKey, Visit] = field(default_factory=dict)
    new: dict[VisitKey, Visit] = field(default_factory=dict)
    changed: dict[VisitKey, Visit] = field(default_factory=dict)
    continued: set[VisitKey] = field(default_factory=set)
    """Ids that came for a stay which has another one: nothing is kept under them."""
    _here: dict[tuple[int, int], dict[int, Visit]] = field(default_factory=dict)
    """By venue, pseudonym and id as numbers, which are found five times as fast."""

    def know(self, visit: Visit) -> None:
        """Take in a visit that is kept already."""
        self.visits[visit.venue, visit.id] = visit
        self._here.setdefault((visit.venue.int, visit.pseudonym.int), {})[visit.id.int] = visit

    def keep(self, visit: Visit) -> None:
        """Take in what was decided, so that later commands see it as they would in a batch of their own."""
        key = visit.venue, visit.id
        before = self.visits.get(key)
        if visit is before:
            return
        (self.new if before is None or key in self.new else self.changed)[key] = visit
        self.know(visit)

    def at(self, venue: VenueId, names: Iterable[Pseudonym]) -> list[Visit]:
        """The visits at a venue under any of a person's names."""
        return [v for name in names for v in self._here.get((venue.int, name.int), _NONE).values()]


def token_of(command: CheckIn, keys: KeyStore) -> bytes:
    """What names the person in the store: the SHA-256 of a browser's token, or the MAC of a card's number."""
    if command.card is not None:
        return card_mac(command.card, keys.named(CARDS))
    return digest(command.device or b"")


def new_person() -> PersonId:
    """128 fresh random bits."""
    return PersonId(UUID(bytes=secrets.token_bytes(16)))


def gather(
    session: Session,
    commands: Sequence[CheckIn],
    tokens: Sequence[bytes],
    persons: dict[bytes, list[PersonId]],
    keys: KeyStore,
    policy: Policy,
    *,
    by_key: bool = False,
) -> Gathered:
    """What the store knows of a batch, in three queries when it is a plain one.

    Args:
        session: A transaction.
        commands: The batch.
        tokens: Of each command, as `token_of` says.
        persons: All those of each device. Those of cards are put in.
        keys: For the names of the days.
        policy: For the zone that cuts the days.
        by_key: Whether visits of these ids are looked up too that other persons made.
    """
    macs = {token for token, command in zip(tokens, commands, strict=True) if command.card is not None}
    known_cards = cards.by_macs(session, macs) if macs else {}
    persons |= {mac: [card.person] for mac, card in known_cards.items() if card.person is not None}
    places = issued_codes.by_codes(session, {command.code for command in commands})
    coming = come(commands, tokens, persons)
    names = DayNames(((theirs, entered) for _, theirs, entered in coming), keys=keys, policy=policy)
    gathered = Gathered(places, persons, names, known_cards)
    for visit in _visits(session, gathered, coming, by_key=by_key):
        gathered.know(visit)
    in_zones = {place.code.zone for place in places.values()} | {v.zone for v in gathered.visits.values()}
    gathered.zone_names = zones.names(session, in_zones - {None})
    parents = {place.venue.registration.parent for place in places.values()} - {None}
    gathered.parent_names = venues.names(session, [parent for parent in parents if parent is not None])
    return gathered


def come(
    commands: Sequence[CheckIn], tokens: Sequence[bytes], persons: Mapping[bytes, list[PersonId]]
) -> list[Coming]:
    """Who comes with each command that says when, as far as they are known."""
    coming: list[Coming] = []
    for command, token in zip(commands, tokens, strict=True):
        with suppress(VisitIdMalformed):  # refused where it is decided
            coming.append((command, persons.get(token, []), entered_at(command.visit)))
    return coming


def wanted_of(gathered: Gathered, coming: Sequence[Coming]) -> tuple[dict[Code, VenueId], set[Pseudonym]]:
    """The venues that are come to, and all names of those who come there."""
    there = {c.code: place.venue.id for c, _, _ in coming if (place := gathered.places.get(c.code))}
    return there, {n for c, theirs, at in coming if c.code in there for n in gathered.names.of(theirs, at)}


def _visits(session: Session, gathered: Gathered, coming: Sequence[Coming], *, by_key: bool) -> list[Visit]:
    """Each person's visits at the venue in question; all of a card's, which has only so many a day."""
    there, names = wanted_of(gathered, coming)
    found: list[Visit] = []
    if there and (span := gathered.names.span) is not None:
        found = visits.of_pseudonyms_at(session, names, set(there.values()), span)
    carried = {n for c, theirs, at in coming if c.card is not None for n in gathered.names.of(theirs, at)}
    if carried:
        found += visits.of_pseudonyms(session, carried)
    if by_key:
        full_keys = {(there[c.code], c.visit) for c, _, _ in coming if c.code in there}
        found += visits.by_keys(session, full_keys).values()
    return found

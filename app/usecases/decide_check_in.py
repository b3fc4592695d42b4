"""What a check-in means, once everything that bears on it is gathered: nothing is asked and nothing kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain import visits as rules
from app.domain.errors import CodeUnknown, VenueClosed, VisitOfAnother
from app.domain.ids import PersonId, entered_at
from app.domain.many_scans import scans_for_others
from app.domain.people import ContactRefused
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.venues import Venue, VenueState
from app.domain.visits import Visit
from app.usecases.admit_card import cap_card, who_comes
from app.usecases.admit_contact import admit_contact
from app.usecases.gather_check_ins import CheckIn, Gathered
from app.usecases.give_receipt import ContactAnswer, Receipt, receipt
from app.usecases.weigh_screen_code import weigh_screen_code
from app.vault.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a command."""

    visit: Visit
    venue: Venue
    persons: Sequence[PersonId]
    """All names of its human."""
    here: Sequence[Visit]
    """The visits of that human at the venue before."""


def decide(
    command: CheckIn,
    token: bytes,
    gathered: Gathered,
    basis: int,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Decided:
    """A new visit, or one of before.

    Raises:
        Refusal: the one that applies.
    """
    place = gathered.places.get(command.code)
    if place is None:
        raise CodeUnknown(command.code)
    if place.venue.state is not VenueState.OPEN:
        raise VenueClosed(str(place.venue.id))
    entered = entered_at(command.visit)
    persons = who_comes(command, token, gathered, entered, policy=policy)
    names = gathered.names.of(persons, entered)
    kept = gathered.visits.get((place.venue.id, command.visit))
    assurance, shown_since = command.assurance, None
    if kept is None:
        rules.check_clock(entered, now, policy)
        gathered.names.must_name(entered)
        if command.screen is not None:
            assurance, shown_since = weigh_screen_code(
                command, command.screen, place.venue.id, keys=keys, policy=policy, now=now
            )
    elif kept.pseudonym not in names:
        raise VisitOfAnother(str(command.visit))
    entry = rules.Entry(
        command.visit,
        names[0],
        assurance,
        basis,
        shown_since,
        companions=command.companions,
        children=command.children,
    )
    here = gathered.at(place.venue.id, names)
    visit = rules.start(entry, place.code, place.venue, here, policy=policy, now=now)
    if command.left_at is not None and kept is None and visit.id == command.visit:
        # Only a visit that is new: a repeat must not end again what its person has taken up since. Who
        # continued an earlier visit sees in the answer that it is open, and checks out of that one.
        visit = rules.leave(visit, at=command.left_at, now=now + policy.clock_skew)
    if command.card is not None:
        cap_card(visit, gathered.visits, policy)
    return Decided(visit, place.venue, persons, here)


def receipt_of(
    decided: Decided,
    gathered: Gathered,
    contact: ContactAnswer | None,
    *,
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Receipt:
    """What the person gets back, once the visit is durable."""
    visit, parent = decided.visit, decided.venue.registration.parent
    with_this = {one.id: one for one in (*decided.here, visit)}
    return receipt(
        visit,
        decided.venue,
        keys=keys,
        policy=policy,
        person=decided.persons[0],
        contact=contact,
        zone_name=gathered.zone_names.get(visit.zone) if visit.zone else None,
        parent_name=gathered.parent_names.get(parent) if parent else None,
        for_others=scans_for_others(with_this.values(), now),
        token_key=gathered.names.token_key(visit.entered_at),
    )


def contact_answer(command: CheckIn, decided: Decided, policy: Policy) -> ContactAnswer | None:
    """What becomes of the details that came with a visit; a wrong seal refuses them, never the visit."""
    contact = command.contact
    if contact is None:
        return None
    entries = decided.visit.entered_at, entered_at(command.visit)
    days = {local_day(moment, policy.zone) for moment in entries}
    try:
        admit_contact(contact, persons=decided.persons, days=days)
    except ContactRefused:
        return ContactAnswer.REFUSED
    return ContactAnswer.KEPT

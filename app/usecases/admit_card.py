"""Who comes with a check-in, and how often one card may: the part of checking in that knows cards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.domain.assurance import Assurance
from app.domain.card_errors import CardUnknown, CardUsedTooOften
from app.domain.cards import admitted
from app.domain.ids import PersonId, VenueId, VisitId
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.visits import Visit
from app.usecases.gather_check_ins import CheckIn, Gathered


def who_comes(
    command: CheckIn, token: bytes, gathered: Gathered, entered: datetime, *, policy: Policy
) -> list[PersonId]:
    """All names of the person behind a browser's token or a card.

    Raises:
        CardUnknown, CardBlank, CardBlocked, CardExpired: the card lets nobody in on the day of entry.
    """
    if command.card is None:
        return gathered.persons[token]
    card = gathered.cards.get(token)
    if card is None:
        raise CardUnknown
    return [admitted(card, local_day(entered, policy.zone))]


def cap_card(visit: Visit, known: Mapping[tuple[VenueId, VisitId], Visit], policy: Policy) -> None:
    """Let a card's visit be kept; one that is kept already passes.

    Counted from the day's visits, so nothing about a card's habits is written down for it.

    Raises:
        CardUsedTooOften: the card has as many visits of this day as one may have.
    """
    if (visit.venue, visit.id) in known:
        return
    same_day = sum(
        other.pseudonym == visit.pseudonym
        and other.assurance is Assurance.CARD
        and other.withdrawn_at is None
        for other in known.values()
    )
    if same_day >= policy.card_visits_a_day:
        raise CardUsedTooOften

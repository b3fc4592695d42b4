"""A phone asks what to seal contact details to, for the days that its visits may fall on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from app.domain.policy import Policy
from app.domain.spans import day_span, days_between, local_day
from app.vault.keystore import KeyStore
from app.vault.signed_days import SIGNING, PublicDay, signed_days

AHEAD: Final = 7
"""Days after today: as long as a phone may go without asking again."""


def publish_day_keys(*, keys: KeyStore, policy: Policy, now: datetime) -> bytes:
    """The signed list, the same for everybody who asks in one hour.

    It begins with the oldest day that an entry may still be reported for: a visit made without a network is
    sealed to its own day when it is sent.
    """
    first, today = local_day(now - policy.oldest_entry, policy.zone), local_day(now, policy.zone)
    days = [day for day in days_between(first, today + timedelta(days=AHEAD)) if keys.has(day)]
    return signed_days(
        [PublicDay(day, day_span(day, policy.zone), keys.day(day).sealing.public_key()) for day in days],
        keys.named_pair(SIGNING),
        issued=now.replace(minute=0, second=0, microsecond=0),
    )

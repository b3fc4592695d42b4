from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from app.domain import card_errors
from app.domain.cards import (
    Card,
    CardState,
    admitted,
    blocked,
    handed_on,
    holder,
    require_blank,
    unblocked,
)

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = NOW.date()
BLANK = Card(bytes(range(32)), date(2026, 1, 1), TODAY)
USED = replace(BLANK, person=UUID(int=7), sealed=b"x", key_year=2026, registered_at=NOW)
OTHER = replace(BLANK, mac=bytes(32))
OLD = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("card", "day", "state", "refusal"),
    [
        (BLANK, TODAY, CardState.BLANK, card_errors.CardBlank),
        (USED, TODAY, CardState.REGISTERED, None),
        (USED, OLD, CardState.EXPIRED, card_errors.CardExpired),
        (BLANK, OLD, CardState.EXPIRED, card_errors.CardExpired),
        (blocked(USED, now=NOW), TODAY, CardState.BLOCKED, card_errors.CardBlocked),
        (blocked(BLANK, now=NOW), OLD, CardState.BLOCKED, card_errors.CardBlocked),
        (replace(USED, replaced_at=NOW), TODAY, CardState.REPLACED, card_errors.CardBlocked),
    ],
)
def test_what_a_card_is_and_whom_it_lets_in(card, day, state, refusal):
    assert card.state(day) is state
    if refusal is None:
        assert admitted(card, day) == USED.person
        return
    with pytest.raises(refusal):
        admitted(card, day)


@pytest.mark.parametrize(
    ("card", "day", "refusal"),
    [
        (USED, TODAY, card_errors.CardRegistered),
        (BLANK, OLD, card_errors.CardExpired),
        (blocked(BLANK, now=NOW), TODAY, card_errors.CardBlocked),
        (replace(USED, replaced_at=NOW), TODAY, card_errors.CardBlocked),
    ],
)
def test_only_a_blank_card_is_registered(card, day, refusal):
    require_blank(BLANK, TODAY)
    with pytest.raises(refusal):
        require_blank(card, day)


def test_blocking_keeps_its_first_moment_and_is_undone():
    later = NOW.replace(hour=9)
    assert blocked(blocked(USED, now=NOW), now=later).blocked_at == NOW
    assert unblocked(blocked(USED, now=NOW)) == USED
    with pytest.raises(card_errors.CardReplaced):
        unblocked(replace(USED, replaced_at=NOW))


def test_a_new_card_takes_the_person_and_the_details_and_the_old_one_keeps_none():
    by = uuid4()
    old, new = handed_on(USED, OTHER, today=TODAY, by=by, now=NOW)
    assert (old.sealed, old.key_year, old.state(TODAY)) == (None, None, CardState.REPLACED)
    assert (new.person, new.sealed, new.key_year, new.registered_by) == (USED.person, b"x", 2026, by)
    assert holder(old) == holder(new), "the holder's rights do not end with the old card"


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        (BLANK, OTHER, card_errors.CardBlank),
        (USED, USED, card_errors.CardNotReplaceable),
        (USED, replace(USED, mac=bytes(32)), card_errors.CardRegistered),
        (replace(USED, replaced_at=NOW), OTHER, card_errors.CardReplaced),
        (USED, blocked(OTHER, now=NOW), card_errors.CardBlocked),
    ],
)
def test_nothing_else_is_handed_on(old, new, refusal):
    with pytest.raises(refusal):
        handed_on(old, new, today=TODAY, by=uuid4(), now=NOW)

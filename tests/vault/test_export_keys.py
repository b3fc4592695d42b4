from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.domain.errors import KeyDestroyed
from app.domain.exports import expiry
from app.domain.ids import PersonId
from app.domain.spans import day_span
from app.vault.export_keys import ExportKeys, KeptExport
from app.vault.pseudonyms import persons, pseudonyms

PEOPLE = [PersonId(UUID(int=n)) for n in (7, 8, 9)]


def kept(now, *, days=7):
    return KeptExport(uuid4(), Path("/exports/a"), date(2026, 11, 10), now, now + timedelta(days=days))


def test_a_pseudonym_opens_as_long_as_the_key_stands_and_never_after(tmp_path, now):
    store, export = ExportKeys(tmp_path), kept(now)
    hidden = pseudonyms(store.make(export), PEOPLE)
    assert persons(store.link(export.id, now=now + timedelta(days=6)), hidden) == PEOPLE
    store.destroy(export.id)
    with pytest.raises(KeyDestroyed):
        store.link(export.id, now=now)
    assert store.kept() == []
    assert list(tmp_path.iterdir()) == []
    store.destroy(export.id)


def test_time_ends_a_key_before_anybody_has_destroyed_it(tmp_path, now):
    store, export = ExportKeys(tmp_path), kept(now)
    store.make(export)
    with pytest.raises(KeyDestroyed):
        store.link(export.id, now=export.expires_at)


def test_two_exports_call_the_same_person_by_different_names(tmp_path, now):
    store = ExportKeys(tmp_path)
    one, other = (pseudonyms(store.make(kept(now)), PEOPLE) for _ in range(2))
    assert not set(one) & set(other)


def test_what_is_known_of_exports_is_kept_privately_and_comes_in_order_of_their_ends(tmp_path, now):
    store = ExportKeys(tmp_path)
    made = [kept(now, days=days) for days in (3, 1, 2)]
    for export in made:
        store.make(export)
    assert store.kept() == [made[1], made[2], made[0]]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(("days_back", "kept_for"), [(13, 7), (14, 7), (15, 6), (20, 1)])
def test_an_export_ends_after_a_week_or_with_the_retention_of_its_first_day(now, policy, days_back, kept_for):
    today = now.astimezone(policy.zone).date()
    ends = expiry(today - timedelta(days=days_back), policy, now=now)
    assert ends <= now + timedelta(days=7)
    if kept_for < 7:
        assert ends == day_span(today + timedelta(days=kept_for), policy.zone).end
    else:
        assert ends == now + timedelta(days=7)

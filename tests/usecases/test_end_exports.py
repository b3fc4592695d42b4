from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import KeyDestroyed
from app.store import audit
from app.store.export_files import NoExport, draft_of
from app.usecases.end_exports import end_export
from app.usecases.end_retention import end_retention
from app.vault.export_keys import KeptExport
from tests.exported import cases_in, city, export


@pytest.fixture
def made(tmp_path, keys, now):
    """An export of a small city with its key."""
    shard = city(200)
    manifest = export(tmp_path / "e", shard, cases_in(shard), now=now)
    keys.exports.make(
        KeptExport(manifest.id, tmp_path / "e", manifest.first_day, manifest.made_at, manifest.expires_at)
    )
    return manifest


def actions(database):
    with database.reading() as session:
        return [entry.action for entry in audit.newest(session, before=None, limit=10)]


def test_retention_ends_an_export_on_time_and_not_before(database, keys, policy, now, made, tmp_path):
    early = end_retention(database, keys, policy=policy, now=made.expires_at - timedelta(seconds=1))
    assert early.exports == 0
    assert (tmp_path / "e" / "export.json").exists()
    keys.exports.link(made.id, now=now)

    ended = end_retention(database, keys, policy=policy, now=made.expires_at)
    assert ended.exports == 1
    assert not (tmp_path / "e").exists()
    with pytest.raises(KeyDestroyed):
        keys.exports.link(made.id, now=now)
    assert end_retention(database, keys, policy=policy, now=made.expires_at).exports == 0


def test_an_export_goes_with_the_retention_of_a_day_in_it(database, keys, policy, now, made, tmp_path):
    shorter = replace(policy, retention_days=1)
    assert end_retention(database, keys, policy=shorter, now=now).exports == 1
    assert not (tmp_path / "e").exists()


def test_what_an_interrupted_export_left_goes_too(database, keys, policy, made, tmp_path):
    (tmp_path / "e").rename(draft_of(tmp_path / "e", made.id))
    end_retention(database, keys, policy=policy, now=made.expires_at)
    assert not draft_of(tmp_path / "e", made.id).exists()


def test_files_that_are_not_the_export_s_stay(database, keys, policy, now, made, tmp_path):
    (tmp_path / "e" / "notes.txt").write_text("mine")
    end_retention(database, keys, policy=policy, now=made.expires_at)
    assert [path.name for path in (tmp_path / "e").rglob("*")] == ["notes.txt"]


def test_another_export_in_the_same_place_stays(database, keys, policy, now, made, tmp_path):
    (tmp_path / "e").rename(tmp_path / "elsewhere")
    shard = city(200)
    other = export(tmp_path / "e", shard, cases_in(shard), now=now, number=8)
    end_retention(database, keys, policy=policy, now=made.expires_at)
    assert (tmp_path / "e" / "export.json").exists()
    assert other.id != made.id


def test_an_export_is_ended_by_hand_on_the_record(database, keys, now, made, tmp_path):
    assert end_export(database, keys, tmp_path / "e", now=now) == made.id
    assert not (tmp_path / "e").exists()
    with pytest.raises(KeyDestroyed):
        keys.exports.link(made.id, now=now)
    assert "visits_export_ended" in actions(database)
    with pytest.raises(NoExport):
        end_export(database, keys, tmp_path / "e", now=now)

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.store.db import open_database
from app.usecases.back_up_database import TargetExists, back_up_database, restore_database
from app.usecases.back_up_keys import back_up_keys, restore_keys
from app.vault.keystore import KeyStore


def venues_in(database):
    with database.reading() as session:
        return session.execute(text("SELECT name FROM venues")).scalars().all()


def test_a_backup_restores_to_the_same_city(database, new_venue, tmp_path, request):
    new_venue("Phở Hòa Pasteur")
    back_up_database(database, tmp_path / "copy")
    new_venue("Sau bản sao")
    if database.is_sqlite:
        url = f"sqlite:///{tmp_path / 'restored.db'}"
    else:
        server = request.getfixturevalue("postgres_server")
        url = server.url(server.new_database(template="template0"))
    restore_database(tmp_path / "copy", url)
    restored = open_database(url)
    assert venues_in(restored) == ["Phở Hòa Pasteur"]
    restored.close()


def test_nothing_is_overwritten(database, tmp_path, keys):
    (tmp_path / "copy").write_text("mine")
    with pytest.raises(TargetExists):
        back_up_database(database, tmp_path / "copy")
    with pytest.raises(TargetExists):
        back_up_keys(tmp_path / "keys", tmp_path / "copy")
    back_up_keys(tmp_path / "keys", tmp_path / "keys.tar")
    with pytest.raises(TargetExists):
        restore_keys(tmp_path / "keys.tar", tmp_path / "keys")
    assert (tmp_path / "copy").read_text() == "mine"
    assert keys.days()


def test_a_damaged_backup_is_refused_and_leaves_nothing(tmp_path):
    (tmp_path / "copy").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(ValueError, match="sound"):
        restore_database(tmp_path / "copy", f"sqlite:///{tmp_path / 'new.db'}")
    assert not (tmp_path / "new.db").exists()


def test_keys_come_back_private_and_whole(keys, tmp_path):
    day = keys.days()[0]
    back_up_keys(tmp_path / "keys", tmp_path / "keys.tar")
    restore_keys(tmp_path / "keys.tar", tmp_path / "elsewhere")
    restored = KeyStore(tmp_path / "elsewhere")
    assert restored.day(day).link == keys.day(day).link
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "elsewhere").rglob("*"))

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.code_errors import CodeKeyRetired, CodeKeyUnknown, LastCodeKey
from app.vault.code_keys import CodeKeys
from app.vault.keystore import KeyStore

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def held(tmp_path):
    return CodeKeys(tmp_path / "codes")


def test_the_first_key_is_made_when_it_is_needed_and_stays(held, tmp_path):
    assert held.in_force() == []
    first = held.newest(now=NOW)
    assert (first.id, first.made_at) == ("01", NOW)
    again = CodeKeys(tmp_path / "codes").newest(now=NOW + timedelta(days=1))
    assert (again.id, again.public, again.made_at) == ("01", first.public, NOW)


def test_the_newest_signs_and_older_ones_are_believed_until_they_are_retired(held):
    made = [held.rotate(now=NOW + timedelta(days=n)).id for n in range(3)]
    assert made == ["01", "02", "03"]
    assert held.newest(now=NOW).id == "03"
    held.retire("02")
    assert [key.id for key in held.in_force()] == ["01", "03"]
    assert held.retired() == ["02"]
    with pytest.raises(CodeKeyRetired):
        held.get("02")
    assert held.rotate(now=NOW).id == "04", "a number is never used twice"


def test_a_retired_key_is_destroyed(held, tmp_path):
    seed = held.rotate(now=NOW).private.private_bytes_raw().hex()
    held.rotate(now=NOW)
    assert seed in (tmp_path / "codes" / "01.json").read_text()
    held.retire("01")
    assert not (tmp_path / "codes" / "01.json").exists()
    assert seed.encode() not in b"".join(path.read_bytes() for path in (tmp_path / "codes").iterdir())


def test_what_is_not_in_force_or_signs_cannot_be_retired(held):
    for missing in ("01", "0A"):
        with pytest.raises(CodeKeyUnknown):
            held.retire(missing)
    held.rotate(now=NOW)
    with pytest.raises(LastCodeKey):
        held.retire("01")
    held.rotate(now=NOW)
    held.retire("01")
    with pytest.raises(CodeKeyRetired):
        held.retire("01")


def test_a_process_that_remembers_a_key_learns_that_another_retired_it(held, tmp_path):
    held.rotate(now=NOW)
    held.rotate(now=NOW)
    assert held.get("01").id == "01"
    CodeKeys(tmp_path / "codes").retire("01")
    with pytest.raises(CodeKeyRetired):
        held.get("01")


def test_processes_that_rotate_together_make_one_key(tmp_path):
    stores = [CodeKeys(tmp_path / "codes") for _ in range(8)]
    barrier = threading.Barrier(8)
    made = []

    def rotate(one):
        barrier.wait()
        made.append(one.rotate(now=NOW).public)

    threads = [threading.Thread(target=rotate, args=[one]) for one in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == len(stores[0].in_force())


def test_they_are_private_files_of_the_key_store(tmp_path):
    store = KeyStore(tmp_path / "keys")
    store.codes.rotate(now=NOW)
    path = tmp_path / "keys" / "codes" / "01.json"
    assert path.stat().st_mode & 0o077 == 0
    assert store.codes.newest(now=NOW).private.private_bytes_raw().hex() not in repr(store.codes.in_force())

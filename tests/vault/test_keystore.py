from __future__ import annotations

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.domain.errors import KeyDestroyed
from app.domain.ids import CaseId
from app.vault.keystore import KeyStore

DAY = date(2026, 11, 23)


@pytest.fixture
def store(tmp_path):
    made = KeyStore(tmp_path / "keys")
    made.ensure([DAY, DAY + timedelta(days=1)])
    return made


def test_each_day_has_keys_of_its_own(store):
    one, other = store.day(DAY), store.day(DAY + timedelta(days=1))
    assert one.link != other.link
    assert one.token != other.token
    assert len(one.link) == 16


def test_making_them_again_changes_nothing(store, tmp_path):
    before = store.day(DAY).link
    store.ensure([DAY])
    assert KeyStore(tmp_path / "keys").day(DAY).link == before


def test_processes_that_start_together_agree_on_one_key(tmp_path):
    stores = [KeyStore(tmp_path / "keys") for _ in range(8)]
    barrier = threading.Barrier(8)

    def start(one):
        barrier.wait()
        one.ensure([DAY])

    threads = [threading.Thread(target=start, args=(one,)) for one in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.day(DAY).link for one in stores}) == 1
    assert [path.name for path in (tmp_path / "keys" / "days").iterdir()] == [f"{DAY}.json"]


def test_a_destroyed_day_is_gone_for_every_process_at_once(store, tmp_path):
    other = KeyStore(tmp_path / "keys")
    other.day(DAY)  # remembered there
    assert store.destroy_before(DAY + timedelta(days=1)) == [DAY]
    for one in (store, other):
        with pytest.raises(KeyDestroyed):
            one.day(DAY)
        assert not one.has(DAY)
    assert store.day(DAY + timedelta(days=1)).link


def test_nothing_of_a_destroyed_key_is_left_in_the_folder(store, tmp_path):
    link = store.day(DAY).link.hex().encode()
    files = lambda: b"".join(p.read_bytes() for p in (tmp_path / "keys").rglob("*") if p.is_file())  # noqa: E731
    assert link in files()
    store.destroy_before(DAY + timedelta(days=1))
    assert link not in files()


def test_a_case_key_dies_with_its_case_and_is_not_made_again(store):
    case = CaseId(uuid4())
    assert store.of_case(case).private_numbers() == store.of_case(case).private_numbers()
    store.destroy_case(case)
    with pytest.raises(KeyDestroyed):
        store.of_case(case)


def test_keys_are_for_their_owner_alone(store, tmp_path):
    store.named("release")
    store.of_case(CaseId(uuid4()))
    for path in [tmp_path / "keys", *(tmp_path / "keys").rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_named_key_stays(store, tmp_path):
    assert store.named("release") == KeyStore(tmp_path / "keys").named("release")
    assert store.named("release") != store.named("fields")

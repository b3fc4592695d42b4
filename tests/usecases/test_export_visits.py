from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pyarrow.parquet as pq
import pytest

from app.domain.errors import KeyDestroyed
from app.domain.ids import PersonId, Pseudonym
from app.domain.roles import Role
from app.store import audit
from app.store.export_files import read_manifest
from app.store.exported_city import PERSONS, read_ids, read_stays
from app.usecases import export_visits as use_case
from app.usecases.add_crowd_cases import add_crowd_cases
from app.usecases.demo_officials import demo_official
from app.usecases.end_retention import end_retention
from app.usecases.export_visits import ExportRefused, export_visits
from app.usecases.load_crowd import load_crowd
from app.usecases.trace_case import trace_case
from app.usecases.trace_export import trace_export
from app.usecases.view_case import view_case
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import persons
from tests.exported import found_in

VISITS, DAYS, CASES = 3_000, 4, 3


@pytest.fixture
def keys(tmp_path):
    return KeyStore(tmp_path / "keys")


@pytest.fixture
def cases(database, keys, policy, now):
    crowd = load_crowd(database, keys, visits=VISITS, days=DAYS, seed=5, policy=policy, now=now)
    return add_crowd_cases(database, keys, crowd, CASES, policy=policy, now=now)


@pytest.fixture
def away(tmp_path_factory):
    """A folder apart from the database and the keys."""
    return tmp_path_factory.mktemp("away")


@pytest.fixture
def exported(database, keys, policy, now, away, tmp_path):
    def exported(folder=away / "e", **changed):
        given = {"days": 14, "reason": "tracing", "away_from": (tmp_path,), "shards": 3}
        return export_visits(database, keys, folder, policy=policy, now=now, **given | changed)

    return exported


def entries(database):
    with database.reading() as session:
        return {entry.action: entry.detail for entry in audit.newest(session, before=None, limit=20)}


def traced_one_by_one(database, keys, policy, now, cases):
    """By case and person what the official's trace says."""
    with database.writing() as session:
        official = demo_official(session, Role.TRACER, now)
    found = {}
    for case in cases:
        with database.writing() as session:
            trace_case(session, official, case, keys=keys, policy=policy, now=now)
            for listed in view_case(session, official, case, keys=keys).listed:
                found[case, listed.who] = (
                    listed.hours,
                    listed.least,
                    listed.most,
                    len(listed.exposures),
                    listed.band,
                )
    return found


def test_an_export_traced_elsewhere_gives_what_each_case_s_own_trace_gives(
    database, keys, policy, now, cases, exported, away
):
    made = exported()
    trace_export(away / "e", away / "out", now=now)
    key = keys.exports.link(made.id, now=now)
    found = {
        (UUID(bytes=case), *persons(key, [Pseudonym(UUID(bytes=who))])): row
        for (case, who), row in found_in(away / "out").items()
    }
    expected = traced_one_by_one(database, keys, policy, now, cases)
    assert len(expected) > 20
    assert found.keys() == expected.keys()
    for pair, row in expected.items():
        assert found[pair] == pytest.approx(tuple(map(float, row)), rel=1e-9), pair


def test_what_is_exported_says_what_it_is(cases, exported, away, now, database):
    made = exported()
    assert read_manifest(away / "e") == made
    assert (made.cases, made.shards) == (CASES, 3)
    assert made.expires_at == now + timedelta(days=7)
    parts = [part for n in range(3) if (part := read_stays(away / "e", n)) is not None]
    assert sum(len(part.start) for part in parts) == made.stays
    assert 0 < made.stays <= VISITS
    files = [path for path in (away / "e").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in files} == {0o700}
    for path in (away / "e").rglob("*.parquet"):
        metadata = pq.read_schema(path).metadata
        assert metadata[b"ghe.export"] == str(made.id).encode()
        assert metadata[b"ghe.expires_at"] == made.expires_at.isoformat().encode()
    assert "no pseudonym here leads to a person" in (away / "e" / "export.json").read_text()
    assert list(away.iterdir()) == [away / "e"]


def test_nobody_s_own_id_is_in_the_files_and_two_exports_share_no_name(
    database, keys, cases, exported, away, now
):
    made = exported()
    other = exported(away / "f")
    names = [{row.tobytes() for row in read_ids(away / folder / PERSONS)} for folder in ("e", "f")]
    assert len(names[0]) == len(names[1]) == made.persons
    assert not names[0] & names[1]
    clear = {
        person.bytes
        for person in persons(
            keys.exports.link(other.id, now=now), [Pseudonym(UUID(bytes=n)) for n in names[1]]
        )
    }
    assert not names[0] & clear
    blob = b"".join(path.read_bytes() for path in (away / "e").rglob("*") if path.is_file())
    assert not any(person in blob for person in clear)
    # Numbers come in the order of the pseudonyms: they tell nothing of the ids behind them.
    assert [row.tobytes()[:8] for row in read_ids(away / "e" / PERSONS)] == sorted(n[:8] for n in names[0])


def test_after_its_end_an_export_leads_to_nobody(database, keys, policy, now, cases, exported, away):
    made = exported()
    hidden = [Pseudonym(UUID(bytes=row.tobytes())) for row in read_ids(away / "e" / PERSONS)]
    with database.reading() as session:
        known = {PersonId(row) for row in _all_persons(session)}
    opened = persons(keys.exports.link(made.id, now=now), hidden)
    assert set(opened) <= known, "while the key stands, they open"

    later = now + timedelta(days=7)
    with pytest.raises(KeyDestroyed):
        keys.exports.link(made.id, now=later)
    end_retention(database, keys, policy=policy, now=later)
    assert not list(keys._folder.rglob(f"*{made.id}*"))
    assert not (away / "e").exists()


def _all_persons(session):
    from sqlmodel import select

    from app.store.tables import PersonRow

    return session.exec(select(PersonRow.id)).all()


def test_it_is_on_the_record_before_a_key_is_made(database, keys, cases, exported, monkeypatch):
    seen = []

    def made(kept):
        seen.append(entries(database))
        raise OSError("the key store is full")

    monkeypatch.setattr(keys.exports, "make", made)
    with pytest.raises(OSError, match="full"):
        exported(reason="study-7")
    assert seen[0]["visits_export_asked"]["reason"] == "study-7"
    assert "visits_exported" not in entries(database)


def test_a_finished_export_is_on_the_record_with_its_size(database, cases, exported):
    made = exported()
    assert entries(database)["visits_exported"] == {
        "export": str(made.id), "persons": made.persons, "thousand_stays": made.stays // 1000,
    }  # fmt: skip


def test_a_failure_leaves_neither_files_nor_key(keys, cases, exported, away, monkeypatch):
    def broken(*_args):
        raise OSError("disk full")

    monkeypatch.setattr(use_case.exported_city, "write_ids", broken)
    with pytest.raises(OSError, match="disk full"):
        exported()
    assert list(away.iterdir()) == []
    assert keys.exports.kept() == []


@pytest.mark.parametrize("reason", ["", "Because I can", "0901234567", "x" * 41])
def test_a_reason_is_one_plain_word(exported, reason, keys):
    with pytest.raises(ExportRefused):
        exported(reason=reason)
    assert keys.exports.kept() == []


def test_only_an_empty_folder_is_written_to(cases, exported, away):
    (away / "e").mkdir()
    (away / "e" / "x").touch()
    with pytest.raises(ExportRefused, match="empty"):
        exported()
    (away / "e" / "x").unlink()
    assert exported().cases == CASES


def test_an_export_lies_apart_from_database_and_keys(exported, tmp_path, keys):
    for folder in (tmp_path, tmp_path / "keys" / "e", tmp_path / "deep" / "e"):
        with pytest.raises(ExportRefused, match="apart"):
            exported(folder)
    assert keys.exports.kept() == []


def test_days_that_are_not_asked_for_are_left_out(cases, exported, away, database, now, policy):
    whole, half = exported(), exported(away / "f", days=3)
    assert 0 < half.stays < whole.stays
    assert half.first_day == now.astimezone(policy.zone).date() - timedelta(days=2)

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import numpy as np
import pyarrow.parquet as pq
import pytest
from sqlmodel import select

from app.domain.audit import AuditAction
from app.domain.cases import closed
from app.domain.disease_profiles import DISEASES
from app.domain.ids import CaseId, VenueId, VisitId, new_visit_id
from app.domain.spans import local_day
from app.domain.visits import leave
from app.science.combining import infected_by_one
from app.store import audit, case_visits, visits
from app.store import cases as case_store
from app.store.tables import VisitRow
from app.usecases import trace_city as use_case
from app.usecases.add_crowd_cases import add_crowd_cases
from app.usecases.end_exports import end_exports
from app.usecases.export_visits import ExportRefused
from app.usecases.load_crowd import crowd_of
from app.usecases.trace_city import trace_city
from app.vault.keystore import KeyStore
from app.vault.pseudonyms import person_bytes, pseudonym_bytes
from tests.small_city import make_cases, same, traced_pairs

COVID = DISEASES["covid-19"]


@pytest.fixture
def keys(tmp_path):
    return KeyStore(tmp_path / "keys")


@pytest.fixture
def cases(database, keys, policy, now):
    return make_cases(database, keys, policy, now)


def traced(database, keys, folder, policy, now, **more):
    return trace_city(database, keys, folder, reason="drill", away_from=[], policy=policy, now=now, **more)


def read(folder, name):
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


def pairs_in(folder, keys, now):
    """By ids of cases and persons: what any run must give, whatever its numbers."""
    ids = [UUID(bytes=row["id"]) for row in read(folder, "case_ids")]
    key = keys.exports.link(use_case.read_manifest(folder).id, now=now)
    people = {row["person"]: row["pseudonym"] for row in read(folder, "contacts")}
    return {
        (ids[row["case"]], UUID(bytes=person_bytes(key, people[row["person"]]))): tuple(
            row[name] for name in ("hours", "least", "most", "exposures", "band")
        )
        for row in read(folder, "pairs")
    }


def test_the_files_hold_what_single_traces_give_and_what_follows_for_each_person(
    database, keys, policy, now, cases, tmp_path
):
    done = traced(database, keys, tmp_path / "out", policy, now)
    found = pairs_in(tmp_path / "out", keys, now)
    same(found, traced_pairs(database, keys, policy, now))
    assert (done.cases, done.counted, done.pairs) == (5, 5, len(found))
    pairs, contacts = read(tmp_path / "out", "pairs"), read(tmp_path / "out", "contacts")
    assert done.contacts == len(contacts) == len({row["person"] for row in pairs})
    for person in contacts:
        theirs = [row for row in pairs if row["person"] == person["person"]]
        spared = np.prod(
            [1 - infected_by_one(row["hours"] * COVID.dose.per_hour, COVID.dispersion) for row in theirs]
        )
        assert person["probability"] == pytest.approx(1 - spared, rel=1e-9, abs=1e-12)
        assert person["cases"] == len(theirs)
        assert person["exposures"] == sum(row["exposures"] for row in theirs)
        parts = sorted(
            (row[f"hours_{n}"] for row in theirs for n in (1, 2, 3) if row[f"hours_{n}"] is not None),
            reverse=True,
        )
        shown = [person[f"hours_{n}"] for n in (1, 2, 3) if person[f"hours_{n}"] is not None]
        assert shown == pytest.approx(parts[:3], rel=1e-6)


def compared(database, keys, policy, now, folder):
    """An incremental run, held against the pure rules from every visit."""
    done = traced(database, keys, folder, policy, now)
    same(pairs_in(folder, keys, now), traced_pairs(database, keys, policy, now))
    return done


def test_later_runs_give_what_a_run_from_scratch_gives_and_count_no_more_than_they_must(
    database, keys, policy, now, cases, tmp_path
):
    folder = tmp_path / "out"
    first = compared(database, keys, policy, now, folder)
    assert len(first.days_read) > 3
    again = compared(database, keys, policy, now, folder)
    assert (again.days_read, again.counted, again.pairs) == ([], 0, first.pairs)
    contacts = read(folder, "contacts")
    assert traced(database, keys, tmp_path / "other", policy, now).counted == 5
    hidden = {row.pop("pseudonym") for row in contacts}
    elsewhere = read(tmp_path / "other", "contacts")
    assert hidden.isdisjoint({row.pop("pseudonym") for row in elsewhere})

    random = np.random.default_rng(1)
    with database.writing() as session:
        rows = session.exec(select(VisitRow).order_by(VisitRow.entered_at)).all()
        day = rows[-1].entered_at - timedelta(hours=5)
        for row in rows:
            if row.entered_at > day and random.random() < 0.2:
                kept = visits.get(session, VenueId(row.venue), VisitId(row.id))
                if kept.withdrawn_at is None and random.random() < 0.3:
                    row.withdrawn_at, row.version = now, row.version + 1
                elif kept.withdrawn_at is None and kept.left_at is None:
                    visits.save(session, leave(kept, at=kept.entered_at + timedelta(minutes=7), now=now))
    late = compared(database, keys, policy, now, folder)
    assert len(late.days_read) == 1

    with database.writing() as session:
        case_store.save(session, closed(case_store.get(session, CaseId(cases[0])), now=now), policy.zone)
    fewer = compared(database, keys, policy, now, folder)
    assert (fewer.cases, fewer.counted, fewer.days_read) == (4, 0, [])

    with database.reading() as session:
        crowd = crowd_of(session)
    add_crowd_cases(database, keys, crowd, 8, policy=policy, now=now)
    more = compared(database, keys, policy, now, folder)
    assert (more.cases, more.counted) == (12, 8)

    tomorrow = compared(database, keys, policy, now + timedelta(days=1), folder)
    assert tomorrow.cases == 12


def beside(session, case, keys, policy, now, *, newest):
    """A visit by somebody whom nobody knew, at the case's first or last place a minute after it came."""
    there = sorted(case_visits.visits_of(session, case), key=lambda visit: visit.start)[-1 if newest else 0]
    entered, who = there.start + timedelta(minutes=1), uuid4()
    day = local_day(entered, policy.zone)
    like = session.exec(select(VisitRow).where(VisitRow.venue == there.venue)).first().model_dump()
    changed = {
        "id": new_visit_id(entered, 1),
        "pseudonym": UUID(bytes=pseudonym_bytes(keys.day(day).link, who.bytes)),
        "zone": there.zone,
        "entered_at": entered,
        "left_at": None,
        "first_left_at": None,
        "correction": None,
        "withdrawn_at": None,
        "received_at": now,
        "version": 1,
    }
    session.add(VisitRow(**like | changed))
    return day, who


def test_visits_that_phones_send_late_are_in_the_next_run_whatever_day_they_are_of(
    database, keys, policy, now, cases, tmp_path
):
    folder = tmp_path / "out"
    first = compared(database, keys, policy, now, folder)
    days = []
    for newest in (False, True):
        with database.writing() as session:
            day, who = beside(session, cases[2], keys, policy, now, newest=newest)
        late = compared(database, keys, policy, now, folder)
        assert late.days_read == [day]
        assert late.counted > 0
        assert (cases[2], who) in pairs_in(folder, keys, now)
        days.append(day)
    assert days[0] < days[1]
    assert late.pairs > first.pairs


def test_whole_days_are_opened_with_a_reason_and_on_the_record_first(
    database, keys, policy, now, cases, tmp_path, monkeypatch
):
    with pytest.raises(ExportRefused):
        trace_city(database, keys, tmp_path / "o", reason="no word", away_from=[], policy=policy, now=now)
    with pytest.raises(ExportRefused, match="lies in"):
        trace_city(
            database, keys, tmp_path / "o", reason="drill", away_from=[tmp_path], policy=policy, now=now
        )

    def fails(*args, **kwargs):
        raise OSError("the machine stops")

    monkeypatch.setattr(use_case, "read_city", fails)
    with pytest.raises(OSError, match="stops"):
        traced(database, keys, tmp_path / "o", policy, now)
    with database.reading() as session:
        newest = audit.newest(session, before=None, limit=1)
    assert newest[0].action == AuditAction.CITY_OPENED
    assert newest[0].detail["reason"] == "drill"


def test_what_was_written_ends_with_its_key(database, keys, policy, now, cases, tmp_path):
    folder = tmp_path / "out"
    done = traced(database, keys, folder, policy, now)
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o600}
    assert done.expires_at <= now + timedelta(days=7)
    end_exports(keys, first_kept=now.date() - timedelta(days=21), now=done.expires_at)
    assert not folder.exists()
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "letter").write_text("mine")
    with pytest.raises(ExportRefused, match="something else"):
        traced(database, keys, foreign, policy, now)

from __future__ import annotations

from datetime import date

import pytest

from app.domain.ward_changes import Change
from app.store import area_changes, imports

REFORM = date(2025, 7, 1)


@pytest.fixture
def save(database, now):
    def save(*changes):
        with database.writing() as session:
            taken = imports.add(session, "ward-changes", "t.csv", bytes(32), len(changes), now=now)
            area_changes.save(session, changes, taken.id)

    return save


@pytest.fixture
def read(database):
    def read(function, *arguments):
        with database.reading() as session:
            return set(function(session, *arguments))

    return read


def test_what_is_kept_comes_back_whole(save, read):
    changes = Change("A", "N", 0.6, REFORM), Change("A", "M", 0.4, REFORM), Change("B", "N")
    save(*changes)
    assert read(area_changes.every) == set(changes)


def test_a_new_table_replaces_all_lines_of_an_old_code_and_day(save, read):
    save(Change("A", "N", 0.6, REFORM), Change("A", "M", 0.4, REFORM), Change("A", "X"), Change("B", "N"))
    save(Change("A", "N", 1.0, REFORM))
    assert read(area_changes.every) == {Change("A", "N", 1.0, REFORM), Change("A", "X"), Change("B", "N")}
    save(Change("A", "Y"))
    assert read(area_changes.every) == {Change("A", "N", 1.0, REFORM), Change("A", "Y"), Change("B", "N")}


def test_only_what_some_codes_lead_to_is_read(save, read):
    save(Change("A", "M"), Change("M", "N", 1.0, REFORM), Change("N", "N"), Change("X", "Y"))
    assert read(area_changes.from_codes, {"A"}) == {
        Change("A", "M"),
        Change("M", "N", 1.0, REFORM),
        Change("N", "N"),
    }
    assert read(area_changes.from_codes, {"Q"}) == set()
    assert read(area_changes.from_codes, set()) == set()

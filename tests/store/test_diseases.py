from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from app.domain.disease_profiles import DISEASES
from app.domain.distributions import Daily
from app.domain.errors import InputRefused
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.roles import Role
from app.store import city, diseases, officials

RUBELLA = replace(
    DISEASES["influenza"],
    slug="rubella",
    name={"vi": "Rubella", "en": "Rubella"},
    serial_interval=Daily(14, (0.25, 0.5, 0.25)),
    incubation_window=(14, 21),
)


@pytest.fixture
def reviewer(database, now):
    one = Official(OfficialId(uuid4()), "huong", "Nguyễn Thu Hương", Role.EPIDEMIOLOGIST, None)
    with database.writing() as session:
        officials.add(session, one, now=now)
    return one.id


def test_what_ships_needs_no_row(database):
    with database.reading() as session:
        assert diseases.by_slug(session, "measles") is DISEASES["measles"]
        assert diseases.profiles(session) == dict(DISEASES)
        assert list(diseases.active(session)) == ["covid-19", "influenza", "measles"]


def test_a_slug_without_a_profile_is_refused(database):
    with database.reading() as session, pytest.raises(InputRefused) as refused:
        diseases.by_slug(session, "plague")
    assert [(p.field, p.kind) for p in refused.value.problems] == [("disease", "choice")]


def test_an_added_profile_comes_back_to_the_last_digit_and_counts_once_reviewed(database, now, reviewer):
    with database.writing() as session:
        kept = diseases.add(session, RUBELLA, by=None, now=now)
    assert (kept.version, kept.added_by, kept.reviewed_at) == (1, None, None)
    with database.reading() as session:
        assert diseases.versions(session) == [kept]
        assert kept.disease == RUBELLA
        assert "rubella" not in diseases.profiles(session)
        with pytest.raises(InputRefused):
            diseases.by_slug(session, "rubella")
    later = now + timedelta(hours=1)
    with database.writing() as session:
        diseases.save_review(session, "rubella", 1, by=reviewer, now=later)
    with database.reading() as session:
        assert diseases.by_slug(session, "rubella") == RUBELLA
        assert list(diseases.profiles(session)) == [*DISEASES, "rubella"]
        (kept,) = diseases.versions(session, "rubella")
        assert (kept.reviewed_by, kept.reviewed_at) == (reviewer, later)


def test_the_newest_reviewed_version_is_in_use_and_the_older_one_stays(database, now, reviewer):
    better = replace(RUBELLA, dispersion=0.5)
    with database.writing() as session:
        diseases.add(session, RUBELLA, by=None, now=now)
        diseases.save_review(session, "rubella", 1, by=reviewer, now=now)
        assert diseases.add(session, better, by=reviewer, now=now).version == 2
    with database.writing() as session:
        assert diseases.by_slug(session, "rubella") == RUBELLA
        diseases.save_review(session, "rubella", 2, by=reviewer, now=now)
    with database.reading() as session:
        assert diseases.by_slug(session, "rubella") == better
        assert [kept.disease for kept in diseases.versions(session, "rubella")] == [RUBELLA, better]


def test_the_city_remembers_which_diseases_it_traces_and_in_which_order(database, now):
    chosen = replace(Policy(), diseases=("mpox", "covid-19"), retention_days=30)
    with database.writing() as session:
        city.save_policy(session, chosen, now=now)
    with database.reading() as session:
        assert city.policy(session) == chosen
        assert list(diseases.active(session)) == ["mpox", "covid-19"]
        assert json.dumps(city.fact(session, "policy.diseases")) == '["mpox", "covid-19"]'

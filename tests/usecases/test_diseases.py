from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from app.domain.audit import AuditAction
from app.domain.case_dates import Dates, Onset
from app.domain.cases import Classification
from app.domain.disease_files import written_disease
from app.domain.disease_profiles import DISEASES
from app.domain.errors import (
    DiseaseNotReviewed,
    DiseaseUnknown,
    InputRefused,
    LastDisease,
    NoAreas,
    OwnDisease,
    RetentionTooShort,
)
from app.domain.ids import CaseId, OfficialId
from app.domain.officials import Official
from app.domain.policy import Policy
from app.domain.roles import Role
from app.domain.subjects import Subject
from app.store import audit, city, diseases, officials
from app.usecases.activate_disease import activate, change_policy, deactivate
from app.usecases.add_disease import add_disease
from app.usecases.import_case_counts import import_case_counts
from app.usecases.issue_release_code import issue_release_code
from app.usecases.list_diseases import disease_names, list_diseases
from app.usecases.map_view import Asked
from app.usecases.report_case import report_case
from app.usecases.review_disease import review_disease
from app.usecases.view_case import view_case
from app.usecases.view_diseases import list_profiles, view_profile
from app.usecases.view_map import view_map
from tests import squares

SLOW = replace(
    DISEASES["influenza"],
    slug="slow-fever",
    name={"vi": "Sốt chậm", "en": "Slow fever"},
    incubation_window=(0, 30),
    reporting_days=10,
)
"""Needs visits of 40 days."""


def document(disease=SLOW, **changed) -> bytes:
    return json.dumps(written_disease(disease) | changed).encode()


@pytest.fixture
def people(database, now):
    made = {
        role: Official(OfficialId(uuid4()), f"the-{role}", f"A {role}", role, None)
        for role in (Role.EPIDEMIOLOGIST, Role.ADMINISTRATOR, Role.TRACER)
    }
    with database.writing() as session:
        for official in made.values():
            officials.add(session, official, now=now)
    return made


@pytest.fixture
def do(database, now, people):
    """Run a use case in a transaction of its own, as the official of a role."""

    def run(usecase, *given, role=None, **more):
        by = {} if role is None else {"by": people[role].id}
        with database.writing() as session:
            return usecase(session, *given, **by, **more, now=now)

    return run


@pytest.fixture
def reviewed(do):
    do(add_disease, document(), role=Role.EPIDEMIOLOGIST)
    do(review_disease, "slow-fever", 1, role=Role.ADMINISTRATOR)


def entries(database):
    with database.reading() as session:
        found = audit.newest(session, before=None, limit=20)
    return [(entry.action, dict(entry.detail)) for entry in reversed(found)]


def report(session, official, disease, *, keys, now):
    return report_case(
        session,
        official,
        CaseId(uuid4()),
        Subject("Nguyễn Thị Hương", None, 1990, ""),
        disease_slug=disease,
        classification=Classification.CONFIRMED,
        dates=Dates(Onset(date(2026, 11, 20)), None, None),
        ward=None,
        lab_reference=None,
        keys=keys,
        policy=Policy(),
        now=now,
    )


# ---- two people stand for a profile ----


def test_an_added_profile_is_kept_once_and_written_down(do, database):
    kept = do(add_disease, document(), role=Role.EPIDEMIOLOGIST)
    again = do(add_disease, document(), role=Role.EPIDEMIOLOGIST)
    assert (kept.version, again.version) == (1, 1)
    assert do(add_disease, document(dispersion=0.5), role=Role.ADMINISTRATOR).version == 2
    added = AuditAction.DISEASE_ADDED
    assert entries(database) == [
        (added, {"disease": "slow-fever", "version": 1}),
        (added, {"disease": "slow-fever", "version": 2}),
    ]


def test_what_ships_is_never_overwritten(do):
    with pytest.raises(InputRefused) as refused:
        do(add_disease, document(DISEASES["measles"], dispersion=9), role=Role.ADMINISTRATOR)
    assert [(p.field, p.kind) for p in refused.value.problems] == [("slug", "shipped")]


def test_what_is_wrong_keeps_nothing(do, database):
    with pytest.raises(InputRefused) as refused:
        do(add_disease, document(dispersion=0, sources={}), role=Role.ADMINISTRATOR)
    assert len(refused.value.problems) > 10
    with database.reading() as session:
        assert diseases.versions(session) == []


def test_nobody_reviews_their_own_and_a_second_person_does(do, database):
    do(add_disease, document(), role=Role.EPIDEMIOLOGIST)
    with pytest.raises(OwnDisease):
        do(review_disease, "slow-fever", 1, role=Role.EPIDEMIOLOGIST)
    with pytest.raises(DiseaseNotReviewed):
        do(activate, "slow-fever", role=Role.ADMINISTRATOR)
    do(review_disease, "slow-fever", 1, role=Role.ADMINISTRATOR)
    do(activate, "slow-fever", role=Role.ADMINISTRATOR)
    with database.reading() as session:
        assert list(diseases.active(session))[-1] == "slow-fever"


def test_what_an_operator_added_any_one_official_reviews(do, database, now, people):
    with database.writing() as session:
        add_disease(session, document(), by=None, now=now)
    do(review_disease, "slow-fever", 1, role=Role.EPIDEMIOLOGIST)
    with database.reading() as session:
        view = view_profile(session, "slow-fever")
    assert view.profile.in_use
    assert list(view.people) == [people[Role.EPIDEMIOLOGIST].id]


def test_a_review_is_made_once(do, database):
    do(add_disease, document(), role=Role.EPIDEMIOLOGIST)
    for _ in range(2):
        do(review_disease, "slow-fever", 1, role=Role.ADMINISTRATOR)
    assert [action for action, _ in entries(database)].count(AuditAction.DISEASE_REVIEWED) == 1


@pytest.mark.parametrize(("slug", "version"), [("slow-fever", 2), ("nonsense", 1), ("covid-19", 1)])
def test_only_versions_that_are_there_are_reviewed(do, slug, version):
    do(add_disease, document(), role=Role.EPIDEMIOLOGIST)
    with pytest.raises(DiseaseUnknown):
        do(review_disease, slug, version, role=Role.ADMINISTRATOR)


# ---- active profiles, and retention behind them ----


def test_activating_raises_retention_to_what_tracing_asks_and_writes_it_down(do, database, reviewed):
    policy = do(activate, "slow-fever", role=Role.ADMINISTRATOR)
    assert policy.retention_days == 40
    with database.reading() as session:
        assert city.policy(session) == policy
    assert entries(database)[-1] == (
        AuditAction.DISEASE_ACTIVATED,
        {"disease": "slow-fever", "retention_days": 40},
    )


def test_activating_what_needs_less_leaves_retention_alone(do, now):
    do(change_policy, replace(Policy(), retention_days=60))
    assert do(activate, "ebola", role=Role.ADMINISTRATOR).retention_days == 60


def test_activating_twice_changes_and_writes_nothing(do, database):
    do(activate, "mpox", role=Role.ADMINISTRATOR)
    before = entries(database)
    assert do(activate, "mpox", role=Role.ADMINISTRATOR).diseases.count("mpox") == 1
    assert entries(database) == before


def test_deactivating_never_shortens_retention_by_itself(do):
    do(activate, "mpox", role=Role.ADMINISTRATOR)
    policy = do(deactivate, "mpox", role=Role.ADMINISTRATOR)
    assert policy.diseases == Policy().diseases
    assert policy.retention_days == 30
    do(change_policy, replace(policy, retention_days=21))


def test_the_last_disease_stays(do):
    for slug in ("covid-19", "influenza"):
        do(deactivate, slug, role=Role.ADMINISTRATOR)
    with pytest.raises(LastDisease):
        do(deactivate, "measles", role=Role.ADMINISTRATOR)
    with pytest.raises(DiseaseUnknown):
        do(deactivate, "covid-19", role=Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"retention_days": 20}, RetentionTooShort),
        ({"diseases": ("covid-19", "mpox")}, RetentionTooShort),
        ({"diseases": ()}, LastDisease),
        ({"diseases": ("plague",)}, DiseaseUnknown),
    ],
)
def test_a_policy_that_tracing_cannot_live_with_is_refused(do, database, changed, refusal):
    with pytest.raises(refusal):
        do(change_policy, replace(Policy(), **changed))
    with database.reading() as session:
        assert city.policy(session) == Policy()


def test_a_city_that_kept_less_before_there_were_profiles_may_still_change_its_hotline(do, database, now):
    with database.writing() as session:
        city.save_policy(session, replace(Policy(), retention_days=14), now=now)
    do(change_policy, replace(Policy(), retention_days=14, hotline="115"))
    with pytest.raises(RetentionTooShort):
        do(change_policy, replace(Policy(), retention_days=15, hotline="115"))


def test_a_policy_that_it_can_is_kept(do, database):
    chosen = replace(Policy(), diseases=("influenza",), retention_days=11)
    do(change_policy, chosen)
    with database.reading() as session:
        assert city.policy(session) == chosen


def test_a_new_version_of_an_active_profile_raises_retention_once_it_is_reviewed(do, database, reviewed):
    do(activate, "slow-fever", role=Role.ADMINISTRATOR)
    do(add_disease, document(reporting_days=20), role=Role.EPIDEMIOLOGIST)
    with database.reading() as session:
        assert city.policy(session).retention_days == 40
    do(review_disease, "slow-fever", 2, role=Role.ADMINISTRATOR)
    with database.reading() as session:
        assert city.policy(session).retention_days == 50


# ---- cases ----


def test_only_active_diseases_are_reported_and_old_cases_keep_theirs(
    do, database, people, keys, now, reviewed
):
    tracer = people[Role.TRACER]
    with database.writing() as session, pytest.raises(InputRefused):
        report(session, tracer, "slow-fever", keys=keys, now=now)
    do(activate, "slow-fever", role=Role.ADMINISTRATOR)
    with database.writing() as session:
        assert list_diseases(session, "vi")["slow-fever"] == "Sốt chậm"
        case = report(session, tracer, "slow-fever", keys=keys, now=now)
    do(deactivate, "slow-fever", role=Role.ADMINISTRATOR)
    with database.writing() as session, pytest.raises(InputRefused):
        report(session, tracer, "slow-fever", keys=keys, now=now)
    with database.reading() as session:
        view = view_case(session, tracer, case.id, keys=keys)
        assert view.disease == SLOW
        assert "slow-fever" not in list_diseases(session)
        assert disease_names(session, "en")["slow-fever"] == "Slow fever"


@pytest.mark.parametrize(("slug", "back"), [("covid-19", 14), ("influenza", 4), ("measles", 18)])
def test_a_release_code_asks_back_to_where_the_case_was_infected(database, people, keys, now, slug, back):
    # Onset on 20 November; the oldest day that is kept is 2 November, 18 days before.
    with database.writing() as session:
        case = report(session, people[Role.TRACER], slug, keys=keys, now=now)
        issued = issue_release_code(
            session, people[Role.TRACER], case.id, keys=keys, policy=Policy(), now=now
        )
    assert issued.release.first_day == date(2026, 11, 20 - back)


def test_counts_are_imported_for_a_profile_of_the_citys_own_and_for_no_other(database, now, reviewed):
    given = {"source": "test", "policy": Policy(), "now": now}
    with database.writing() as session, pytest.raises(InputRefused):
        import_case_counts(session, b"", disease="plague", **given)
    lines = b"date,ward_code,cases\n2026-11-20,00004,12\n"
    with database.writing() as session, pytest.raises(NoAreas):  # past the disease, at the missing wards
        import_case_counts(session, lines, disease="slow-fever", **given)


def test_the_map_shows_a_citys_own_disease_by_its_name(database, tmp_path, now, reviewed, people):
    squares.take_in(database, squares.written(tmp_path / "w.json"), now)
    with database.writing() as session:
        import_case_counts(
            session,
            b"date,ward_code,cases\n2026-11-20,00004,12\n",
            source="test",
            disease="slow-fever",
            policy=Policy(),
            now=now,
        )
    with database.reading() as session:
        view = view_map(session, people[Role.EPIDEMIOLOGIST], Asked(), policy=Policy(), now=now)
    assert (view.disease, view.called("slow-fever", "vi")) == ("slow-fever", "Sốt chậm")
    assert view.called("measles", "en") == "Measles"
    assert view.called("plague", "en") == "plague"  # numbers may outlive a profile


# ---- the pages' views ----


def test_the_list_has_a_line_a_disease_and_of_an_added_one_its_newest_version(do, database, reviewed):
    do(activate, "slow-fever", role=Role.ADMINISTRATOR)
    do(add_disease, document(dispersion=0.5), role=Role.EPIDEMIOLOGIST)
    with database.reading() as session:
        found = list_profiles(session)
    assert [profile.disease.slug for profile in found] == [*DISEASES, "slow-fever"]
    assert [profile.disease.slug for profile in found if profile.active] == [*Policy().diseases, "slow-fever"]
    assert (found[-1].kept.version, found[-1].in_use, found[-1].retention_days) == (2, False, 40)


def test_a_profile_is_shown_with_what_its_values_amount_to(database):
    with database.reading() as session:
        view = view_profile(session, "covid-19")
    assert view.incubation.median == pytest.approx(5.104, abs=1e-3)
    assert (view.incubation.low, view.incubation.high) == pytest.approx((1.916, 13.599), abs=1e-3)
    assert view.window_share == pytest.approx(0.958, abs=1e-3)
    assert view.others == []


def test_every_version_can_be_looked_at(do, database, reviewed):
    do(add_disease, document(dispersion=0.5), role=Role.EPIDEMIOLOGIST)
    with database.reading() as session:
        newest, first = view_profile(session, "slow-fever"), view_profile(session, "slow-fever", 1)
        assert [newest.profile.kept.version, first.profile.kept.version] == [2, 1]
        assert [(p.kept.version, p.in_use) for p in newest.others] == [(1, True)]
        for slug, version in [("slow-fever", 3), ("plague", None), ("covid-19", 1)]:
            with pytest.raises(DiseaseUnknown):
                view_profile(session, slug, version)

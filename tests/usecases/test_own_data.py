"""Somebody sees, corrects, takes away and deletes what is kept about them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, text

from app.domain import errors
from app.domain.assurance import Flag
from app.domain.corrections import Correction
from app.domain.ids import VisitId, new_visit_id
from app.domain.join_errors import NobodyHere, RecoveryUnknown
from app.domain.joins import Kind
from app.domain.people import ContactDetails
from app.domain.stay_errors import CorrectionTooLate
from app.store import notices, people
from app.usecases.change_visit import check_out
from app.usecases.correct_visit import correct_visit, withdraw_own_visit
from app.usecases.delete_person import delete_person
from app.usecases.export_own_data import export_own_data
from app.usecases.join_browsers import join_browsers, show_join_code
from app.usecases.leave_contact import leave_contact
from app.usecases.recover_person import make_recovery_code, recover_person
from app.usecases.show_own_visits import has_been_told, show_own_visits, summarise
from app.vault.tokens import digest
from tests.usecases.own_data import CAMERA, CHAT, STRANGER, arrive, key


@pytest.fixture
def market(new_venue):
    return new_venue("Chợ Bến Thành")


@pytest.fixture
def linked(do, market, new_venue, now):
    """One visit in each of two linked browsers, and details left in the second."""
    first = arrive(do, CAMERA, market, now)
    second = arrive(do, CHAT, new_venue("Phở Hòa"), now, number=2)
    do(leave_contact, key(second), ContactDetails("Lê Hoàng Nam", "+84987654321"))
    do(join_browsers, do(show_join_code, CAMERA).code, CHAT, kind=Kind.CHAT_APP)
    return first, second


def test_a_visit_is_shown_with_its_end_as_it_is_assumed_and_what_it_rests_on(do, new_venue, now, policy):
    visit = arrive(do, CAMERA, new_venue(), now).visit
    (own,) = do(show_own_visits, CAMERA, at=now + timedelta(hours=5))
    assert (own.visit, own.venue.name, own.basis) == (visit, "Phở Hòa Pasteur", policy.basis)
    assert own.assumed
    assert now < own.ends_at <= now + policy.longest_stay
    left = now + timedelta(minutes=20)
    do(check_out, key(arrive(do, CAMERA, new_venue("Quán"), now, number=2)), at=left)
    (known, *_) = do(show_own_visits, CAMERA)
    assert (known.ends_at, known.assumed, known.in_case_file) == (left, False, False)


def test_the_next_place_ends_the_assumed_stay_even_in_another_browser(do, new_venue, now, linked):
    later = now + timedelta(minutes=10)
    arrive(do, CHAT, new_venue("Quán Cây Đa"), later, number=3)
    ends = {own.venue.name: own.ends_at for own in do(show_own_visits, CAMERA)}
    assert ends["Chợ Bến Thành"] == later


def test_nobody_sees_anything_without_a_visit_of_their_own(do, linked):
    for device in (None, STRANGER):
        for usecase in (show_own_visits, summarise, export_own_data, delete_person):
            with pytest.raises(NobodyHere):
                do(usecase, device)


def test_a_forgotten_check_out_is_corrected_with_its_reason(do, new_venue, now):
    visit = arrive(do, CAMERA, new_venue(), now).visit
    which = (CAMERA, visit.venue, visit.id)
    at = now + timedelta(hours=1)
    later = now + timedelta(hours=3)
    after = _correct(do, which, at, later)
    assert (after.left_at, after.correction) == (at, Correction.FORGOT)
    assert after.flags & Flag.EDITED
    (own,) = do(show_own_visits, CAMERA, at=later)
    assert (own.ends_at, own.assumed, own.correctable) == (at, False, True)
    much_later = now + timedelta(days=3)
    with pytest.raises(CorrectionTooLate):
        _correct(do, which, at + timedelta(minutes=1), much_later)
    assert not do(show_own_visits, CAMERA, at=much_later)[0].correctable


def _correct(do, which, at, now):
    return do(
        lambda session, *, keys, policy, now: correct_visit(
            session, *which, at=at, reason=Correction.FORGOT, keys=keys, policy=policy, now=now
        ),
        at=now,
    )


def test_the_visit_of_the_other_browser_is_ones_own_and_a_strangers_is_not(do, linked, new_venue, now):
    foreign = arrive(do, STRANGER, new_venue("Quán Cây Đa"), now, number=9).visit
    _, second = linked
    at, later = now + timedelta(minutes=30), now + timedelta(hours=1)
    assert _correct(do, (CAMERA, second.visit.venue, second.visit.id), at, later).left_at == at
    for wrong in (
        (CAMERA, foreign.venue, foreign.id),
        (CAMERA, second.visit.venue, new_visit_id(now, 77)),
        (CAMERA, second.visit.venue, VisitId(uuid4())),
    ):
        with pytest.raises(errors.VisitUnknown):
            _correct(do, wrong, at, later)
        with pytest.raises(errors.VisitUnknown):
            do(withdraw_own_visit, *wrong)


def test_what_is_taken_back_stays_in_the_list_as_taken_back_and_is_no_longer_changed(do, new_venue, now):
    visit = arrive(do, CAMERA, new_venue(), now).visit
    which = (CAMERA, visit.venue, visit.id)
    do(withdraw_own_visit, *which)
    again = do(withdraw_own_visit, *which, at=now + timedelta(hours=1))
    assert again.withdrawn_at == now
    (own,) = do(show_own_visits, CAMERA)
    assert (own.visit.withdrawn_at, own.correctable) == (now, False)
    assert do(summarise, CAMERA).visits == 0
    with pytest.raises(errors.VisitWithdrawn):
        _correct(do, which, now + timedelta(minutes=1), now + timedelta(minutes=2))


def test_an_export_holds_everything_and_no_sealed_word(do, linked, database, now, policy):
    with database.reading() as session:
        (person,) = people.by_tokens(session, [digest(CHAT)]).values()
    do(lambda session: notices.add(session, person, "contact_opened", None, now=now))
    data = do(export_own_data, CHAT)
    assert [notice.kind for notice in data.notices] == ["contact_opened"]
    assert sorted(own.venue.name for own in data.visits) == ["Chợ Bến Thành", "Phở Hòa"]
    assert data.contact_days == [now.astimezone(policy.zone).date()]
    assert (data.tokens, [one.kind for one in data.joined], data.openings) == (2, [Kind.CHAT_APP], [])
    assert "Lê Hoàng Nam" not in repr(data)


def test_that_files_hold_copies_is_said_once_somebody_has_been_told(do, linked, database, now):
    with database.reading() as session:
        (person,) = people.by_tokens(session, [digest(CHAT)]).values()
    do(lambda session: notices.add(session, person, "contact_opened", None, now=now))
    do(lambda session: notices.add(session, person, notices.EXPOSURE, None, now=now + timedelta(hours=1)))
    assert not do(has_been_told, CHAT)  # what is not published yet is not let on
    assert do(has_been_told, CAMERA, at=now + timedelta(hours=1))


def test_it_takes_as_many_queries_for_many_visits_as_for_one(do, new_venue, now, database):
    venues = [new_venue(f"Quán {n}") for n in range(12)]
    arrive(do, CAMERA, venues[0], now)
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, sql, *_: statements.append(sql))

    def asked():
        statements.clear()
        do(export_own_data, CAMERA)
        return len(statements)

    few = asked()
    for n, venue in enumerate(venues[1:], start=2):
        arrive(do, CAMERA, venue, now + timedelta(minutes=n), number=n)
    for n in range(4):  # and four browsers more
        device = bytes([200 + n]) * 32
        arrive(do, device, venues[n], now + timedelta(minutes=n), number=100 + n)
        do(join_browsers, do(show_join_code, CAMERA).code, device, kind=Kind.BROWSER)
    assert asked() == few
    assert len(do(show_own_visits, CAMERA)) == 16
    assert few < 20


def test_deleting_withdraws_erases_and_ends_everything_and_looks_again(do, linked, database, new_venue, now):
    code = do(make_recovery_code, CAMERA)
    bystander = arrive(do, STRANGER, new_venue("Quán Cây Đa"), now, number=9)
    do(leave_contact, key(bystander), ContactDetails("Trần Thị Mai", "+84901234567"))
    with database.reading() as session:
        who = people.by_tokens(session, [digest(CHAT), digest(STRANGER)])
    for person in who.values():
        do(lambda session, person=person: notices.add(session, person, "contact_opened", None, now=now))
    deleted = do(delete_person, CHAT)
    assert (deleted.visits, deleted.details, deleted.notices, deleted.tokens, deleted.left) == (2, 1, 1, 3, 0)
    for device in (CAMERA, CHAT):
        with pytest.raises(NobodyHere):
            do(summarise, device)
    with pytest.raises(RecoveryUnknown):
        do(recover_person, code, None)
    with database.reading() as session:
        (still,) = session.execute(text("SELECT count(*) FROM visits WHERE withdrawn_at IS NULL")).scalars()
        sizes = [
            session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - from the test
            for table in (
                "sealed_contacts",
                "persons",
                "device_tokens",
                "joined_persons",
                "join_codes",
                "notices",
            )
        ]
    assert still == 1  # the bystander's
    assert sizes == [1, 1, 1, 0, 0, 1]
    assert do(summarise, STRANGER).visits == 1


def test_after_deleting_no_retry_brings_a_visit_back_and_the_browser_is_a_new_person(
    do, linked, market, new_venue, now
):
    do(delete_person, CAMERA)
    assert isinstance(arrive(do, CAMERA, market, now), errors.VisitOfAnother)
    arrive(do, CAMERA, new_venue("Quán Cây Đa"), now + timedelta(hours=1), number=5)
    (own,) = do(show_own_visits, CAMERA)
    assert own.venue.name == "Quán Cây Đa"

"""One human in several browsers: linked by a code, unlinked, recovered, ended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.domain import join_errors as errors
from app.domain.joins import Kind, make_join_code
from app.domain.recovery_codes import make_recovery_code as recovery_code_of
from app.store import people
from app.store.tables import JoinedPersonRow
from app.usecases.change_visit import check_out
from app.usecases.end_other_browsers import end_other_browsers
from app.usecases.join_browsers import join_browsers, show_join_code
from app.usecases.open_poster_address import open_poster_address
from app.usecases.recover_person import make_recovery_code, recover_person
from app.usecases.show_own_visits import show_own_visits, summarise
from app.usecases.unlink_browser import unlink_browser
from app.vault.tokens import digest, recovery_token
from tests.usecases.own_data import APP, CAMERA, CHAT, STRANGER, arrive, key


@pytest.fixture
def link(do):
    """The second browser types what the first one shows."""

    def link(shows, types, *, kind=Kind.CHAT_APP, **named):
        code = do(show_join_code, shows, **named).code
        return do(join_browsers, code, types, kind=kind, **named)

    return link


@pytest.fixture
def places_of(do):
    """What a browser shows of its person's visits."""

    def places_of(device):
        return sorted(own.venue.name for own in do(show_own_visits, device))

    return places_of


@pytest.fixture
def venues(new_venue):
    return [new_venue(name) for name in ("Chợ Bến Thành", "Phở Hòa", "Quán Cây Đa")]


def test_linked_browsers_show_the_visits_of_both_and_say_what_was_linked(do, link, places_of, venues, now):
    arrive(do, CAMERA, venues[0], now)
    arrive(do, CHAT, venues[1], now, number=2)
    done = link(CAMERA, CHAT)
    assert (done.brought, done.found, done.device) == (1, 1, CHAT)
    assert places_of(CAMERA) == places_of(CHAT) == ["Chợ Bến Thành", "Phở Hòa"]
    assert [one.kind for one in do(summarise, CAMERA).joined] == [Kind.CHAT_APP]
    assert do(summarise, CHAT).tokens == 2


@pytest.mark.parametrize("shows_first", [True, False])
def test_what_is_recorded_afterwards_belongs_to_both_whoever_showed_the_code(
    do, link, places_of, venues, now, shows_first
):
    arrive(do, CAMERA, venues[0], now)
    arrive(do, CHAT, venues[1], now, number=2)
    link(*((CAMERA, CHAT) if shows_first else (CHAT, CAMERA)))
    for number, device in enumerate((CAMERA, CHAT), start=3):
        arrive(do, device, venues[2], now + timedelta(hours=number), number=number)
    assert places_of(CAMERA) == places_of(CHAT) == ["Chợ Bến Thành", "Phở Hòa", "Quán Cây Đa"]


def test_a_browser_that_never_checked_in_is_linked_too(do, link, places_of, venues, now):
    arrive(do, CAMERA, venues[0], now)
    assert link(CAMERA, APP, kind=Kind.INSTALLED).brought == 0
    assert places_of(APP) == ["Chợ Bến Thành"]
    assert [one.kind for one in do(summarise, APP).joined] == [Kind.INSTALLED]
    fresh = link(CAMERA, None)
    assert places_of(fresh.device) == ["Chợ Bến Thành"]


def test_nobody_shows_a_code_before_the_first_visit(do):
    with pytest.raises(errors.NobodyHere):
        do(show_join_code, CAMERA)


def test_scanning_in_one_browser_shows_the_receipt_of_the_other(do, link, venues, now):
    receipt = arrive(do, CAMERA, venues[0], now)
    arrive(do, CHAT, venues[1], now, number=2)
    link(CHAT, CAMERA)  # the visit keeps the name that was joined into the other
    door = do(open_poster_address, venues[0].code.code, CHAT, at=now + timedelta(minutes=5))
    assert door.here is not None
    assert door.here.visit.id == receipt.visit.id
    # The same visit sent again is the person's own, under whatever name it was kept.
    assert arrive(do, CHAT, venues[0], now).visit.id == receipt.visit.id
    assert do(check_out, key(receipt), at=now + timedelta(hours=1)).visit.left_at is not None


def test_a_stranger_still_cannot_claim_the_visit(do, link, venues, now):
    arrive(do, CAMERA, venues[0], now)
    arrive(do, CHAT, venues[1], now, number=2)
    link(CHAT, CAMERA)
    assert type(arrive(do, STRANGER, venues[0], now)).__name__ == "VisitOfAnother"


def test_linking_twice_or_with_oneself_changes_nothing(do, link, venues, now, database):
    arrive(do, CAMERA, venues[0], now)
    code = do(show_join_code, CAMERA).code
    with pytest.raises(errors.AlreadyJoined):
        do(join_browsers, code, CAMERA, kind=Kind.BROWSER)
    do(join_browsers, code, CHAT, kind=Kind.BROWSER)  # the refusal used nothing up
    for shows, types in ((CAMERA, CHAT), (CHAT, CAMERA)):
        with pytest.raises(errors.AlreadyJoined):
            link(shows, types)
    assert len(do(summarise, CAMERA).joined) == 1


def test_three_browsers_in_a_row_are_one_person_and_no_circle_comes_of_it(
    do, link, places_of, venues, now, database
):
    for number, (device, venue) in enumerate(zip((CAMERA, CHAT, APP), venues, strict=True), start=1):
        arrive(do, device, venue, now, number=number)
    crossing = do(show_join_code, CAMERA).code
    link(CHAT, CAMERA)
    link(APP, CHAT)
    # The code of the person that is no longer canonical ended with it.
    with pytest.raises(errors.JoinCodeUnknown):
        do(join_browsers, crossing, APP, kind=Kind.BROWSER)
    every = ["Chợ Bến Thành", "Phở Hòa", "Quán Cây Đa"]
    assert places_of(CAMERA) == places_of(CHAT) == places_of(APP) == every
    with database.reading() as session:
        rows = session.exec(select(JoinedPersonRow)).all()
        into, person = {row.into for row in rows}, {row.person for row in rows}
    assert len(into) == 1
    assert not into & person


def test_two_browsers_that_type_each_others_codes_at_once_are_one_person(do, venues, now):
    arrive(do, CAMERA, venues[0], now)
    arrive(do, CHAT, venues[1], now, number=2)
    codes = do(show_join_code, CAMERA).code, do(show_join_code, CHAT).code
    start = Barrier(2)

    def typed(code, device):
        start.wait()
        try:
            do(join_browsers, code, device, kind=Kind.BROWSER)
        except (errors.AlreadyJoined, errors.JoinCodeUnknown):
            return "refused"
        return "joined"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(typed, codes, (CHAT, CAMERA)))
    assert results == ["joined", "refused"]
    assert do(summarise, CAMERA).visits == do(summarise, CHAT).visits == 2


@pytest.mark.abuse("AB-40")
def test_of_64_browsers_that_type_one_code_at_once_one_is_linked(do, venues, now):
    arrive(do, CAMERA, venues[0], now)
    code = do(show_join_code, CAMERA).code
    start = Barrier(64)

    def typed(number):
        start.wait()
        try:
            do(join_browsers, code, bytes([100 + number]) * 32, kind=Kind.BROWSER)
        except errors.JoinCodeUsed:
            return 0
        return 1

    with ThreadPoolExecutor(64) as pool:
        assert sum(pool.map(typed, range(64))) == 1
    assert do(summarise, CAMERA).tokens == 2


def test_a_code_is_good_for_ten_minutes_and_once(do, venues, now):
    arrive(do, CAMERA, venues[0], now)
    code = do(show_join_code, CAMERA).code
    with pytest.raises(errors.JoinCodeExpired):
        do(join_browsers, code, CHAT, kind=Kind.BROWSER, at=now + timedelta(minutes=10))
    do(join_browsers, code, CHAT, kind=Kind.BROWSER, at=now + timedelta(minutes=9, seconds=59))
    with pytest.raises(errors.JoinCodeUsed):
        do(join_browsers, code, APP, kind=Kind.BROWSER)
    with pytest.raises(errors.JoinCodeUnknown):
        do(join_browsers, make_join_code(int(code) + 1), APP, kind=Kind.BROWSER)


def test_a_newer_code_ends_the_one_before(do, venues, now):
    arrive(do, CAMERA, venues[0], now)
    first, second = do(show_join_code, CAMERA).code, do(show_join_code, CAMERA).code
    with pytest.raises(errors.JoinCodeUnknown):
        do(join_browsers, first, CHAT, kind=Kind.BROWSER)
    do(join_browsers, second, CHAT, kind=Kind.BROWSER)


def test_no_code_is_stored_as_it_is_shown(do, venues, now, database):
    arrive(do, CAMERA, venues[0], now)
    code = do(show_join_code, CAMERA).code
    with database.reading() as session:
        (kept,) = session.execute(text("SELECT code_mac FROM join_codes")).scalars()
    assert bytes(kept) not in {code.encode(), digest(code.encode())}


@pytest.mark.parametrize(("leaves", "stays"), [(CHAT, CAMERA), (CAMERA, CHAT)], ids=["types", "shows"])
def test_an_unlinked_browser_begins_anew_and_its_visits_stay_with_the_other(
    do, link, places_of, venues, now, leaves, stays
):
    arrive(do, CAMERA, venues[0], now)
    arrive(do, CHAT, venues[1], now, number=2)
    link(CAMERA, CHAT)
    do(unlink_browser, leaves)
    with pytest.raises(errors.NobodyHere):
        do(show_own_visits, leaves)
    arrive(do, leaves, venues[2], now + timedelta(hours=1), number=3)
    assert places_of(leaves) == ["Quán Cây Đa"]
    assert places_of(stays) == ["Chợ Bến Thành", "Phở Hòa"]
    link(stays, leaves)  # and back again
    assert places_of(stays) == ["Chợ Bến Thành", "Phở Hòa", "Quán Cây Đa"]


def test_the_last_browser_is_not_unlinked(do, venues, now, places_of):
    arrive(do, CAMERA, venues[0], now)
    with pytest.raises(errors.NobodyHere):
        do(unlink_browser, CAMERA)
    assert places_of(CAMERA) == ["Chợ Bến Thành"]


def test_the_code_on_a_first_receipt_brings_somebody_back_without_cookies(do, venues, places_of, now):
    door = do(open_poster_address, venues[0].code.code, None)
    assert door.fresh_device == recovery_token(door.recovery)
    arrive(do, door.fresh_device, venues[0], now)
    back = do(recover_person, door.recovery, None)
    assert not back.joined
    assert places_of(back.device) == ["Chợ Bến Thành"]


def test_a_recovery_code_joins_what_the_browser_recorded_meanwhile(do, venues, places_of, now):
    arrive(do, CAMERA, venues[0], now)
    code = do(make_recovery_code, CAMERA)
    arrive(do, CHAT, venues[1], now, number=2)  # the new phone
    assert do(recover_person, code, CHAT).joined
    assert not do(recover_person, code, CHAT).joined  # a repeat changes nothing
    assert places_of(CHAT) == places_of(CAMERA) == ["Chợ Bến Thành", "Phở Hòa"]
    assert [one.kind for one in do(summarise, CHAT).joined] == [Kind.RECOVERY]


def test_a_recovery_code_that_nobody_was_given_opens_nothing(do, venues, now):
    arrive(do, CAMERA, venues[0], now)
    with pytest.raises(errors.RecoveryUnknown):
        do(recover_person, recovery_code_of(123), CHAT)


def test_a_lost_phone_is_ended_from_another_browser(do, link, venues, places_of, now):
    arrive(do, CAMERA, venues[0], now)
    code = do(make_recovery_code, CAMERA)
    link(CAMERA, CHAT)
    waiting = do(show_join_code, CAMERA).code
    assert do(end_other_browsers, CHAT) == 2  # the phone and the code
    assert do(end_other_browsers, CHAT) == 0
    with pytest.raises(errors.NobodyHere):
        do(show_own_visits, CAMERA)
    with pytest.raises(errors.RecoveryUnknown):
        do(recover_person, code, APP)
    with pytest.raises(errors.JoinCodeUnknown):  # what the lost phone still shows links nothing
        do(join_browsers, waiting, APP, kind=Kind.BROWSER)
    assert places_of(CHAT) == ["Chợ Bến Thành"]


def test_names_are_looked_up_in_one_query_each(do, link, venues, now, database):
    arrive(do, CAMERA, venues[0], now)
    arrive(do, CHAT, venues[1], now, number=2)
    before = {}
    with database.reading() as session:
        before = people.by_tokens(session, [digest(CAMERA), digest(CHAT)])
    link(CAMERA, CHAT)
    chief, joined = before[digest(CAMERA)], before[digest(CHAT)]
    with database.reading() as session:
        assert people.canonical(session, [joined, chief]) == {joined: chief, chief: chief}
        assert people.all_of(session, joined) == people.all_of(session, chief) == [chief, joined]
        assert people.names_of(session, [chief]) == {chief: [chief, joined]}
        assert people.by_tokens(session, [digest(CHAT)]) == {digest(CHAT): chief}
        assert people.canonical(session, []) == {}

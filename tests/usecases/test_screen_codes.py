"""What a screen's code proves, and for how long: by the server's clock, once a phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.domain import code_errors, errors
from app.domain.assurance import Assurance, Flag
from app.domain.ids import entered_at, new_visit_id
from app.domain.people import DeviceToken
from app.domain.screen_codes import ScreenCode, shown_during, step_of
from app.usecases.change_visit import check_out, withdraw
from app.usecases.check_in import check_in
from app.usecases.find_visit import VisitKey
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from app.usecases.open_poster_address import open_poster_address
from app.usecases.replace_code import replace_code
from app.vault.screen_codes import shown_code

SECOND = timedelta(seconds=1)


@pytest.fixture
def place(new_venue):
    return new_venue()


@pytest.fixture
def shown(place, keys, now):
    """What the screen shows from now on: the step begins now."""
    assert shown_during(step_of(now)).start == now
    return shown_code(keys, place.code.code, step_of(now))


@pytest.fixture
def send(database, keys, policy):
    def send(*commands, at):
        with database.writing() as session:
            return check_in(session, commands, keys=keys, policy=policy, now=at)

    return send


def command(shown, at, *, device=b"d", randomness=1, **changed):
    return CheckIn(
        shown.code, new_visit_id(at, randomness), DeviceToken(device * 32), screen=shown, **changed
    )


def key(receipt):
    return VisitKey(receipt.visit.venue, receipt.visit.id, receipt.check_out_token)


def kind(result):
    return result.visit.assurance if isinstance(result, Receipt) else type(result)


# ---- freshness ----


@pytest.mark.abuse("AB-03")
def test_a_photo_of_the_screen_is_worth_a_minute_and_no_more(send, shown, now):
    answers = {}
    for number, seconds in enumerate(range(-60, 121, 5)):
        at = now + seconds * SECOND
        (result,) = send(command(shown, at, device=bytes([number]), randomness=number), at=at)
        answers[seconds] = kind(result)
    fresh = {seconds for seconds, answer in answers.items() if answer is Assurance.DYNAMIC}
    assert fresh == set(range(-30, 60, 5)), "one step either side of the thirty seconds on the screen"
    assert {answers[s] for s in answers.keys() - fresh} == {code_errors.ScreenCodeOver}


def test_the_very_ends_of_its_life_are_half_open(send, shown, now):
    tick = timedelta(milliseconds=1)
    for number, (at, answer) in enumerate(
        [
            (now - 30 * SECOND - tick, code_errors.ScreenCodeOver),
            (now - 30 * SECOND, Assurance.DYNAMIC),
            (now + 60 * SECOND - tick, Assurance.DYNAMIC),
            (now + 60 * SECOND, code_errors.ScreenCodeOver),
        ]
    ):
        (result,) = send(command(shown, at, device=bytes([number]), randomness=number), at=at)
        assert kind(result) is answer, at


@pytest.mark.abuse("AB-03")
def test_who_says_to_have_come_hours_ago_proves_no_presence_with_the_code_of_now(send, shown, now, place):
    for hours, flags in ((1, Flag.OFFLINE), (20, Flag.OFFLINE)):
        earlier = command(shown, now - timedelta(hours=hours), device=bytes([hours]), randomness=hours)
        (receipt,) = send(earlier, at=now)
        assert (receipt.visit.assurance, receipt.visit.flags) == (Assurance.STATIC, flags)


def test_a_clock_that_is_minutes_wrong_costs_nothing(send, shown, now):
    for number, minutes in enumerate((-4, 4)):
        (receipt,) = send(command(shown, now + timedelta(minutes=minutes), device=bytes([number])), at=now)
        assert receipt.visit.assurance is Assurance.DYNAMIC


@pytest.mark.abuse("AB-03")
@pytest.mark.parametrize("minutes_wrong", [0, 5, -4])
def test_a_check_in_made_offline_counts_as_one_with_a_poster(send, shown, now, minutes_wrong):
    scanned = now + 20 * SECOND + timedelta(minutes=minutes_wrong)
    (receipt,) = send(command(shown, scanned), at=now + timedelta(hours=2))
    assert receipt.visit.assurance is Assurance.STATIC
    assert receipt.visit.flags & Flag.OFFLINE


@pytest.mark.abuse("AB-03")
def test_offline_is_no_word_for_another_time_than_the_codes_own(send, shown, now):
    for hours in (1, 5, 30):
        other = command(shown, now + timedelta(hours=hours), device=bytes([hours]))
        (result,) = send(other, at=now + timedelta(hours=31))
        assert kind(result) in {code_errors.ScreenCodeOver, code_errors.ScreenCodeWrong}


@pytest.mark.abuse("AB-04")
def test_a_guessed_tag_is_refused_by_name(send, shown, now):
    forged = replace(shown, tag=shown.tag ^ 1)
    (result,) = send(command(forged, now), at=now)
    assert kind(result) is code_errors.ScreenCodeWrong
    (result,) = send(command(forged, now), at=now + timedelta(hours=2))
    assert kind(result) is code_errors.ScreenCodeWrong, "offline is no way round"


def test_a_tag_of_another_venue_opens_nothing_here(send, shown, now, new_venue, keys):
    other = new_venue("Quán khác", address="Nơi khác")
    moved = ScreenCode(other.code.code, shown.hint, shown.tag)
    (result,) = send(command(moved, now), at=now)
    assert kind(result) is code_errors.ScreenCodeWrong


# ---- once a phone, and yet as often as it is sent ----


def test_a_retry_of_what_was_accepted_stays_accepted_for_ever(send, shown, now):
    first = command(shown, now)
    (receipt,) = send(first, at=now)
    for later in (SECOND, timedelta(minutes=5), timedelta(hours=30)):
        assert send(first, first, at=now + later) == [receipt, receipt]
    assert receipt.visit.assurance is Assurance.DYNAMIC


def test_two_taps_of_one_stay_are_one_visit(send, shown, now):
    (receipt,) = send(command(shown, now), at=now)
    assert send(command(shown, now + SECOND, randomness=2), at=now + SECOND) == [receipt]


@pytest.mark.abuse("AB-03")
def test_a_phone_makes_one_visit_of_a_code_and_waits_for_another(send, shown, now, keys, do, place):
    (receipt,) = send(command(shown, now), at=now)
    do(withdraw, key(receipt), at=now + 5 * SECOND)
    again = command(shown, now + 10 * SECOND, randomness=2)
    assert kind(send(again, at=now + 10 * SECOND)[0]) is code_errors.ScreenCodeUsed
    (other,) = send(command(shown, now + 10 * SECOND, device=b"e", randomness=3), at=now + 10 * SECOND)
    assert other.visit.assurance is Assurance.DYNAMIC, "another phone is another person"
    later = now + 60 * SECOND
    fresh = shown_code(keys, place.code.code, step_of(later))
    (second,) = send(command(fresh, later, randomness=4), at=later)
    assert second.visit.assurance is Assurance.DYNAMIC
    assert second.visit.id != receipt.visit.id


def test_whoever_left_and_comes_back_within_the_minute_goes_on_with_the_visit(send, shown, now, do):
    (receipt,) = send(command(shown, now), at=now)
    do(check_out, key(receipt), at=now + 20 * SECOND)
    (again,) = send(command(shown, now + 40 * SECOND, randomness=2), at=now + 40 * SECOND)
    assert (again.visit.id, again.visit.left_at) == (receipt.visit.id, None)


def test_the_poster_goes_on_working_beside_the_screen(send, shown, now, place):
    plain = CheckIn(place.code.code, new_visit_id(now, 9), DeviceToken(b"p" * 32))
    dynamic, static = send(command(shown, now), plain, at=now)
    assert (kind(dynamic), kind(static)) == (Assurance.DYNAMIC, Assurance.STATIC)


# ---- the page in between ----


def test_a_page_that_was_opened_in_time_may_be_read_for_as_long_as_it_takes(do, send, shown, now, place):
    device = DeviceToken(b"d" * 32)
    door = do(open_poster_address, shown.code, device, screen=shown, at=now + 50 * SECOND)
    tap = CheckIn(shown.code, door.visit, device, screen=shown, seen=door.seen)
    (receipt,) = send(tap, at=now + timedelta(minutes=4))
    assert receipt.visit.assurance is Assurance.DYNAMIC
    assert receipt.visit.entered_at == entered_at(door.visit) == now + 50 * SECOND


@pytest.mark.abuse("AB-03")
@pytest.mark.parametrize("stolen", ["visit", "device", "nothing"])
def test_what_the_page_carries_serves_no_other_visit_and_no_other_phone(do, send, shown, now, stolen):
    device = DeviceToken(b"d" * 32)
    door = do(open_poster_address, shown.code, device, screen=shown)
    at = now + timedelta(minutes=20)
    visit = new_visit_id(at, 5) if stolen == "visit" else door.visit
    who = DeviceToken(b"e" * 32) if stolen == "device" else device
    (result,) = send(CheckIn(shown.code, visit, who, screen=shown, seen=door.seen), at=at)
    wanted = {
        "visit": code_errors.ScreenCodeOver,
        "device": Assurance.STATIC,  # the same as a phone that was offline could say
        "nothing": Assurance.DYNAMIC,
    }
    assert kind(result) is wanted[stolen]


@pytest.mark.abuse("AB-03")
def test_a_page_does_not_open_for_an_old_code_unless_the_person_is_there(do, send, shown, now):
    late = now + timedelta(minutes=30)
    with pytest.raises(code_errors.ScreenCodeOver):
        do(open_poster_address, shown.code, None, screen=shown, at=late)
    with pytest.raises(code_errors.ScreenCodeWrong):
        do(open_poster_address, shown.code, None, screen=replace(shown, tag=shown.tag ^ 4))
    (receipt,) = send(command(shown, now), at=now)
    door = do(open_poster_address, shown.code, DeviceToken(b"d" * 32), screen=shown, at=late)
    assert door.here == receipt, "a tab that is loaded again shows the receipt"


def test_a_replaced_code_ends_its_screens_too(send, shown, now, do, place):
    do(replace_code, place.venue, stolen=True, at=now)
    (result,) = send(command(shown, now + SECOND), at=now + SECOND)
    assert kind(result) is errors.CodeRevoked


# ---- cost ----


def test_a_screens_code_asks_the_database_nothing_more_and_a_plain_one_as_little_as_before(
    database, send, shown, now, place
):
    asked = []
    event.listen(database.engine, "before_cursor_execute", lambda *said: asked.append(said[2].split()[0]))

    def statements(*commands):
        del asked[:]
        assert all(isinstance(result, Receipt) for result in send(*commands, at=now))
        return [verb for verb in asked if verb in {"SELECT", "INSERT", "UPDATE"}]

    plain = [CheckIn(place.code.code, new_visit_id(now, n), DeviceToken(bytes([n]) * 32)) for n in range(9)]
    screens = [command(shown, now, device=bytes([100 + n]), randomness=100 + n) for n in range(9)]
    first = statements(plain[0])  # finds or makes the row of the legal basis
    assert len(statements(plain[1])) <= len(first)  # finds it, and then it is known
    one = statements(plain[2])
    assert one.count("SELECT") == 3, "devices with their names, codes, visits"
    assert statements(*plain[3:]) == statements(*screens) == one

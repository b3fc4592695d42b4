"""A card from the sheet to the case file, and its end."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.domain import card_errors, errors
from app.domain.assurance import Assurance
from app.domain.card_numbers import make_card_number
from app.domain.cards import CardState, Ground, UnblockReason
from app.domain.case_dates import Onset, checked_dates
from app.domain.case_visits import VisitOrigin
from app.domain.cases import Classification
from app.domain.contacts import Standing
from app.domain.ids import CaseId, OfficialId, PersonId, new_visit_id
from app.domain.officials import Official
from app.domain.people import ContactDetails, DeviceToken
from app.domain.roles import Role
from app.domain.spans import local_day
from app.domain.subjects import Subject
from app.store import officials
from app.store.tables import CardRow
from app.usecases.change_card import block_card, read_card, replace_card, unblock_card
from app.usecases.check_in import check_in
from app.usecases.decide_contact import decide_contact
from app.usecases.end_retention import end_retention
from app.usecases.find_card import mac_of
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from app.usecases.hold_card_rights import forget_card, see_card_visits, withdraw_card_visit
from app.usecases.issue_cards import issue_cards
from app.usecases.keep_house import keep_house
from app.usecases.open_contact import Outcome, open_contact
from app.usecases.register_card import register_card
from app.usecases.report_case import report_case
from app.usecases.share_card_visits import see_card_stays, share_card_visits
from app.usecases.trace_case import trace_case
from app.usecases.view_case import view_case

SAU = ContactDetails("Nguyễn Thị Sáu", "+84901234567")
SEEDS = random.Random(4)
WITH_CARD = {"ground": Ground.WITH_CARD}


@pytest.fixture
def last_day(now) -> date:
    return now.date() + timedelta(days=300)


@pytest.fixture
def cards(do, last_day):
    return do(issue_cards, 5, last_day=last_day)


@pytest.fixture
def card(do, cards):
    """Somebody's card."""
    do(register_card, cards[0], SAU, by=None)
    return cards[0]


@pytest.fixture
def official(database, now):
    someone = Official(OfficialId(uuid4()), "minh", "Trần Thị Minh", Role.TRACER, None)
    with database.writing() as session:
        officials.add(session, someone, now=now)
    return someone


@pytest.fixture
def scan(do, now):
    """Check somebody in by card; the receipt or the refusal."""

    def scan(number, venue, at=now, entered=None):
        visit = new_visit_id(entered or at, SEEDS.getrandbits(74))
        (result,) = do(check_in, [CheckIn(venue.code.code, visit, None, Assurance.CARD, card=number)], at=at)
        return result

    return scan


def count(database, name):
    return table(database, f"SELECT count(*) FROM {name}")  # noqa: S608 - a test's own word


def table(database, statement):
    with database.reading() as session:
        return session.execute(text(statement)).all()


def test_a_number_stands_nowhere_and_neither_does_a_name(do, database, cards, card, keys):
    rows = table(database, "SELECT * FROM cards")
    assert len(rows) == 5
    stored = b"|".join(
        bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for r in rows for v in r
    )
    for secret in (*cards, *(number[:14] for number in cards), SAU.name, SAU.phone, SAU.phone[1:]):
        assert secret.encode() not in stored
    # A plain hash would be undone by trying all the numbers.
    assert all(hashlib.sha256(number.encode()).digest() not in stored for number in cards)


def test_a_card_is_registered_once(do, official, cards, card):
    with pytest.raises(card_errors.CardRegistered):
        do(register_card, card, ContactDetails("Ai Đó", "+84901234568"), by=official)
    with pytest.raises(card_errors.CardUnknown):
        do(register_card, make_card_number(1), SAU, by=None)
    assert do(register_card, cards[1], SAU, by=official).registered_by == official.id
    assert do(read_card, official, card).registered_by is None


def test_who_registers_a_moment_later_is_refused(postgres, cards, keys, policy, now):
    given = {"by": None, "keys": keys, "policy": policy, "now": now}
    with postgres.writing() as session:
        seen = session.get(CardRow, mac_of(cards[0], keys))  # blank, as a page has seen it, and remembered
        with postgres.writing() as other:
            register_card(other, cards[0], SAU, **given)
        with pytest.raises(card_errors.CardRegistered):
            register_card(session, cards[0], ContactDetails("Ai Đó", "+84901234568"), **given)
        assert seen.person is not None


def test_no_card_is_issued_for_ever_or_for_yesterday(do, now):
    for day in (now.date() - timedelta(days=1), now.date().replace(year=now.year + 4)):
        with pytest.raises(errors.InputRefused):
            do(issue_cards, 1, last_day=day)


def test_a_scan_is_a_visit_of_the_holder_with_the_assurance_card(scan, card, new_venue, now):
    venue = new_venue()
    first = scan(card, venue)
    assert isinstance(first, Receipt)
    assert first.visit.assurance is Assurance.CARD
    again = scan(card, venue, at=now + timedelta(minutes=30))
    assert again.visit == first.visit, "scanning again changes nothing"


def test_cards_and_phones_in_one_batch_are_each_themselves(do, card, cards, new_venue, now):
    venue = new_venue()
    commands = [
        CheckIn(venue.code.code, new_visit_id(now, 1), DeviceToken(b"d" * 32)),
        CheckIn(venue.code.code, new_visit_id(now, 2), None, Assurance.CARD, card=card),
        CheckIn(venue.code.code, new_visit_id(now, 3), None, Assurance.CARD, card=cards[1]),
        CheckIn(venue.code.code, new_visit_id(now, 4), None, Assurance.CARD, card=make_card_number(7)),
        CheckIn(venue.code.code, new_visit_id(now, 5), None, Assurance.CARD, card=card),
    ]
    phone, first, blank, unknown, second = do(check_in, commands)
    assert (type(blank), type(unknown)) == (card_errors.CardBlank, card_errors.CardUnknown)
    assert phone.visit.pseudonym != first.visit.pseudonym
    assert first.visit == second.visit


def test_a_card_that_lets_nobody_in_says_why(do, scan, card, cards, official, new_venue, now, last_day):
    venue = new_venue()
    do(block_card, official, card)
    assert isinstance(scan(card, venue), card_errors.CardBlocked)
    do(unblock_card, official, card, reason=UnblockReason.FOUND)
    assert isinstance(scan(card, venue), Receipt)


def test_a_card_ends_with_its_last_day(do, database, keys, policy, scan, card, new_venue, now, last_day):
    venue = new_venue()
    at_ten = now + (last_day - now.date())
    keep_house(database, keys, policy=policy, now=at_ten)
    assert isinstance(scan(card, venue, at=at_ten), Receipt)
    day_after = at_ten + timedelta(days=1)
    keep_house(database, keys, policy=policy, now=day_after)
    assert isinstance(scan(card, venue, at=day_after), card_errors.CardExpired)


def test_a_card_checks_in_so_often_a_day_and_no_more(do, card, policy, new_venue, now):
    strict = replace(policy, card_visits_a_day=2)
    venues = [new_venue(f"Quán {n}", address=f"{n} Lê Lợi") for n in range(3)]

    def scan(venue, at):
        visit = new_visit_id(at, SEEDS.getrandbits(74))
        command = CheckIn(venue.code.code, visit, None, Assurance.CARD, card=card)
        return do(check_in, [command], policy=strict, at=at)[0]

    first = scan(venues[0], now)
    assert isinstance(scan(venues[1], now), Receipt)
    assert isinstance(scan(venues[2], now), card_errors.CardUsedTooOften)
    assert scan(venues[0], now + timedelta(hours=1)).visit == first.visit, "somebody inside is not put out"
    assert isinstance(scan(venues[2], now + timedelta(days=1)), Receipt)


def test_a_repeat_of_the_same_scan_is_no_second_one(do, card, policy, new_venue, now):
    venue, visit = new_venue(), new_visit_id(now, 9)
    command = CheckIn(venue.code.code, visit, None, Assurance.CARD, card=card)
    strict = replace(policy, card_visits_a_day=1)
    assert do(check_in, [command], policy=strict) == do(check_in, [command], policy=strict)


def test_another_card_s_visit_id_is_refused(do, card, cards, new_venue, now):
    do(register_card, cards[1], SAU, by=None)
    venue, visit = new_venue(), new_visit_id(now, 9)
    do(check_in, [CheckIn(venue.code.code, visit, None, Assurance.CARD, card=card)])
    (other,) = do(check_in, [CheckIn(venue.code.code, visit, None, Assurance.CARD, card=cards[1])])
    assert isinstance(other, errors.VisitOfAnother)


def test_a_new_card_goes_on_where_the_lost_one_stopped(do, scan, card, cards, official, new_venue, now):
    venue = new_venue()
    before = scan(card, venue)
    do(block_card, official, card)
    do(replace_card, official, card, cards[1])
    assert isinstance(scan(card, venue), card_errors.CardBlocked)
    later = now + timedelta(hours=1)
    assert scan(cards[1], venue, at=later).visit == before.visit
    assert do(read_card, official, card).state(now.date()) is CardState.REPLACED
    held = do(see_card_visits, official, cards[1], **WITH_CARD)
    assert held.visits == do(see_card_visits, official, card, **WITH_CARD).visits == [before.visit]


def test_one_visit_is_taken_back_for_its_holder_and_nobody_else(
    do, scan, card, cards, official, new_venue, policy, keys
):
    do(register_card, cards[1], SAU, by=None)
    mine, theirs = scan(card, new_venue()).visit, scan(cards[1], new_venue("Cà phê O'Brien")).visit
    with pytest.raises(errors.VisitUnknown):
        do(withdraw_card_visit, official, card, theirs.venue, theirs.id, **WITH_CARD)
    assert do(withdraw_card_visit, official, card, mine.venue, mine.id, **WITH_CARD).visits == []
    assert len(do(see_card_visits, official, cards[1], **WITH_CARD).visits) == 1


def test_deleting_everything_leaves_no_row_of_the_holder(
    do, database, scan, card, cards, official, new_venue
):
    do(register_card, cards[1], SAU, by=None)
    venue = new_venue()
    scan(card, venue)
    scan(cards[1], venue)
    assert do(forget_card, official, card, **WITH_CARD) == 1
    counts = {name: count(database, name) for name in ("visits", "persons", "cards")}
    assert counts == {"visits": [(1,)], "persons": [(1,)], "cards": [(4,)]}
    assert isinstance(scan(card, venue), card_errors.CardUnknown)


def test_everything_done_with_a_card_is_on_the_record_without_its_number(
    do, database, scan, card, cards, official, new_venue
):
    visit = scan(card, new_venue()).visit
    do(read_card, official, card)
    do(see_card_visits, official, card, ground=Ground.BY_PHONE)
    do(withdraw_card_visit, official, card, visit.venue, visit.id, **WITH_CARD)
    do(block_card, official, card)
    do(unblock_card, official, card, reason=UnblockReason.MISTAKE)
    do(replace_card, official, card, cards[1])
    do(forget_card, official, cards[1], ground=Ground.BY_ORDER)
    entries = table(database, "SELECT action, actor, CAST(detail AS TEXT) FROM audit ORDER BY number")
    assert [action for action, *_ in entries] == [
        "cards_issued",
        "card_registered",
        "card_read",
        "card_visits_seen",
        "card_visit_withdrawn",
        "card_blocked",
        "card_unblocked",
        "card_replaced",
        "card_forgotten",
    ]
    assert all(actor is not None for _, actor, _ in entries[2:])
    assert "by-phone" in entries[3][2]
    assert not any(number in detail for *_, detail in entries for number in cards)


@pytest.fixture
def case(do, official, now, policy):
    today = local_day(now, policy.zone)
    made = do(
        report_case,
        official,
        CaseId(uuid4()),
        Subject("Nguyễn Thị Hương", "+84901234567", 1950, "12 Lê Lợi"),
        disease_slug="covid-19",
        classification=Classification.CONFIRMED,
        dates=checked_dates(Onset(today), None, None, today=today),
        ward=None,
        lab_reference=None,
    )
    return made.id


def test_a_patient_s_card_is_handed_to_the_case_without_what_is_unticked(
    do, scan, card, official, case, new_venue, now
):
    noodles, cafe = new_venue(), new_venue("Cà phê O'Brien")
    scan(card, noodles, at=now - timedelta(hours=5))
    scan(card, cafe, at=now - timedelta(hours=2))
    offered = do(see_card_stays, official, case, card)
    [theirs] = [key for key, stay in offered.stays.items() if stay.venue == noodles.venue.id]
    scan(card, new_venue("Chợ Bến Thành"), at=now - timedelta(hours=1))  # between seeing and sending
    assert do(share_card_visits, official, case, card, theirs={theirs}) == 1
    [copied] = do(view_case, official, case).visits
    assert (copied.origin, copied.venue, copied.assurance) == (
        VisitOrigin.CARD,
        noodles.venue.id,
        Assurance.CARD,
    )
    assert copied.added_by == official.id
    assert do(see_card_stays, official, case, card).taken == {theirs}
    assert do(share_card_visits, official, case, card, theirs={theirs}) == 0, "each stay is copied once"


def test_a_card_without_visits_or_holder_hands_over_nothing(do, card, cards, official, case):
    with pytest.raises(card_errors.CardWithoutVisits):
        do(see_card_stays, official, case, card)
    with pytest.raises(card_errors.CardBlank):
        do(see_card_stays, official, case, cards[1])


def test_details_on_a_card_reach_the_case_sealed_and_open_there_only(
    do, database, keys, policy, scan, card, cards, official, case, new_venue, now
):
    do(register_card, cards[1], ContactDetails("Lê Hoàng Nam", "+84987654321"), by=None)
    venue = new_venue()
    for number in (card, cards[1]):
        scan(number, venue, at=now - timedelta(hours=2))
    offered = do(see_card_stays, official, case, card)
    do(share_card_visits, official, case, card, theirs=set(offered.stays))
    do(trace_case, official, case)
    view = do(view_case, official, case)
    [listed] = view.listed  # the patient is known by the card, and is not on the list
    assert listed.who in view.reachable
    contact = do(
        decide_contact, official, case, PersonId(listed.who), standing=Standing.CONTACT, reason="cùng bàn"
    )
    keys.cards.destroy(before=now.year + 1, kept=())  # what is sealed to the case needs the register no more
    opened = open_contact(
        database, official, case, contact.id, reason="gọi", keys=keys, policy=policy, now=now
    )
    assert (opened.outcome, opened.details) == (
        Outcome.OPENED,
        ContactDetails("Lê Hoàng Nam", "+84987654321"),
    )
    [told] = do(see_card_visits, official, cards[1], **WITH_CARD).openings
    assert (told.at, told.disease.slug) == (now, "covid-19"), "the holder learns of it at the station"
    assert do(see_card_visits, official, card, **WITH_CARD).openings == []


def test_a_destroyed_register_key_leaves_a_contact_without_details(
    do, database, keys, scan, card, cards, official, case, new_venue, now
):
    do(register_card, cards[1], SAU, by=None)
    venue = new_venue()
    for number in (card, cards[1]):
        scan(number, venue, at=now - timedelta(hours=2))
    offered = do(see_card_stays, official, case, card)
    do(share_card_visits, official, case, card, theirs=set(offered.stays))
    do(trace_case, official, case)
    keys.cards.destroy(before=now.year + 1, kept=())
    [listed] = do(view_case, official, case).listed
    contact = do(
        decide_contact, official, case, PersonId(listed.who), standing=Standing.CONTACT, reason="cùng bàn"
    )
    assert contact.resealed is None


@pytest.mark.usefixtures("card")
def test_a_card_and_its_key_go_when_its_last_visit_has_gone(database, keys, policy, now, last_day):
    def end(day):
        at = now + (day - now.date())
        return end_retention(database, keys, policy=policy, now=at)

    kept = last_day + timedelta(days=policy.retention_days)
    last = end(kept)
    assert (last.cards, last.card_keys, keys.cards.years()) == (0, [], [now.year])
    gone = end(kept + timedelta(days=1))
    assert (gone.cards, gone.card_keys, keys.cards.years()) == (5, [now.year], [])
    assert table(database, "SELECT * FROM cards") == []
    again = end(kept + timedelta(days=1))
    assert (again.cards, again.card_keys) == (0, [])


def test_the_key_of_this_year_stays_though_its_cards_are_gone(do, database, keys, policy, now):
    [number] = do(issue_cards, 1, last_day=now.date())
    do(register_card, number, SAU, by=None)
    at = now + timedelta(days=policy.retention_days + 1)
    gone = end_retention(database, keys, policy=policy, now=at)
    assert (gone.cards, gone.card_keys, keys.cards.years()) == (1, [], [now.year])

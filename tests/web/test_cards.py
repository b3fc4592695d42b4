"""Cards through the pages: a relative, a health station, a venue's staff, a case."""

from __future__ import annotations

from sqlmodel import select

from app.domain.assurance import Assurance
from app.domain.card_numbers import grouped_card
from app.domain.policy import Policy
from app.store.tables import VisitRow
from app.usecases.staff_door import UNDO_WITHIN
from tests.web.card_holders import SAU, report
from tests.web.conftest import Page


def visits(client):
    with client.app_state["ghe"].database.reading() as session:
        columns = (VisitRow.id, VisitRow.assurance, VisitRow.left_at, VisitRow.withdrawn_at)
        return session.exec(select(*columns)).all()


# ---- a relative ----


def test_a_second_registration_is_refused_in_words_and_changes_nothing(client, card, other_phone):
    form = other_phone.open("/card").form("/card")
    answer = other_phone.send(form, number=card, name="Ai Đó", phone="0987 654 321")
    assert answer.status_code == 409
    page = Page(answer.text)
    assert "registered already" in page.text
    assert page.form("/card").value("name") == "Ai Đó", "what was typed stays"


# ---- staff at a door ----


def test_staff_scan_a_card_and_see_a_time_and_a_count(client, card, scan):
    page = scan(f"]Q1{card}\r")
    assert "Checked in at 10:00" in page.text
    assert "People by card today: 1" in page.text
    assert [visit.assurance for visit in visits(client)] == [Assurance.CARD]


def test_scanning_again_asks_and_never_toggles(client, card, scan, clock, venue, card_door):
    scan(card)
    clock.pass_by(minutes=40)
    page = scan(card)
    assert "Here since 10:00: leaving now?" in page.text
    [visit] = visits(client)
    assert visit.left_at is None, "asking is not leaving"
    left = venue.owner.press(page.form(f"{card_door}/leave"))
    assert "Left at 10:40" in left.text
    assert "Still here, since 10:00" in venue.owner.press(left.form(f"{card_door}/stay")).text
    [visit] = visits(client)
    assert visit.left_at is None
    assert "People by card today: 1" in left.text


def test_a_wrong_scan_is_undone_for_ten_minutes(client, card, scan, clock, venue, card_door):
    page = scan(card)
    undo = page.form(f"{card_door}/undo")
    clock.pass_by(seconds=UNDO_WITHIN.total_seconds())
    undone = venue.owner.press(undo)
    assert "nothing is recorded" in undone.text
    assert "People by card today: 0" in undone.text
    clock.pass_by(seconds=1)
    page = scan(card)
    assert "Checked in at" in page.text, "whoever comes again is let in again"
    clock.pass_by(seconds=UNDO_WITHIN.total_seconds() + 1)
    late = venue.owner.send(page.form(f"{card_door}/undo"))
    assert late.status_code == 409
    assert "too late" in late.text
    assert [visit.withdrawn_at is None for visit in visits(client)].count(True) == 1


def test_another_owner_another_venue_and_a_receipt_s_token_change_nothing(
    client, card, scan, venue, register, card_door, phone
):
    leave = scan(card) and scan(card).form(f"{card_door}/leave")
    other = register(name="Bún Chả", address="1 Lê Lợi")
    elsewhere = other.owner.post(f"/venue/{other.id}/door/leave", data=dict(leave.fields))
    assert elsewhere.status_code == 404
    assert other.owner.post(leave.action, data=dict(leave.fields)).status_code == 404
    wrong = dict(leave.fields) | {"token": "A" * 22}
    assert venue.owner.post(leave.action, data=wrong).status_code == 404
    # And the page's token opens nothing of a receipt: with it staff could leave other contact details.
    [visit] = visits(client)
    key = {"venue": venue.id, "visit": str(visit.id), "token": dict(leave.fields)["token"]}
    for action in ("show", "contact", "leave", "withdraw"):
        assert phone.post(f"/visit/{action}", data=key | SAU).status_code == 404
    assert visits(client)[0].left_at is None


def test_an_expired_card_is_refused(issue, phone, scan, clock):
    [number] = issue(days=0)
    phone.press(phone.open("/card").form("/card"), number=number, **SAU)
    assert "Checked in" in scan(number).text
    clock.pass_by(days=1)
    assert "too old" in scan(number, 410).text


def test_a_card_that_is_used_too_often_is_refused_by_name(client, card, scan):
    ghe = client.app_state["ghe"]
    ghe.policy = Policy(card_visits_a_day=0)
    assert "too often today" in scan(card, 429).text
    assert visits(client) == []


# ---- a health station ----


def test_an_official_registers_blocks_undoes_and_unblocks(issue, clerk, look_up, scan):
    [number] = issue()
    page = look_up(number)
    assert "Blank" in page.text
    page = clerk.press(page.form("/official/cards/register"), **SAU)
    assert "The card is registered" in page.text
    assert "by an official" in page.text
    page = clerk.press(page.form("/official/cards/block"))
    assert "The card is blocked" in page.text
    scan(number, 409)
    [undo] = [f for f in page.forms if ("reason", "mistake") in f.fields]
    assert "works again" in clerk.press(undo).text
    scan(number)
    clerk.press(look_up(number).form("/official/cards/block"))
    page = look_up(number)
    refused = clerk.send(page.form("/official/cards/unblock"))
    assert refused.status_code == 400
    assert "Say why" in refused.text
    assert "works again" in clerk.press(page.form("/official/cards/unblock"), reason="found").text


def test_a_lost_card_is_replaced(issue, card, clerk, look_up, scan):
    [new] = issue()
    scan(card)
    page = look_up(card)
    wrong = clerk.send(page.form("/official/cards/replace"), new=card)
    assert wrong.status_code == 400
    page = clerk.press(page.form("/official/cards/replace"), new=new)
    assert "This is the holder's card now" in page.text
    assert grouped_card(new) in page.heading
    assert "Here since" in scan(new).text
    assert "blocked" in scan(card, 409).text


def test_visits_are_shown_on_a_ground_taken_back_and_deleted(client, card, clerk, look_up, scan):
    scan(card)
    page = look_up(card)
    refused = clerk.send(page.form("/official/cards/visits"))
    assert refused.status_code == 400
    assert "Phở Hòa" not in refused.text, "without a ground nothing is shown"
    page = clerk.press(page.form("/official/cards/visits"), ground="by-phone")
    assert "Phở Hòa Pasteur" in page.text
    assert "asks by phone" in page.text
    page = clerk.press(page.form("/official/cards/visits/withdraw"))
    assert "taken back" in page.text
    assert "No visits are kept" in page.text
    page = clerk.press(page.form("/official/cards/forget"))
    assert "Everything is deleted" in page.text
    assert visits(client) == []
    scan(card, 404)


# ---- a case ----


def test_a_patient_s_card_is_handed_to_a_case(card, clerk, scan, clock):
    scan(card)
    clock.pass_by(minutes=10)
    case = report(clerk, clock)
    assert f"{case}/card" in [link.partition("?")[0] for link in clerk.open(case).links()]
    page = clerk.press(clerk.open(f"{case}/card").form(f"{case}/card"), number=card)
    assert "Phở Hòa Pasteur" in page.text
    share = page.form(f"{case}/card/share")
    nothing = clerk.post(share.action, data={"number": share.value("number")})
    assert nothing.status_code == 303
    assert "Phở Hòa Pasteur" not in clerk.open(case).text, "what is unticked is not copied"
    assert clerk.send(share).status_code == 303
    seen = clerk.open(case).text
    assert "Phở Hòa Pasteur" in seen
    assert "From the card" in seen
    again = clerk.press(clerk.open(f"{case}/card").form(f"{case}/card"), number=card)
    assert "Copied already" in again.text


def test_a_card_without_visits_is_told_so_at_the_field(card, clerk, clock):
    case = report(clerk, clock)
    answer = clerk.send(clerk.open(f"{case}/card").form(f"{case}/card"), number=card)
    assert answer.status_code == 404
    assert "no visits in these days" in answer.text

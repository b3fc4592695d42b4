"""Companions, zones, shifts and many scans, on the pages that people see."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from app.domain.assurance import Assurance
from app.store.db import open_database
from app.store.tables import VisitRow

LONG = "Nhà hàng tiệc cưới và hội nghị quốc tế Hoàng Gia Sài Gòn Xưa"


@pytest.fixture
def kept(database_url):
    def read():
        database = open_database(database_url)
        with database.reading() as session:
            found = list(session.exec(select(VisitRow).order_by(VisitRow.entered_at)))
            session.expunge_all()
        database.close()
        return found

    return read


def arrive(phone, code):
    return phone.press(phone.open(f"/v/{code}").form("/v/"))


# ---- companions ----


def test_two_taps_stay_two_taps_and_companions_are_asked_after_them(phone, venue, kept):
    door = phone.open(f"/v/{venue.code}")
    assert not door.has_form("/visit/companions")
    receipt = phone.press(door.form("/v/"))
    assert len(kept()) == 1
    told = phone.press(receipt.form("/visit/companions"), companions="3", children="2")
    assert "With you: 3. Under 16: 2." in told.text
    assert "told through your phone number" in told.text
    [visit] = kept()
    assert (visit.companions, visit.children) == (3, 2)
    again = phone.open(f"/v/{venue.code}")
    assert again.form("/visit/companions").value("companions") == "3", "what was said can be changed"
    none = phone.press(again.form("/visit/companions"), companions="", children="")
    assert "With you" not in none.text


def test_only_children_named_are_all_who_came(bare_phone, venue, kept):
    bare_phone.press(arrive(bare_phone, venue.code).form("/visit/companions"), children="30")
    assert [(v.companions, v.children) for v in kept()] == [(30, 30)]


def test_a_wrong_number_is_explained_beside_its_field_and_stays(phone, venue, read, kept):
    receipt = arrive(phone, venue.code)
    for companions, children, wrong, words in (
        ("61", "", "companions", "from 0 to 60"),
        ("ba", "", "companions", "digits only"),
        ("2", "3", "children", "At most as many"),
    ):
        answer = phone.send(receipt.form("/visit/companions"), companions=companions, children=children)
        assert answer.status_code == 400
        page = read(answer.text)
        form = page.form("/visit/companions")
        assert (form.value("companions"), form.value("children")) == (companions, children)
        assert f'id="{wrong}-error"' in answer.text
        assert words in page.text
        assert "Recorded at" in page.text
    assert [v.companions for v in kept()] == [0]


# ---- many scans ----


def test_more_than_eight_check_ins_by_one_device_are_asked_about(phone, other_phone, venue, clock):
    for number in range(9):
        receipt = arrive(phone, venue.code)
        assert ("Do you scan for other people?" in receipt.text) == (number == 8), number
        clock.pass_by(minutes=1)
        phone.press(receipt.form("/visit/leave"))
        clock.pass_by(minutes=4)
    assert f"/venue/{venue.id}/door" in arrive(phone, venue.code).links()
    assert "Do you scan" in phone.open(f"/v/{venue.code}").text, "also when the code is scanned again"
    assert "Do you scan" not in arrive(other_phone, venue.code).text
    clock.pass_by(hours=25)
    assert "Do you scan" not in arrive(phone, venue.code).text


# ---- zones ----


@pytest.fixture
def zone_code(venue):
    """Add a zone through the pages; its code."""

    def add(name):
        page = f"/venue/{venue.id}/zones"
        form = next(f for f in venue.owner.open(page).forms if f.action == page)
        assert venue.owner.send(form, name=name, capacity="12").status_code == 303
        links = [link for link in venue.owner.open(page).links() if link.startswith(f"{page}/")]
        zone = next(link for link in links if "." not in link and name in venue.owner.open(link).heading)
        return re.search(r"/v/([0-9a-z]{17})", venue.owner.get(zone).text)[1], zone

    return add


def test_a_zone_stands_under_the_venues_name_on_door_and_receipt(phone, other_phone, venue, zone_code, clock):
    code, page = zone_code("Tầng 2, phòng lạnh")
    door = phone.open(f"/v/{code}")
    assert re.search(r"Phở Hòa Pasteur Tầng 2, phòng lạnh 260C Pasteur", door.text)
    receipt = phone.press(door.form("/v/"))
    assert "Tầng 2, phòng lạnh" in receipt.text
    clock.pass_by(minutes=20)
    assert "Tầng 2, phòng lạnh" in phone.press(receipt.form("/visit/leave")).text
    assert "Tầng 2" not in arrive(other_phone, venue.code).text, "the door's own code has no zone"

    assert venue.owner.send(venue.owner.open(page).form(f"{page}/remove")).status_code == 303
    assert other_phone.get(f"/v/{code}").status_code == 410
    assert page not in venue.owner.open(f"/venue/{venue.id}/zones").links()
    assert venue.owner.get(page).status_code == 404


def test_what_a_venue_is_inside_of_stands_on_door_and_receipt(phone, register):
    mall = register(name="Chợ Bến Thành", kind="market")
    stall = register(name=LONG[:60], parent=mall.typed)
    door = phone.open(f"/v/{stall.code}")
    assert "Chợ Bến Thành" in door.text
    assert "Chợ Bến Thành · 260C Pasteur" in phone.press(door.form("/v/")).text


def test_tables_are_added_in_one_step_with_vietnamese_names(venue):
    page = f"/venue/{venue.id}/zones"
    form = venue.owner.open(page).form(f"{page}/tables")
    assert venue.owner.send(form, count="3").status_code == 303
    assert (
        len(
            {
                link
                for link in venue.owner.open(page).links()
                if re.fullmatch(rf"{page}/[0-9a-f-]{{36}}", link)
            }
        )
        == 3
    )
    wrong = venue.owner.send(form, count="201")
    assert wrong.status_code == 400
    assert 'id="count-error"' in wrong.text


def test_a_zone_that_cannot_be_is_explained_and_what_was_typed_stays(venue, zone_code, read):
    _, zone = zone_code("Sân vườn")
    page = f"/venue/{venue.id}/zones"
    form = next(f for f in venue.owner.open(page).forms if f.action == page)
    for name, words in [
        ("san vuon", "of this name"),
        ("", "Fill in"),
        ("<b>", "Leave out"),
        ("👾", "cannot print"),
    ]:
        answer = venue.owner.send(form, name=name)
        assert (answer.status_code, words in read(answer.text).text) == (400, True), name
    renamed = next(f for f in venue.owner.open(zone).forms if f.action == zone)
    assert venue.owner.send(renamed, name="Sân thượng", capacity="x").status_code == 400
    assert venue.owner.send(renamed, name="Sân thượng", capacity="").status_code == 303
    assert venue.owner.open(zone).heading == "Sân thượng"


def test_every_sheet_of_a_zone_is_printed_and_one_document_holds_them_all(venue, zone_code):
    page = f"/venue/{venue.id}/zones"
    assert venue.owner.get(f"{page}/all/stickers.pdf").status_code == 404
    zone_code("Bàn 1")
    _, zone = zone_code("Bàn 2")
    for sheet in ("poster.pdf", "sheet/tent.pdf", "sheet/stickers.pdf", "sheet/door-card.pdf"):
        answer = venue.owner.get(f"{zone}/{sheet}")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-"), sheet
    for kind, pages in (("stickers", 1), ("tent", 2)):
        answer = venue.owner.get(f"{page}/all/{kind}.pdf")
        assert len(re.findall(rb"/Type /Page\b", answer.content)) == pages, kind


# ---- shifts ----


@pytest.fixture
def shift(venue):
    """The path of a new shift link."""
    page = f"/venue/{venue.id}/shifts"
    form = next(f for f in venue.owner.open(page).forms if f.action == page)
    [link] = re.findall(r"https://testserver(/shift/[0-9A-Z-]{24})<", venue.owner.send(form).text)
    return link


@pytest.mark.parametrize("which", ["phone", "bare_phone"])
def test_a_shift_begins_and_ends_with_one_tap_each(which, request, venue, shift, kept, clock):
    waiter = request.getfixturevalue(which)
    begun = waiter.press(waiter.open(shift).form(shift))
    assert begun.heading == "Your shift began at 10:00"
    assert venue.code.lower() not in begun.text.lower()
    [visit] = kept()
    assert visit.assurance is Assurance.STAFF
    assert "1 on their shift now" in venue.owner.open(f"/venue/{venue.id}/shifts").text
    assert waiter.press(begun.form("/visit/show")).has_form("/visit/contact"), "staff are warned too"
    clock.pass_by(hours=8)
    ended = waiter.press(begun.form(f"{shift}/end"))
    assert ended.heading == "Your shift ended at 18:00"
    assert "0 on their shift now" in venue.owner.open(f"/venue/{venue.id}/shifts").text


def test_opening_the_link_again_shows_the_shift_and_a_repeat_keeps_one(phone, shift, kept):
    form = phone.open(shift).form(shift)
    phone.press(form)
    phone.press(form)
    assert phone.open(shift).has_form(f"{shift}/end")
    assert len(kept()) == 1


def test_nothing_that_a_poster_or_the_interface_sends_makes_a_shift(
    phone, other_phone, venue, fresh_id, kept
):
    form = phone.open(f"/v/{venue.code}").form("/v/")
    phone.press(form, by="staff", assurance="staff")
    document = {"code": venue.code, "visit": fresh_id(), "device": "A" * 43}
    assert other_phone.post("/api/v1/check-ins", json=document | {"assurance": "staff"}).status_code == 422
    assert other_phone.post("/api/v1/check-ins", json=document).status_code == 200
    assert {visit.assurance for visit in kept()} == {Assurance.STATIC}


def test_an_ended_link_begins_nothing_and_ends_what_has_begun(venue, phone, other_phone, shift, kept, clock):
    begun = phone.press(phone.open(shift).form(shift))
    end = venue.owner.open(f"/venue/{venue.id}/shifts").form(f"/venue/{venue.id}/shifts/end")
    assert other_phone.send(end).status_code == 303, "whoever is nobody's owner is sent to sign in"
    assert other_phone.get(shift).status_code == 200
    venue.owner.send(end)
    assert other_phone.get(shift).status_code == 404
    clock.pass_by(hours=1)
    assert phone.press(begun.form(f"{shift}/end")).heading.startswith("Your shift ended")
    assert kept()[0].left_at is not None


def test_the_venues_page_leads_to_zones_and_shifts(venue):
    links = venue.owner.open(f"/venue/{venue.id}").links()
    assert {f"/venue/{venue.id}/zones", f"/venue/{venue.id}/shifts"} <= set(links)

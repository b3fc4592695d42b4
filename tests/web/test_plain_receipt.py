"""The page with its gaps filled is the page that the template renders."""

import pytest

from app.web.citizen import plain_receipt, receipt_page
from tests.web.conftest import Phone, register_venue

AWKWARD = {"name": "Bún & 'Chả' \"@gap-token@\" %(x)s", "address": "1 \\u0022 Lê Lợi & 'sau'"}


@pytest.fixture
def usual(monkeypatch):
    """Every page is rendered whole."""

    def use():
        monkeypatch.setattr(receipt_page, "is_plain", lambda _receipt: False)

    return use


@pytest.mark.parametrize("asked", ["", "?lang=vi", "?lang=zh", "?lang=en"])
def test_filled_and_rendered_are_the_same_page(phone, client, fresh_id, usual, asked):
    awkward = register_venue(Phone(client), **AWKWARD)
    simple = register_venue(Phone(client), name="Phở Gà", address="2 Pasteur")
    sent = [(venue, {"visit": fresh_id(), "by": "static"}) for venue in (awkward, simple, awkward)]
    phone.press(phone.open(f"/v/{simple.code}").form("/v/"))  # has its cookie from now on

    def answers():
        return [phone.post(f"/v/{venue.code}{asked}", data=form) for venue, form in sent]

    filled = answers()
    usual()
    rendered = answers()
    for ours, whole in zip(filled, rendered, strict=True):
        assert ours.status_code == 200
        assert ours.text == whole.text
        assert dict(ours.headers) | {"x-request-id": ""} == dict(whole.headers) | {"x-request-id": ""}
    assert "@gap-" not in filled[1].text
    assert "&#39;Chả&#39;" in filled[0].text


def test_a_page_is_rendered_once_for_a_language_and_a_sign(phone, client, fresh_id, monkeypatch):
    venue = register_venue(Phone(client), name="Bánh Mì", address="3 Pasteur")
    phone.press(phone.open(f"/v/{venue.code}").form("/v/"))
    phone.post(f"/v/{venue.code}", data={"visit": fresh_id()})
    monkeypatch.setattr(plain_receipt, "_with_gaps", lambda *_: pytest.fail("rendered again"))
    assert phone.post(f"/v/{venue.code}", data={"visit": fresh_id()}).status_code == 200


def test_what_is_unusual_is_rendered(phone, client, monkeypatch):
    venue = register_venue(Phone(client), name="Cơm Tấm", address="4 Pasteur")
    monkeypatch.setattr(plain_receipt, "_PAGES", {})
    first = phone.send(phone.open(f"/v/{venue.code}").form("/v/"))
    assert "/my/recover" in first.text  # the digits that lead back
    assert not plain_receipt._PAGES

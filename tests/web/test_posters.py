"""Posters of all venues of an owner: asked for on a page, printed beside it, fetched by nobody else."""

from __future__ import annotations

import re
import time
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.domain.poster_jobs import KEPT
from app.usecases.keep_house import keep_house


@pytest.fixture
def chain(register):
    """Three branches of one owner."""
    first = register(name="Phở Hòa 1", address="1 Pasteur")
    for number in (2, 3):
        register(first.owner, name=f"Phở Hòa {number}", address=f"{number} Pasteur")
    return first.owner


def wait_until_ready(owner):
    """Reload the page as a browser without script does."""
    for _ in range(400):
        page = owner.open("/venue/posters")
        if not page.has_form("/venue/posters/cancel"):
            return page
        time.sleep(0.05)
    raise AssertionError(page.text)


def printed(owner, **typed):
    answer = owner.send(owner.open("/venue/posters").form("/venue/posters"), **typed)
    assert (answer.status_code, answer.headers["location"]) == (303, "/venue/posters")
    return wait_until_ready(owner)


def test_a_chain_fetches_all_its_posters(chain):
    assert "/venue/posters" in chain.open("/venue").links()
    before = chain.open("/venue/posters")
    assert "Print posters of 3 venues" in before.text
    page = printed(chain, paper="a5")
    assert "The posters are ready" in page.text
    [file] = [link for link in page.links() if link.endswith(".pdf")]
    answer = chain.get(file)
    assert answer.headers["content-type"] == "application/pdf"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    document = PdfReader(BytesIO(answer.content))
    assert [re.search(r"Phở Hòa \d", each.extract_text())[0] for each in document.pages] == [
        f"Phở Hòa {number}" for number in (1, 2, 3)
    ]
    listed = chain.get("/venue/posters/posters.csv")
    assert listed.content.startswith(b"\xef\xbb\xbffile,page,venue")
    assert listed.text.count("posters.pdf") == 3


def test_an_owner_of_one_venue_is_not_sent_there(venue):
    assert "/venue/posters" not in venue.owner.open("/venue").links()


def test_nobody_else_gets_them(chain, register, bare_phone, other_phone):
    printed(chain)
    other = register(other_phone).owner
    for name in ("posters.pdf", "posters.csv", "..%2Fghe.db", "posters.csv.part"):
        assert other.get(f"/venue/posters/{name}").status_code == 404
    assert chain.get("/venue/posters/posters.pdf").status_code == 200
    assert "ready" not in other.open("/venue/posters").text
    printed(other)
    one, two = (who.get("/venue/posters/posters.csv").text for who in (chain, other))
    assert not set(re.findall(r"[0-9a-f-]{36}", one)) & set(re.findall(r"[0-9a-f-]{36}", two))
    signed_out = bare_phone.get("/venue/posters/posters.pdf")
    assert (signed_out.status_code, b"%PDF" in signed_out.content) == (303, False)


@pytest.fixture
def stopped_press(client):
    """The press of this server never begins, as if it had very much to do."""
    client.app_state["ghe"].press.stop()


@pytest.mark.usefixtures("stopped_press")
def test_progress_is_shown_and_the_page_reloads_itself(chain):
    chain.send(chain.open("/venue/posters").form("/venue/posters"))
    answer = chain.get("/venue/posters")
    assert "0 of 3 posters" in answer.text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in answer.text
    [script] = re.findall(r'<script src="(/static/[0-9a-f]{16}/posters\.js)" defer></script>', answer.text)
    assert chain.get(script).status_code == 200
    page = chain.open("/venue/posters")
    assert not any(form.action == "/venue/posters" for form in page.forms)  # one job at a time
    chain.post("/venue/posters", data={"paper": "a4"})
    assert "0 of 3 posters" in chain.open("/venue/posters").text


@pytest.mark.usefixtures("stopped_press")
def test_cancelled_posters_are_gone(chain):
    chain.send(chain.open("/venue/posters").form("/venue/posters"))
    assert chain.send(chain.open("/venue/posters").form("/venue/posters/cancel")).status_code == 303
    page = chain.open("/venue/posters")
    assert "Printing was cancelled" in page.text
    assert page.has_form("/venue/posters")
    assert chain.get("/venue/posters/posters.pdf").status_code == 404


def test_they_are_kept_for_a_day(chain, clock, client):
    printed(chain)
    folder = client.app_state["ghe"].settings.posters
    assert len(list(folder.iterdir())) == 1
    clock.pass_by(seconds=KEPT.total_seconds() + 60)
    ghe = client.app_state["ghe"]
    keep_house(ghe.database, ghe.keys, policy=ghe.policy, now=clock.now, posters=folder)
    assert list(folder.iterdir()) == []
    assert chain.get("/venue/posters/posters.pdf").status_code == 404
    assert "ready" not in chain.open("/venue/posters").text


def test_the_paper_is_one_of_two(chain):
    assert chain.post("/venue/posters", data={"paper": "a0"}).status_code == 422

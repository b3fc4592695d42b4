from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import zxingcpp

from app.domain.code_errors import ScreenLinkUnknown, TooManyScreens
from app.domain.errors import VenueClosed, VenueUnknown
from app.domain.ids import OwnerId
from app.domain.screen_codes import step_of
from app.domain.screen_links import MOST_LINKS
from app.domain.venues import VenueState
from app.store import owners, venues
from app.usecases.issue_screen_link import end_screen_link, issue_screen_link, screens_of
from app.usecases.replace_code import replace_code
from app.usecases.view_screen import linked_screen, own_screen
from app.vault.screen_codes import shown_code
from qr.picture import image

URL = "https://ghe.example.vn"


@pytest.fixture
def owner(database, now):
    who = OwnerId(uuid4())
    with database.writing() as session:
        owners.add(session, who, uuid4().bytes * 2, now=now)
    return who


@pytest.fixture
def mine(new_venue, owner):
    return new_venue(owner=owner)


def read(symbol):
    [seen] = zxingcpp.read_barcodes(image(symbol, 4).convert("L"))
    return seen.text


def test_a_link_shows_the_code_of_now_and_of_the_next_step(do, mine, owner, keys, now):
    key = do(issue_screen_link, mine.venue.id, owner)
    at = now + timedelta(seconds=12)
    view = do(linked_screen, key, public_url=URL, at=at)
    for symbol, step in zip(view.symbols, (step_of(now), step_of(now) + 1), strict=True):
        shown = shown_code(keys, mine.code.code, step)
        assert read(symbol) == f"HTTPS://GHE.EXAMPLE.VN/V/{shown.written()}"
        assert symbol.version == 3
    assert view.left == timedelta(seconds=18)
    assert view.symbols == do(own_screen, mine.venue.id, owner, public_url=URL, at=at).symbols
    assert do(linked_screen, key.lower().replace("-", ""), public_url=URL, at=at).venue == mine.venue


def test_an_ended_link_shows_nothing_and_the_others_go_on(do, mine, owner):
    keys_made = [do(issue_screen_link, mine.venue.id, owner) for _ in range(2)]
    venue, links = do(screens_of, mine.venue.id, owner)
    assert venue == mine.venue
    assert {link.ending for _, link in links} == {key[-4:] for key in keys_made}
    [digest] = [digest for digest, link in links if link.ending == keys_made[0][-4:]]
    for _ in range(2):
        do(end_screen_link, mine.venue.id, owner, digest)
    with pytest.raises(ScreenLinkUnknown):
        do(linked_screen, keys_made[0], public_url=URL)
    assert do(linked_screen, keys_made[1], public_url=URL).venue == mine.venue


def test_nobody_makes_sees_or_ends_the_links_of_another(do, mine, owner, new_venue, database, now):
    key = do(issue_screen_link, mine.venue.id, owner)
    [(digest, _)] = do(screens_of, mine.venue.id, owner)[1]
    stranger = OwnerId(uuid4())
    with database.writing() as session:
        owners.add(session, stranger, uuid4().bytes * 2, now=now)
    theirs = new_venue("Quán khác", stranger, address="Nơi khác")
    for usecase in (issue_screen_link, screens_of):
        with pytest.raises(VenueUnknown):
            do(usecase, mine.venue.id, stranger)
    with pytest.raises(VenueUnknown):
        do(own_screen, mine.venue.id, stranger, public_url=URL)
    with pytest.raises(VenueUnknown):
        do(end_screen_link, mine.venue.id, stranger, digest)
    do(end_screen_link, theirs.venue.id, stranger, digest)
    assert do(linked_screen, key, public_url=URL).venue == mine.venue


@pytest.mark.parametrize("key", ["", "0000-0000-0000-0000-0000", "é", "x" * 500])
def test_a_key_that_nobody_has_opens_nothing(do, mine, key):
    with pytest.raises(ScreenLinkUnknown):
        do(linked_screen, key, public_url=URL)


def test_a_venue_has_at_most_twenty(do, mine, owner):
    for _ in range(MOST_LINKS):
        do(issue_screen_link, mine.venue.id, owner)
    with pytest.raises(TooManyScreens):
        do(issue_screen_link, mine.venue.id, owner)


def test_a_screen_follows_a_new_code_and_goes_dark_with_the_venue(do, mine, owner, keys, database, now):
    key = do(issue_screen_link, mine.venue.id, owner)
    at = now + timedelta(seconds=1)
    fresh = do(replace_code, mine.venue, stolen=True, at=at)
    view = do(linked_screen, key, public_url=URL, at=at)
    assert read(view.symbols[0]).endswith(shown_code(keys, fresh.code, step_of(at)).written())
    close(database, mine.venue.id)
    with pytest.raises(VenueClosed):
        do(linked_screen, key, public_url=URL)


def close(database, venue):
    with database.writing() as session:
        session.connection().exec_driver_sql(f"UPDATE venues SET state = '{VenueState.CLOSED}'")  # noqa: S608
        assert venues.get(session, venue).state is VenueState.CLOSED

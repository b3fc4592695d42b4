"""The signs of a week on paper are those that receipts of that week show."""

import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from app.domain.ids import VenueId
from app.domain.opening_hours import OpeningHours
from app.domain.registrations import register
from app.domain.spans import days_between
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.usecases.print_signs import print_signs, printable_weeks
from app.usecases.sheet_file import SheetForm
from app.usecases.view_venue import sign_of_the_hour
from app.vault.keystore import DAYS_AHEAD, KeyStore
from app.web import words
from app.web.signs import drawn_sign
from qr.shapes import rectangle
from qr.sign_sheet import Sign

MONDAY = date(2026, 11, 23)
SQUARE = (rectangle(0, 0, 1, 1),)


@pytest.fixture
def keys(tmp_path):
    return KeyStore(tmp_path / "keys")


@pytest.fixture
def venue(now):
    said = register(
        name="Phở Hòa", address="260C Pasteur", kind=VenueKind.SHOP, capacity=9, hours=OpeningHours()
    )
    return Venue(VenueId(UUID(int=7)), said, None, VenueState.OPEN, now, None)


def rows_of(venue, monday, keys, policy, now):
    """The digits of each hour, by day."""
    document = print_signs(
        venue,
        monday,
        keys=keys,
        policy=policy,
        vietnamese=words.gettext("vi"),
        drawn=lambda number: Sign(SQUARE, drawn_sign(number).digits),
        form=SheetForm.PDF,
        now=now,
    )
    text = PdfReader(BytesIO(document)).pages[0].extract_text(extraction_mode="layout")
    found = (re.fullmatch(r"\s*(\d\d):00((?:\s+\d\d)*)\s*", line) for line in text.splitlines())
    return {int(row[1]): row[2].split() for row in found if row}


def test_every_hour_of_the_week_shows_the_sign_of_its_receipts(venue, keys, policy, now):
    keys.ensure(days_between(MONDAY, MONDAY + timedelta(days=6)))
    rows = rows_of(venue, MONDAY, keys, policy, now)
    assert len(rows) == 24
    midnight = now.astimezone(policy.zone).replace(hour=0)
    for hour, digits in rows.items():
        for day, shown in enumerate(digits):
            moment = midnight + timedelta(days=day, hours=hour)
            number = sign_of_the_hour(venue.id, keys=keys, policy=policy, now=moment)
            assert shown == drawn_sign(number).digits, (day, hour)


def test_days_before_the_installation_are_blank(venue, keys, policy, now):
    keys.ensure(days_between(MONDAY + timedelta(days=2), MONDAY + timedelta(days=6)))
    rows = rows_of(venue, MONDAY, keys, policy, now)
    assert {len(digits) for digits in rows.values()} == {5}


@pytest.mark.parametrize(("weekday", "weeks"), [(0, 1), (4, 1), (5, 2), (6, 2)])
def test_next_week_can_be_printed_once_all_its_keys_exist(keys, policy, now, weekday, weeks):
    """Keys are made eight days ahead: on a Saturday they reach the second Sunday."""
    moment = now + timedelta(days=weekday)
    today = MONDAY + timedelta(days=weekday)
    keys.ensure(days_between(today, today + timedelta(days=DAYS_AHEAD)))
    found = printable_weeks(keys, policy=policy, now=moment)
    assert found == [MONDAY, MONDAY + timedelta(days=7)][:weeks]


def test_another_venue_has_other_signs(venue, keys, policy, now):
    keys.ensure(days_between(MONDAY, MONDAY + timedelta(days=6)))
    other = replace(venue, id=VenueId(UUID(int=8)))
    assert rows_of(venue, MONDAY, keys, policy, now) != rows_of(other, MONDAY, keys, policy, now)

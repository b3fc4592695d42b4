"""The sheets of a venue as use cases: what they refuse, and what a name of any length does to them."""

from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from app.domain.codes import make_code
from app.domain.errors import NameDoesNotFit, NameNotPrintable
from app.domain.ids import VenueId
from app.domain.issued_codes import IssuedCode
from app.domain.opening_hours import OpeningHours
from app.domain.registrations import register
from app.domain.typed_codes import make_typed_code
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.usecases.print_sheet import SheetKind, print_sheet
from app.usecases.sheet_file import SheetForm, printable
from app.vault.keystore import KeyStore
from app.web import words
from qr.errors import CannotPrint, ModuleTooSmall, NameTooLong

NAMES = ["B", "Nhà hàng Hải sản Bình Thạnh và Tiệc cưới Hoàng Gia, cơ sở 12", "Ộ" * 100]
LONG_HOST = "https://ghe.trung-tam-kiem-soat-benh-tat.hochiminhcity.gov.vn"


@pytest.fixture
def printed(tmp_path, policy, now):
    def one(kind, name, form=SheetForm.PDF, public_url="https://ghe.example.vn"):
        said = register(
            name=name, address="260C Pasteur", kind=VenueKind.SHOP, capacity=9, hours=OpeningHours()
        )
        venue = Venue(VenueId(UUID(int=7)), said, None, VenueState.OPEN, now, None)
        code = IssuedCode(make_code(2**79 + 5), make_typed_code(12345678), venue.id, None, now)
        return print_sheet(
            kind,
            venue,
            code,
            public_url=public_url,
            keys=KeyStore(tmp_path / "keys"),
            policy=policy,
            vietnamese=words.gettext("vi"),
            form=form,
            now=now,
        )

    return one


@pytest.mark.parametrize("kind", SheetKind)
@pytest.mark.parametrize("name", NAMES, ids=["one letter", "60 letters", "100 letters"])
def test_every_name_that_a_venue_may_have_is_printed_whole(printed, kind, name):
    text = PdfReader(BytesIO(printed(kind, name))).pages[0].extract_text()
    assert name.replace(" ", "") in "".join(text.split())
    assert make_typed_code(12345678) in "".join(text.split())


def test_a_long_host_leaves_too_little_room_on_the_smallest_label_and_on_no_other(printed):
    with pytest.raises(NameDoesNotFit):
        printed(SheetKind.SMALL_STICKERS, NAMES[2], public_url=LONG_HOST)
    assert printed(SheetKind.SMALL_STICKERS, NAMES[0], public_url=LONG_HOST)
    for kind in set(SheetKind) - {SheetKind.SMALL_STICKERS}:
        assert printed(kind, NAMES[2], public_url=LONG_HOST)


@pytest.mark.parametrize(
    ("form", "begins"), [(SheetForm.PDF, b"%PDF"), (SheetForm.PNG, b"\x89PNG"), (SheetForm.SVG, b"<svg ")]
)
def test_a_sheet_is_a_file_of_the_kind_asked_for(printed, form, begins):
    assert printed(SheetKind.DOOR_CARD, "Phở", form).startswith(begins)


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [
        (CannotPrint("茶"), NameNotPrintable),
        (NameTooLong("x"), NameDoesNotFit),
        (ModuleTooSmall("x"), NameDoesNotFit),
    ],
)
def test_what_the_library_refuses_has_a_name_here(fault, refusal):
    with pytest.raises(refusal), printable():
        raise fault


def test_the_day_on_a_sheet_is_the_city_s(printed, policy):
    """The fixture's moment is the 23rd in both; half past midnight in the city is still yesterday in UTC."""
    assert datetime(2026, 11, 22, 17, 30, tzinfo=UTC).astimezone(policy.zone).day == 23
    text = PdfReader(BytesIO(printed(SheetKind.DOOR_CARD, "Phở"))).pages[0].extract_text()
    assert "23/11/2026" in text

"""The map of the use of posters over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.domain.assurance import Assurance
from app.domain.ids import Pseudonym, VenueId, new_visit_id
from app.domain.opening_hours import OpeningHours
from app.domain.positions import Position
from app.domain.registrations import register
from app.domain.roles import Role
from app.domain.venue_kinds import VenueKind
from app.domain.visits import Visit
from app.store import city as decided
from app.store import visits
from app.usecases.register_venue import register_venue
from tests import squares
from tests.squares import CODES
from tests.web.signed_in import audit_details, frame_data, signed_in

PLACE = "=Quán {{7*7}} `</script>`"
COMPLIANCE = "/official/map?map=compliance"


@pytest.fixture
def sign_in(database, phone, now):
    return lambda role=Role.EPIDEMIOLOGIST, ward=None: signed_in(database, phone, now, role, ward)


@pytest.fixture
def add(database, now):
    def add(name, ward, kind=VenueKind.CAFE):
        position = Position(10.05, 106.05 + ward / 10)
        said = register(
            name=name,
            address="1 Lê Lợi",
            kind=kind,
            capacity=40,
            hours=OpeningHours(),
            position=position,
        )
        with database.writing() as session:
            at = now - timedelta(days=30)
            return register_venue(session, VenueId(uuid4()), said, None, now=at).venue

    return add


@pytest.fixture
def city(database, tmp_path, policy, now, add):
    """Three venues in the first ward, one of them scanned; one in the second; a park in the third."""
    squares.take_in(database, squares.written(tmp_path / "w.json"), now)
    add("Cà phê Một", 0)
    add("Cà phê Hai", 0)
    used = add("Cà phê Ba", 0)
    add("Quán Bốn", 1)
    add("Công viên", 2, VenueKind.PARK)
    at = datetime(2026, 11, 20, 5, tzinfo=UTC)
    with database.writing() as session:
        basis = decided.basis_id(session, policy.basis, now=now)
        rows = [
            Visit(used.id, new_visit_id(at, n), Pseudonym(uuid4()), Assurance.STATIC, at, basis)
            for n in range(56)
        ]
        visits.add_many(session, rows)


def fills(data):
    return [data["fills"][area["ranks"][0]] for area in data["areas"]]


@pytest.mark.usefixtures("city")
def test_the_page_shows_venues_without_a_scan_and_names_them(sign_in):
    page = sign_in().open(COMPLIANCE)
    assert page.heading == "Use of posters by ward"
    assert "16/11/2026 to 22/11/2026" in page.text
    assert "Without a scan 4 (80 %)" in page.text
    # 56 scans for 4 x 40 places, 5 % of them taken, over 16 hours of 7 days.
    assert "Scans per 100 expected visits 6.2" in page.text
    assert "Venues without an estimate, such as parks and stations: 1." in page.text
    for name in ("Cà phê Một", "Cà phê Hai", "Quán Bốn", "Công viên"):
        assert name in page.text
    assert "Cà phê Ba" not in page.text


@pytest.mark.usefixtures("city")
def test_the_map_draws_the_share_or_the_ratio(sign_in):
    phone = sign_in()
    answer = phone.get(COMPLIANCE.replace("map?", "map/frame?"))
    shares = fills(frame_data(answer))
    assert shares[0] == shares[1] == shares[2] != shares[3]
    assert shares[3] == "var(--no-data)"
    assert "Venues: 3, without a scan: 2. Scans: 56" in answer.text
    ratios = fills(frame_data(phone.get(COMPLIANCE.replace("map?", "map/frame?") + "&measure=scans")))
    assert ratios[0] != ratios[1]
    assert ratios[2] == ratios[3] == "var(--no-data)"


@pytest.mark.usefixtures("city")
def test_a_ward_of_few_venues_and_every_name_are_for_those_who_cover_it(sign_in):
    other = sign_in(Role.AUDITOR).open(COMPLIANCE)
    assert "fewer than 3" in other.text
    assert "Quán Bốn" not in other.text
    assert fills(frame_data(sign_in(Role.AUDITOR).get(COMPLIANCE.replace("map?", "map/frame?"))))[1] == (
        "url(#hatch)"
    )
    own = sign_in(Role.TRACER, CODES[1]).open(COMPLIANCE)
    assert "Quán Bốn" in own.text
    assert "Cà phê Một" not in own.text


def test_a_name_that_is_markup_is_text(city, database, sign_in):
    with database.engine.begin() as connection:  # as no owner can register it
        connection.execute(text("UPDATE venues SET name = :name WHERE name = 'Cà phê Một'"), {"name": PLACE})
    answer = sign_in().get(COMPLIANCE)
    assert "=Quán {{7*7}} `&lt;/script&gt;`" in answer.text
    assert "Quán {{7*7}}" not in sign_in().get(COMPLIANCE.replace("map?", "map/frame?")).text


@pytest.mark.usefixtures("city")
def test_a_file_names_no_venue_and_hides_small_wards(sign_in):
    answer = sign_in().get(COMPLIANCE.replace("map?", "map/file.csv?"))
    assert answer.status_code == 200
    said = answer.content.decode("utf-8-sig")
    assert "Not shown: too few venues" in said
    assert "Cà phê" not in said


@pytest.mark.usefixtures("city")
def test_days_whose_visits_are_gone_are_named(sign_in):
    page = sign_in().open(f"{COMPLIANCE}&until=2026-01-05")
    assert "There are no visits for these days" in page.text
    assert "Visits are kept from 02/11/2026 to 22/11/2026" in page.text


@pytest.mark.usefixtures("city")
def test_looking_is_written_down_with_how_many_venues_were_named(sign_in, database):
    sign_in().open(COMPLIANCE)
    [detail] = audit_details(database)
    assert detail == {
        "map": "compliance", "part": "page", "until": "2026-11-22", "days": 7, "venues": 4,
    }  # fmt: skip

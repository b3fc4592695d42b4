from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from sqlalchemy import event

from app.domain.assurance import Assurance
from app.domain.compliance import WardUse
from app.domain.errors import NoAreas
from app.domain.ids import OfficialId, Pseudonym, VenueId, new_visit_id
from app.domain.officials import Official
from app.domain.positions import Position
from app.domain.roles import Role
from app.domain.venue_kinds import VenueKind
from app.domain.visits import Visit, withdraw
from app.domain.windows import Window
from app.store import city, issued_codes, visits
from app.usecases import view_compliance_map as view_compliance_map_module
from app.usecases.map_view import Asked
from app.usecases.register_venue import register_venue
from app.usecases.replace_code import replace_code
from app.usecases.view_compliance_map import view_compliance_map
from tests.squares import CODES, take_in, written
from tests.usecases.conftest import registration

EPIDEMIOLOGIST = Official(OfficialId(uuid4()), "dich-te", "Nguyễn Thị Hương", Role.EPIDEMIOLOGIST, None)
APPROVER = replace(EPIDEMIOLOGIST, role=Role.APPROVER)
WARD_TRACER = replace(EPIDEMIOLOGIST, role=Role.TRACER, jurisdiction=CODES[1])
SUNDAY = date(2026, 11, 22)
WEEK = Window(date(2026, 11, 16), SUNDAY)
LAST_MONTH = datetime(2026, 10, 20, tzinfo=UTC)


def inside(ward: int) -> Position:
    return Position(10.05, 106.05 + ward / 10)


@pytest.fixture
def wards(database, tmp_path, now):
    take_in(database, written(tmp_path / "w.json"), now)


@pytest.fixture
def venue(wards, do):
    def venue(name, ward=0, at=LAST_MONTH, **changed):
        position = changed.pop("position", inside(ward))
        said = registration(name, position=position, **changed)
        return do(register_venue, VenueId(uuid4()), said, None, at=at).venue

    return venue


@pytest.fixture
def scan(database, policy, now):
    ids = count(1)

    def scan(venue, at, times=1, *, taken_back=False):
        with database.writing() as session:
            basis = city.basis_id(session, policy.basis, now=now)
            rows = [
                Visit(
                    venue.id,
                    new_visit_id(at, next(ids)),
                    Pseudonym(uuid4()),
                    Assurance.STATIC,
                    at,
                    basis,
                )
                for _ in range(times)
            ]
            visits.add_many(session, [withdraw(one, now=now) if taken_back else one for one in rows])

    return scan


@pytest.fixture
def view(database, policy, now):
    def view(official=EPIDEMIOLOGIST, **asked):
        with database.reading() as session:
            return view_compliance_map(session, official, Asked(**asked), policy=policy, now=now)

    return view


def use(view, ward=0):
    return view.wards[ward].use


def test_venues_without_a_scan_and_scans_against_visits_expected(venue, scan, view):
    busy, quiet = venue("Phở Hòa"), venue("Cà phê Sáng", kind=VenueKind.CAFE, capacity=40)
    scan(busy, datetime(2026, 11, 20, 5, tzinfo=UTC), 12)
    seen = view()
    assert (seen.window, seen.has_data, seen.elsewhere, seen.hidden) == (WEEK, True, 0, 0)
    # 80 and 40 places, 5 % taken, 16 hours, one hour each, seven days.
    expected = pytest.approx((80 + 40) * 0.05 * 16 * 7)
    assert use(seen) == WardUse(venues=2, silent=1, scans=12, estimated_scans=12, expected=expected)
    assert use(seen, 1) == WardUse()
    assert seen.total == use(seen)
    assert [(one.name, one.ward.code) for one in seen.silent] == [("Cà phê Sáng", CODES[0])]
    assert quiet.name == seen.silent[0].name


def test_only_whole_days_that_are_over_and_kept_are_counted(venue, scan, view):
    here = venue("Phở Hòa")
    scan(here, datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC))  # Sunday, a second before midnight
    scan(here, datetime(2026, 11, 22, 17, 0, tzinfo=UTC))  # today
    scan(here, datetime(2026, 11, 15, 17, 0, tzinfo=UTC))  # Monday, at midnight
    scan(here, datetime(2026, 11, 15, 16, 59, tzinfo=UTC))  # the Sunday before
    assert use(view()).scans == 2
    assert view(until=date(2026, 12, 31), days=28).window == Window(date(2026, 12, 4), date(2026, 12, 31))
    assert view(until=date(2026, 11, 25), days=7).window == Window(date(2026, 11, 19), SUNDAY)
    assert view(days=56).window == Window(date(2026, 11, 2), SUNDAY)


def test_days_whose_visits_are_gone_say_nothing(venue, view):
    venue("Phở Hòa")
    seen = view(until=date(2026, 11, 1))
    assert (seen.has_data, seen.silent, use(seen)) == (False, (), WardUse())
    assert view(until=date(2026, 11, 2)).window == Window(date(2026, 11, 2), date(2026, 11, 2))


def test_a_scan_taken_back_is_none(venue, scan, view):
    scan(venue("Phở Hòa"), datetime(2026, 11, 20, 5, tzinfo=UTC), taken_back=True)
    assert (use(view()).scans, use(view()).silent) == (0, 1)


def test_a_venue_without_a_working_code_is_not_asked_for_scans(venue, view, do, now, database):
    venue("Mới mở", at=now - timedelta(hours=2))
    replaced, stopped = venue("Đổi mã"), venue("Mất mã")
    do(replace_code, replaced, stolen=False, at=datetime(2026, 11, 17, 5, tzinfo=UTC))
    with database.writing() as session:
        [code] = issued_codes.codes_of(session, stopped.id)
        issued_codes.save_code(session, replace(code, revoked_at=LAST_MONTH + timedelta(days=1)))
    seen = view()
    assert [one.name for one in seen.silent] == ["Đổi mã"]
    # The old code worked on while the poster was changed: all seven days count.
    assert use(seen).expected == pytest.approx(80 * 0.05 * 16 * 7)


def test_a_venue_off_the_map_is_counted_apart(venue, view):
    venue("Không rõ", position=None)
    venue("Ngoài khơi", position=Position(8.7, 120.0))
    assert (view().elsewhere, view().total.venues) == (2, 0)


def test_a_ward_of_two_venues_is_for_those_who_cover_it(venue, view):
    for name in ("Một", "Hai"):
        venue(name, ward=1)
    for name in ("Ba", "Bốn", "Năm"):
        venue(name, ward=2)
    other = view(APPROVER)
    assert (use(other, 1), use(other, 2).venues, use(other, 3)) == (None, 3, WardUse())
    assert (other.hidden, other.total.venues, other.silent) == (1, 3, ())
    own = view(WARD_TRACER)
    assert (use(own, 1).venues, len(own.silent), own.hidden) == (2, 2, 0)
    assert {one.name for one in own.silent} == {"Một", "Hai"}
    exported = view(WARD_TRACER, for_export=True)
    assert (use(exported, 1), exported.silent) == (None, ())


def test_the_busiest_of_a_ward_comes_first(venue, view):
    venue("Nhỏ", capacity=10)
    venue("Lớn", capacity=500)
    venue("Công viên", kind=VenueKind.PARK, capacity=900)
    assert [one.name for one in view().silent] == ["Lớn", "Nhỏ", "Công viên"]
    assert view().silent[2].expected is None
    assert use(view()).not_estimated == 1


def test_only_the_first_of_many_are_named(venue, view, monkeypatch):
    for name, ward in (("Một", 1), ("Hai", 1), ("Ba", 0), ("Bốn", 2)):
        venue(name, ward=ward)
    everybody = view()
    assert len(everybody.silent) == everybody.all_silent == 4
    monkeypatch.setattr(view_compliance_map_module, "MOST_NAMED", 2)
    first = view()
    assert (first.silent, first.all_silent) == (everybody.silent[:2], 4)


def test_queries_do_not_grow_with_venues(venue, scan, database, policy, now):
    for number in range(6):
        scan(venue(f"Quán {number}", ward=number % 4), datetime(2026, 11, 20, 5, tzinfo=UTC))
    statements = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    with database.reading() as session:
        view_compliance_map(session, EPIDEMIOLOGIST, Asked(), policy=policy, now=now)
    assert len([one for one in statements if one.startswith(("SELECT", "WITH"))]) == 5


def test_without_wards_there_is_no_map(view):
    with pytest.raises(NoAreas):
        view()

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from app.domain.codes import make_code
from app.domain.ids import VenueId
from app.domain.issued_codes import IssuedCode
from app.domain.opening_hours import OpeningHours
from app.domain.registrations import register
from app.domain.spans import Span
from app.domain.typed_codes import make_typed_code
from app.domain.venue_kinds import VenueKind
from app.domain.venues import Venue, VenueState
from app.store import issued_codes, venues

VENUE = VenueId(UUID(int=1))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def add(database, now):
    said = register(name="Phở", address="1", kind=VenueKind.SHOP, capacity=9, hours=OpeningHours())
    with database.writing() as session:
        venues.add(session, Venue(VENUE, said, None, VenueState.OPEN, now, None))

    def add(number, ends=None, typed=None):
        code = IssuedCode(
            make_code(number), make_typed_code(typed or number), VENUE, None, now, valid_until=ends
        )
        with database.writing() as session:
            issued_codes.add_code(session, code)
        return code.code

    return add


def test_codes_that_ended_within_a_span_are_found_by_an_index(database, add, now):
    add(1)
    ended = [add(n, now + n * MINUTE) for n in (2, 3, 4)]
    with database.reading() as session:
        found = issued_codes.ended_codes(session, Span(now + 2 * MINUTE, now + 4 * MINUTE))
    assert set(found) == set(ended[:2]), "from the start on, and not the end itself"


def test_the_index_holds_only_codes_that_end(database):
    with database.engine.connect() as connection:
        if database.engine.dialect.name == "sqlite":
            said = connection.execute(
                text("SELECT sql FROM sqlite_master WHERE name = 'ix_codes_valid_until'")
            ).scalar_one()
        else:
            said = connection.execute(
                text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_codes_valid_until'")
            ).scalar_one()
    assert "valid_until IS NOT NULL" in said


def test_no_two_codes_share_their_nine_digits_not_even_an_old_one_with_a_new(add, now):
    add(1, now - MINUTE, typed=7)
    with pytest.raises(IntegrityError):
        add(2, typed=7)


def test_one_query_answers_for_a_whole_batch_of_codes(database, add):
    codes = [add(n) for n in range(1, 40)]
    asked = []
    event.listen(database.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    with database.reading() as session:
        found = issued_codes.by_codes(session, [*codes, make_code(99)])
    assert set(found) == set(codes)
    assert len([sql for sql in asked if sql.lstrip().startswith("SELECT")]) == 1

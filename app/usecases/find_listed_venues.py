"""Venues that a file names by id or by code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from app.domain.errors import FileProblem, FileRefused
from app.domain.ids import VenueId
from app.domain.poster_lists import PosterLine, unknown_venue
from app.store import issued_codes, venues
from app.store.bulk import batched
from app.store.db import Session

_AT_ONCE: Final = 1_000


def find_listed_venues(session: Session, lines: Sequence[PosterLine]) -> list[VenueId]:
    """The venues in the order of the file, each once.

    Raises:
        FileRefused: lines that name no venue.
    """
    found: dict[VenueId, None] = {}
    problems: list[FileProblem] = []
    for some in batched(lines, _AT_ONCE):
        asked = [line.venue for line in some if isinstance(line.venue, str)]
        places = issued_codes.by_codes(session, asked)
        by_code = {code: place.venue.id for code, place in places.items()}
        by_id = venues.by_ids(session, [line.venue for line in some if isinstance(line.venue, UUID)])
        for line in some:
            venue = by_code.get(line.venue) if isinstance(line.venue, str) else line.venue
            if venue is None or (isinstance(line.venue, UUID) and venue not in by_id):
                problems.append(unknown_venue(line.number, line.text))
            else:
                found[venue] = None
    if problems:
        raise FileRefused(problems)
    return list(found)

"""Lines of an import that look like an earlier line, or like a venue that is registered already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from app.domain import look_alikes, neighbourhood
from app.domain.errors import FileProblem, Problem
from app.domain.neighbourhood import Neighbourhood
from app.domain.text import fold
from app.domain.venues import Venue
from app.store import venue_search, venue_wards, venues
from app.store.db import Session

Progress = Callable[[int], None]


def look_alike_lines(session: Session, new: Mapping[int, Venue], progress: Progress) -> Iterator[FileProblem]:
    """Lines that look like an earlier line, or like a venue that is registered already."""
    lines = {venue.id: number for number, venue in new.items()}
    there = Neighbourhood(_existing(session, list(new.values())))
    for done, (number, venue) in enumerate(new.items(), 1):
        for other in look_alikes.look_alikes(venue.registration, there.of(venue.registration))[:1]:
            values = (("name", other.name), ("address", other.registration.address))
            if other.id in lines:
                yield FileProblem(number, Problem("name", "alike_line", (("line", lines[other.id]), *values)))
            else:
                yield FileProblem(number, Problem("name", "alike_venue", values))
        there.add(venue)
        progress(done)


def _existing(session: Session, new: Sequence[Venue]) -> list[Venue]:
    places = [venue.registration.position for venue in new]
    squares = {square for place in places for square in neighbourhood.cells(place)}
    nearby = [
        venue
        for venue, position, _ in venue_wards.positions(session)
        if neighbourhood.cell(position) in squares
    ]
    named = venue_search.ids_by_names(session, {fold(venue.name) for venue in new})
    return list(venues.by_many_ids(session, {*nearby, *named}).values())

"""A chain imports its branches from a spreadsheet: every line becomes a venue with a code, or none does."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from app.domain import venues as rules
from app.domain.areas import VENUES, Import
from app.domain.codes import (
    Code,
    IssuedCode,
    TypedCode,
    make_code,
    make_typed_code,
    parse_code,
    parse_typed_code,
)
from app.domain.errors import CodeMistyped, FileProblem, FileRefused, FileTakenBefore, Problem
from app.domain.ids import OwnerId, VenueId
from app.domain.text import fold
from app.domain.venues import Position, Registration, Venue, VenueState
from app.store import imports, owners, venues
from app.store.db import Session
from app.usecases.find_ward import wards_of
from app.vault.tokens import digest, new_owner_key, read_owner_key

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class VenueLine:
    """What one line says about a place."""

    number: int
    registration: Registration
    """Without the venue around it, which is one of the two below, or neither."""
    parent_name: str = ""
    parent_code: str = ""


@dataclass(frozen=True, slots=True)
class VenueFile:
    """A file that was read, with what is wrong or worth knowing so far."""

    sha256: bytes
    lines: tuple[VenueLine, ...]
    names: frozenset[str]
    """Folded, of every line, also of those that are wrong in some other way."""
    problems: tuple[FileProblem, ...] = ()
    notes: tuple[FileProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class VenuesImported:
    """The new venues in the order of their lines, and what looks like something else."""

    taken: Import
    placed: tuple[tuple[int, Venue, IssuedCode], ...]
    notes: tuple[FileProblem, ...]


def add_owner(session: Session, *, now: datetime) -> tuple[OwnerId, str]:
    """An owner for a whole file, and the owner key: shown once, kept nowhere."""
    owner, key = OwnerId(uuid4()), new_owner_key()
    owners.add(session, owner, digest(read_owner_key(key)), now=now)
    return owner, key


def import_venues(
    session: Session,
    file: VenueFile,
    owner: OwnerId,
    *,
    source: str,
    now: datetime,
    progress: Progress = lambda _done: None,
) -> VenuesImported:
    """Register every line under one owner and issue its code.

    Raises:
        FileTakenBefore: this very file was imported already.
        FileRefused: everything that is wrong with it, by line.
    """
    if (before := imports.with_content(session, VENUES, file.sha256)) is not None:
        raise FileTakenBefore(before.imported_at)
    ids = {line.number: VenueId(uuid4()) for line in file.lines}
    parents, problems = _parents(file, ids, _coded(session, file.lines))
    problems = [*file.problems, *problems]
    if problems or not file.lines:
        problems = problems or [FileProblem(None, Problem("", "no_lines"))]
        raise FileRefused(sorted(problems, key=lambda p: p.place or 0))
    new = _venues(session, file.lines, ids, parents, owner=owner, now=now)
    notes = [*file.notes, *_alike(session, new, progress)]
    codes = _codes(session, [venue.id for venue in new.values()], now)
    outer_first = sorted(new.values(), key=lambda venue: _depth(venue.id, parents))
    venues.add_many(session, outer_first, list(codes.values()))
    taken = imports.add(session, VENUES, source[:200], file.sha256, len(new), now=now)
    placed = tuple((line, venue, codes[venue.id]) for line, venue in new.items())
    return VenuesImported(taken, placed, tuple(notes))


def _venues(
    session: Session,
    lines: Sequence[VenueLine],
    ids: Mapping[int, VenueId],
    parents: Mapping[VenueId, VenueId],
    *,
    owner: OwnerId,
    now: datetime,
) -> dict[int, Venue]:
    positions = [p for line in lines if (p := line.registration.position) is not None]
    wards = dict(zip(positions, wards_of(session, positions), strict=True))
    return {
        line.number: Venue(
            ids[line.number],
            replace(line.registration, parent=parents.get(ids[line.number])),
            owner,
            VenueState.OPEN,
            now,
            wards[line.registration.position] if line.registration.position else None,
        )
        for line in lines
    }


def _coded(session: Session, lines: Sequence[VenueLine]) -> dict[str, VenueId]:
    """The existing venues that lines name by a code, as they wrote it."""
    found: dict[str, VenueId] = {}
    codes: dict[str, Code] = {}
    for text in {line.parent_code for line in lines if line.parent_code}:
        try:
            if (place := venues.by_typed_code(session, parse_typed_code(text))) is not None:
                found[text] = place.venue.id
        except CodeMistyped:
            try:
                codes[text] = parse_code(text)
            except CodeMistyped:
                continue
    places = venues.by_codes(session, codes.values()) if codes else {}
    return found | {text: places[code].venue.id for text, code in codes.items() if code in places}


def _parents(
    file: VenueFile, ids: Mapping[int, VenueId], coded: Mapping[str, VenueId]
) -> tuple[dict[VenueId, VenueId], list[FileProblem]]:
    """For each venue that stands inside another, that other; and the lines where it cannot be told."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    for line in file.lines:
        named[fold(line.registration.name)].append(line.number)
    parents: dict[VenueId, VenueId] = {}
    problems = []
    for line in file.lines:
        here, kind = ids[line.number], ""
        if line.parent_code:
            kind = "" if line.parent_code in coded else "parent_code"
            parents |= {here: coded[line.parent_code]} if not kind else {}
        elif line.parent_name:
            found = named[fold(line.parent_name)]
            kind = {0: "parent_unknown", 1: ""}.get(len(found), "parent_ambiguous")
            if not found and fold(line.parent_name) in file.names:
                continue  # that line is wrong itself, and listed
            parents |= {here: ids[found[0]]} if not kind else {}
        if kind:
            text = (line.parent_code or line.parent_name)[:60]
            problems.append(FileProblem(line.number, Problem("parent", kind, (("text", text),))))
    numbers = {venue: number for number, venue in ids.items()}
    circular = [venue for venue in parents if _depth(venue, parents) > len(parents)]
    problems += [FileProblem(numbers[venue], Problem("parent", "parent_circle")) for venue in circular]
    return parents, problems


def _depth(venue: VenueId, parents: Mapping[VenueId, VenueId]) -> int:
    """How many venues stand around this one; more than there are when they stand in a circle."""
    depth, at = 0, venue
    while at in parents and depth <= len(parents):
        depth, at = depth + 1, parents[at]
    return depth


def _codes(session: Session, of: Sequence[VenueId], now: datetime) -> dict[VenueId, IssuedCode]:
    typed: set[TypedCode] = set()
    while len(typed) < len(of):
        more = {make_typed_code(secrets.randbelow(10**8)) for _ in range(len(of) - len(typed))}
        typed |= more - venues.typed_codes_taken(session, more)
    return {
        venue: IssuedCode(Code(make_code(secrets.randbits(80))), digits, venue, None, now)
        for venue, digits in zip(of, typed, strict=True)
    }


def _alike(session: Session, new: Mapping[int, Venue], progress: Progress) -> Iterator[FileProblem]:
    """Lines that look like an earlier line, or like a venue that is registered already."""
    lines = {venue.id: number for number, venue in new.items()}
    there = _Neighbourhood(_existing(session, list(new.values())))
    for done, (number, venue) in enumerate(new.items(), 1):
        for other in rules.look_alikes(venue.registration, there.of(venue.registration))[:1]:
            values = (("name", other.name), ("address", other.registration.address))
            if other.id in lines:
                yield FileProblem(number, Problem("name", "alike_line", (("line", lines[other.id]), *values)))
            else:
                yield FileProblem(number, Problem("name", "alike_venue", values))
        there.add(venue)
        progress(done)


def _existing(session: Session, new: Sequence[Venue]) -> list[Venue]:
    cells = {cell for venue in new for cell in _cells(venue.registration.position)}
    nearby = [venue for venue, position, _ in venues.positions(session) if _cell(position) in cells]
    named = venues.ids_by_names(session, {fold(venue.name) for venue in new})
    return list(venues.by_many_ids(session, {*nearby, *named}).values())


_CELL_DEGREES = 0.004
"""At least 150 m on the ground up to 70 degrees of latitude."""


def _cell(position: Position) -> tuple[int, int]:
    return int(position.latitude // _CELL_DEGREES), int(position.longitude // _CELL_DEGREES)


def _cells(position: Position | None) -> list[tuple[int, int]]:
    """The cell of a position and the eight around it."""
    if position is None:
        return []
    north, east = _cell(position)
    return [(north + i, east + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


class _Neighbourhood:
    """Venues by where they are, so that a thousand lines are not compared with each other."""

    def __init__(self, there: Sequence[Venue]) -> None:
        self.by_cell: defaultdict[tuple[int, int], list[Venue]] = defaultdict(list)
        self.by_address: defaultdict[str, list[Venue]] = defaultdict(list)
        for venue in there:
            self.add(venue)

    def add(self, venue: Venue) -> None:
        if venue.registration.position is not None:
            self.by_cell[_cell(venue.registration.position)].append(venue)
        self.by_address[fold(venue.registration.address)].append(venue)

    def of(self, new: Registration) -> list[Venue]:
        near = [venue for cell in _cells(new.position) for venue in self.by_cell[cell]]
        return [*near, *(v for v in self.by_address[fold(new.address)] if v not in near)]

"""A chain imports its branches from a spreadsheet: every line becomes a venue with a code, or none does."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from app.domain.areas import VENUES, Import
from app.domain.codes import Code, make_code
from app.domain.errors import FileProblem, FileRefused, FileTakenBefore, Problem
from app.domain.ids import OwnerId, VenueId
from app.domain.issued_codes import IssuedCode
from app.domain.typed_codes import TypedCode, make_typed_code
from app.domain.venue_files import VenueFile, VenueLine
from app.domain.venues import Venue, VenueState
from app.store import imports, issued_codes, owners, venues
from app.store.db import Session
from app.usecases import nest_venues
from app.usecases.find_look_alikes import Progress, look_alike_lines
from app.usecases.find_ward import wards_of
from app.vault.owner_keys import new_owner_key, read_owner_key
from app.vault.tokens import digest


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
    parents, problems = nest_venues.parents_of(file, ids, nest_venues.coded(session, file.lines))
    problems = [*file.problems, *problems]
    if problems or not file.lines:
        problems = problems or [FileProblem(None, Problem("", "no_lines"))]
        raise FileRefused(sorted(problems, key=lambda p: p.place or 0))
    new = _venues(session, file.lines, ids, parents, owner=owner, now=now)
    notes = [*file.notes, *look_alike_lines(session, new, progress)]
    codes = _codes(session, [venue.id for venue in new.values()], now)
    outer_first = sorted(new.values(), key=lambda venue: nest_venues.depth(venue.id, parents))
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


def _codes(session: Session, of: Sequence[VenueId], now: datetime) -> dict[VenueId, IssuedCode]:
    typed: set[TypedCode] = set()
    while len(typed) < len(of):
        more = {make_typed_code(secrets.randbelow(10**8)) for _ in range(len(of) - len(typed))}
        typed |= more - issued_codes.typed_codes_taken(session, more)
    return {
        venue: IssuedCode(Code(make_code(secrets.randbits(80))), digits, venue, None, now)
        for venue, digits in zip(of, typed, strict=True)
    }

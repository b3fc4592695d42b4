"""A chain imports its branches from a spreadsheet: every line becomes a venue with a code, or none does."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from app.domain.areas import VENUES, Import
from app.domain.codes import Code, make_code
from app.domain.errors import FileTakenBefore
from app.domain.ids import OwnerId, VenueId
from app.domain.issued_codes import IssuedCode
from app.domain.typed_codes import TypedCode, make_typed_code
from app.domain.venue_files import VenueFile
from app.domain.venues import Venue, VenueState
from app.store import imports, issued_codes, owners, venues
from app.store.db import Session
from app.store.import_lines import ImportLines, NewVenue
from app.store.lock import wait_for_turn
from app.usecases.check_venue_file import Progress
from app.usecases.find_ward import WardFinder, ward_finder
from app.vault.owner_keys import new_owner_key, read_owner_key
from app.vault.tokens import digest


def add_owner(session: Session, *, now: datetime) -> tuple[OwnerId, str]:
    """An owner for a whole file, and the owner key: shown once, kept nowhere."""
    owner, key = OwnerId(uuid4()), new_owner_key()
    owners.add(session, owner, digest(read_owner_key(key)), now=now)
    return owner, key


def import_venues(
    session: Session,
    file: VenueFile,
    lines: ImportLines,
    owner: OwnerId,
    *,
    source: str,
    now: datetime,
    progress: Progress = lambda _done: None,
) -> Import:
    """Register every line of a file that was checked, under one owner, and issue its code.

    A few thousand lines at a time, in the one transaction of the session; `lines` keeps the codes.

    Raises:
        FileTakenBefore: this very file was imported meanwhile.
    """
    wait_for_turn(session, "import venues")
    if (before := imports.with_content(session, VENUES, file.sha256)) is not None:
        raise FileTakenBefore(before.imported_at)
    find_wards, done = ward_finder(session), 2 * len(file)
    for some in lines.outer_first():
        codes = _codes(session, [new.id for new in some], now)
        venues.add_many(session, _venues(some, find_wards, owner, now), list(codes.values()))
        lines.keep_codes((new.line, codes[new.id].code, codes[new.id].typed) for new in some)
        progress(done := done + len(some))
    return imports.add(session, VENUES, source[:200], file.sha256, len(file), now=now)


def _venues(some: Sequence[NewVenue], find_wards: WardFinder, owner: OwnerId, now: datetime) -> list[Venue]:
    positions = [p for new in some if (p := new.registration.position) is not None]
    wards = dict(zip(positions, find_wards(positions), strict=True)) if positions else {}
    return [
        Venue(
            new.id,
            replace(new.registration, parent=new.parent),
            owner,
            VenueState.OPEN,
            now,
            wards[new.registration.position] if new.registration.position else None,
        )
        for new in some
    ]


def _codes(session: Session, of: Sequence[VenueId], now: datetime) -> dict[VenueId, IssuedCode]:
    typed: set[TypedCode] = set()
    while len(typed) < len(of):
        more = {make_typed_code(secrets.randbelow(10**8)) for _ in range(len(of) - len(typed))}
        typed |= more - issued_codes.typed_codes_taken(session, more)
    return {
        venue: IssuedCode(Code(make_code(secrets.randbits(80))), digits, venue, None, now)
        for venue, digits in zip(of, typed, strict=True)
    }

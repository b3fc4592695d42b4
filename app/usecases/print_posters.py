"""The posters of many venues, in one or several files, with a list of what is where."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import qr.bulk
import qr.poster
from app.domain.ids import VenueId
from app.domain.policy import Policy
from app.domain.venues import VenueState
from app.store import issued_codes, venues
from app.store.bulk import batched
from app.store.db import Database
from app.usecases.poster_manifest import ManifestLine, PosterManifest, manifest_line
from app.usecases.print_poster import poster_of
from app.vault.keystore import KeyStore
from qr.errors import CannotPrint, Refusal
from qr.paper import PAPERS

_AT_ONCE: Final = 500
"""Venues read together."""


@dataclass(frozen=True, slots=True)
class Printer:
    """What all posters of a run share."""

    public_url: str
    keys: KeyStore
    policy: Policy
    vietnamese: Callable[..., str]
    """Turns the words on the posters into Vietnamese."""
    translate: Callable[..., str]
    """Turns the reasons why there is no poster into the language of who reads the list."""
    paper: str
    now: datetime
    most_bytes: int = qr.bulk.MOST_BYTES
    processes: int = 2
    gentle: bool = False


@dataclass(frozen=True, slots=True)
class PostersPrinted:
    """One file that is whole, or the end of the list without one."""

    file: Path | None
    posters: int
    left_out: int


@dataclass(frozen=True, slots=True)
class _Taken:
    """A venue that has been read: its line so far, and whether a poster of it is being made."""

    line: Callable[..., ManifestLine]
    problem: str = ""


def print_posters(
    database: Database,
    manifest: PosterManifest,
    target: Path,
    printer: Printer,
    *,
    progress: Callable[[int], None] = lambda _done: None,
) -> Iterator[PostersPrinted]:
    """Print what the list has no answer for; a name that cannot be printed is answered with the reason.

    The database is asked for a few hundred venues at a time, each time as it is then. Whoever stops asking
    for files can begin again with the same list. `progress` is told how many posters this run has made.

    Raises:
        qr.workers.WorkerLost: a process was killed.
        OSError: the disk is full.
    """
    taken: deque[_Taken] = deque()
    parts = qr.bulk.write_many(
        _posters(database, manifest.remaining(), printer, taken),
        target,
        make=partial(qr.poster.sheet, paper=PAPERS[printer.paper]),
        title=printer.vietnamese("Posters"),
        most_bytes=printer.most_bytes,
        processes=printer.processes,
        gentle=printer.gentle,
        first_part=len(manifest.parts()) + 1,
        progress=progress,
    )
    for part in parts:
        lines = [line for sheet, page in part.pages() for line in _answers(taken, part, sheet, page, printer)]
        manifest.record(lines)
        printed = part.sheets - len(part.refused)
        yield PostersPrinted(part.path, printed, len(lines) - printed)
    if taken:  # venues at the very end without a poster
        manifest.record([each.line(problem=each.problem) for each in taken])
        yield PostersPrinted(None, 0, len(taken))


def _answers(
    taken: deque[_Taken], part: qr.bulk.Part, sheet: int, page: int | None, printer: Printer
) -> Iterator[ManifestLine]:
    """The line of one poster, after those of the venues before it of which there is none."""
    while taken[0].problem:
        without = taken.popleft()
        yield without.line(problem=without.problem)
    done = taken.popleft()
    if page is None or part.path is None:
        yield done.line(problem=_reason(part.refused[sheet], printer.translate))
    else:
        yield done.line(file=part.path.name, page=page)


def _reason(refusal: Refusal, translate: Callable[..., str]) -> str:
    if isinstance(refusal, CannotPrint):
        return translate("The typeface lacks: %(characters)s", characters=refusal.characters)
    return translate("Name and address leave no room for the code")


def _posters(
    database: Database, wanted: Iterable[VenueId], printer: Printer, taken: deque[_Taken]
) -> Iterator[qr.poster.Poster]:
    day = f"{printer.now.astimezone(printer.policy.zone):%Y-%m-%d}"
    for some in batched(wanted, _AT_ONCE):
        with database.reading() as session:
            found = venues.with_parents(session, some)
            codes = issued_codes.newest_of(session, some)
        for venue_id in some:
            venue, code = found.get(venue_id), codes.get(venue_id)
            line = partial(manifest_line, venue_id, paper=printer.paper, printed=day)
            if venue is None or code is None or venue.state is not VenueState.OPEN:
                name = venue.name if venue else ""
                taken.append(
                    _Taken(partial(line, name=name, code=""), printer.translate("The venue is closed"))
                )
                continue
            taken.append(_Taken(partial(line, name=venue.name, code=code.code[-5:])))
            parent = venue.registration.parent
            yield poster_of(
                venue,
                code,
                parent=None if parent is None else found[parent],
                public_url=printer.public_url,
                keys=printer.keys,
                policy=printer.policy,
                vietnamese=printer.vietnamese,
                now=printer.now,
            )

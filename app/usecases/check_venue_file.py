"""A file of venues is read and checked as a whole before anything of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.domain.areas import VENUES
from app.domain.errors import FileProblem, FileTakenBefore, Problem
from app.domain.file_problems import FileProblems
from app.domain.venue_files import VenueFile
from app.store import imports, venue_search
from app.store.bulk import batched
from app.store.db import Database
from app.store.import_lines import SLICE, ImportLines, LookAlike
from app.usecases.find_coded import find_coded

Progress = Callable[[int], None]
ROUNDS: Final = 3
"""A line is done three times: it is read, compared, and registered. `progress` counts all of them."""
_LONGEST: Final = 60


def check_venue_file(
    database: Database, file: VenueFile, lines: ImportLines, progress: Progress = lambda _done: None
) -> FileProblems:
    """Put the lines down, and say what is worth knowing of them though nothing is wrong.

    Nothing of the city's database is held meanwhile: no lock, and no snapshot for more than a moment.

    Raises:
        FileTakenBefore: this very file was imported already.
        FileRefused: everything that is wrong with it, by line.
    """
    with database.reading() as session:
        if (before := imports.with_content(session, VENUES, file.sha256)) is not None:
            raise FileTakenBefore(before.imported_at)
    problems, done = FileProblems(), 0
    for some in batched(file.read(problems), SLICE):
        lines.add(some)
        progress(done := done + len(some))
    for texts in lines.parent_codes():
        with database.reading() as session:
            lines.know(find_coded(session, texts))
    for number, kind, text in lines.nest():
        values = (("text", text[:_LONGEST]),) if text else ()
        problems.add(FileProblem(number, Problem("parent", kind, values)))
    if problems or not lines:
        raise problems.refused()
    notes = FileProblems()
    notes.add(*file.notes)
    with database.reading() as session:
        lines.add_registered(venue_search.sights(session))
    for found in lines.look_alikes(lambda compared: progress(done + min(compared, done))):
        notes.add(_note(found))
    progress(2 * done)
    return notes


def _note(found: LookAlike) -> FileProblem:
    values = (("name", found.name), ("address", found.address))
    if found.earlier is None:
        return FileProblem(found.line, Problem("name", "alike_venue", values))
    return FileProblem(found.line, Problem("name", "alike_line", (("line", found.earlier), *values)))

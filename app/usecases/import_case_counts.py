"""An operator imports the daily case counts that a city gets from elsewhere; all lines or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from app.domain.areas import CASE_COUNTS, Import
from app.domain.count_lines import CountReader, codes_and_days
from app.domain.encodings import Source, sha256_of
from app.domain.errors import FileProblem
from app.domain.policy import Policy
from app.domain.sheets import read_sheet
from app.domain.spans import local_day
from app.domain.windows import Window
from app.store import counts, diseases, imports
from app.store.db import Session
from app.usecases.read_ward_codes import read_ward_codes

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class CountsImported:
    """What a file of counts came to."""

    taken: Import
    new: bool
    """False when this very file was the newest import already, so that nothing was done."""
    disease: str
    lines: int = 0
    ward_days: int = 0
    cases: int = 0
    window: Window | None = None
    replaced: int = 0
    """Wards' days that had another number before."""
    converted: int = 0
    """Lines under codes of before, put under today's wards."""
    notes: tuple[FileProblem, ...] = ()
    """Worth knowing, though nothing is wrong."""


def import_case_counts(
    session: Session,
    data: Source,
    *,
    source: str,
    disease: str,
    policy: Policy,
    now: datetime,
    encoding: str | None = None,
    columns: Mapping[str, str] = MappingProxyType({}),
    progress: Progress = lambda _done: None,
) -> CountsImported:
    """Take in `date, ward code, cases`; the newest import of a ward's day wins.

    Lines of the same day and ward are added up only where other columns name different places in it, or their
    codes do, as in a file by the wards of before a merger. Old codes are put under today's wards.

    Raises:
        InputRefused: there is no such disease.
        NoAreas: no wards have been imported.
        FileRefused: everything that is wrong with the file, by line.
    """
    slug = diseases.by_slug(session, disease).slug
    digest = sha256_of(data, before=slug.encode())
    newest = imports.newest(session, CASE_COUNTS)
    if newest is not None and newest.sha256 == digest:
        return CountsImported(newest, new=False, disease=slug)
    sheet = read_sheet(data, encoding)
    codes = read_ward_codes(session, *codes_and_days(sheet, columns))
    reader = CountReader(sheet, codes.leads, columns, today=local_day(now, policy.zone))
    for done, line in enumerate(sheet.lines, 1):
        reader.read(line)
        progress(done)
    found = reader.result()
    window = Window(min(c.day for c in found), max(c.day for c in found))
    before, _ = counts.imported(session, slug, window)
    taken = imports.add(
        session,
        CASE_COUNTS,
        source[:200],
        digest,
        len(sheet.lines),
        wards_version=codes.version.id,
        now=now,
    )
    counts.save(session, slug, found, taken.id)
    return CountsImported(
        taken,
        new=True,
        disease=slug,
        lines=len(sheet.lines),
        ward_days=len(found),
        cases=sum(c.cases for c in found),
        window=window,
        replaced=sum(before.get((c.ward, c.day), c.cases) != c.cases for c in found),
        converted=reader.converted,
        notes=tuple(reader.notes()),
    )

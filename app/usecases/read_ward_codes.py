"""By which boundaries a file of counts was written, and where its codes lead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.areas import AreaKind, Import
from app.domain.counts import read_ward
from app.domain.errors import NoAreas
from app.domain.ward_changes import Followed, WardChanges
from app.domain.ward_counts import next_beginning
from app.store import area_changes, areas, imports
from app.store.db import Session


@dataclass(frozen=True, slots=True)
class WardCodes:
    """The codes that a file may use."""

    version: Import
    """The wards that its counts are kept under."""
    leads: Mapping[str, Followed]
    """For each code the ward of that version."""


def read_ward_codes(session: Session, texts: Collection[str], days: Sequence[date]) -> WardCodes:
    """Today's wards if they have every code; else those of the file's own days; else through the table.

    A file with a code that neither has is read as one of before throughout: a code that came to be another
    ward's is then followed too. Codes that lead nowhere are left out: the reader refuses them by line.

    Raises:
        NoAreas: no wards have been imported.
    """
    today = imports.in_force(session, AreaKind.WARD)
    known = areas.codes(session)
    if today is None or not known:
        raise NoAreas
    if _all_known(texts, known):
        return WardCodes(today, _themselves(known))
    for day in {days[0], days[-1]} if days else ():
        version = imports.in_force(session, AreaKind.WARD, day)
        codes = areas.codes(session, AreaKind.WARD, day)
        if version is not None and _all_known(texts, codes):
            return WardCodes(version, _themselves(codes))
    width = max(map(len, known))
    table = area_changes.from_codes(session, {*texts, *(text.zfill(width) for text in texts)})
    changes, before = WardChanges(table), next_beginning(today, imports.versions(session, AreaKind.WARD))
    leads = {code: changes.follow(code, known, before=before) for code in known | {c.old for c in table}}
    return WardCodes(today, {code: lead for code, lead in leads.items() if lead.code in known})


def _all_known(texts: Collection[str], known: set[str]) -> bool:
    return all(read_ward(text, known) is not None for text in texts)


def _themselves(codes: Collection[str]) -> dict[str, Followed]:
    return {code: Followed(code, divided=False) for code in codes}

"""An operator imports where old wards went; all lines or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.domain.areas import WARD_CHANGES, Import
from app.domain.change_lines import circles
from app.domain.errors import FileRefused
from app.domain.ward_changes import Change
from app.store import area_changes, areas, imports
from app.store.db import Session


@dataclass(frozen=True, slots=True)
class ChangesImported:
    """What a table of changes came to."""

    taken: Import
    new: bool
    """False when this very table was the newest import already, so that nothing was done."""
    old: int = 0
    """How many old codes it names."""
    divided: int = 0
    """How many of them went to several wards: their cases go to the one with the largest share."""
    elsewhere: tuple[str, ...] = ()
    """New codes that no ward in force has and that no other line leads on from."""


def import_ward_changes(
    session: Session, changes: Sequence[Change], *, source: str, now: datetime
) -> ChangesImported:
    """Keep a table; where an old code's change on that day is known already, the new one takes its place.

    Counts stay as they are: they are put under other wards when they are read.

    Raises:
        FileRefused: together with what is known already, codes lead back to themselves.
    """
    digest = sha256(repr(changes).encode()).digest()
    newest = imports.newest(session, WARD_CHANGES)
    if newest is not None and newest.sha256 == digest:
        return ChangesImported(newest, new=False)
    named = {(change.old, change.changed_on) for change in changes}
    others = [known for known in area_changes.every(session) if (known.old, known.changed_on) not in named]
    if problems := circles([*others, *changes]):
        raise FileRefused(problems)
    taken = imports.add(session, WARD_CHANGES, source[:200], digest, len(changes), now=now)
    area_changes.save(session, changes, taken.id)
    leading_on = {change.old for change in (*others, *changes)} | areas.codes(session)
    return ChangesImported(
        taken,
        new=True,
        old=len({change.old for change in changes}),
        divided=len({change.old for change in changes if change.share < 1}),
        elsewhere=tuple(sorted({change.new for change in changes} - leading_on)),
    )

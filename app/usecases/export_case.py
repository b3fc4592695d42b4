"""An official takes a case's co-present people and contacts away as a table. No name or number is in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.audit import AuditAction
from app.domain.ids import CaseId, PersonId
from app.domain.neutral import neutral
from app.domain.officials import Official
from app.domain.policy import Policy
from app.science.tracing import Exposure, Listed
from app.store import audit
from app.store.db import Session
from app.usecases.view_case import CaseView, view_case
from app.vault.keystore import KeyStore

Cell = str | int | float

COLUMNS: Final = (
    "Case",
    "Rank",
    "Person",
    "Decision",
    "Reason",
    "Band",
    "Venue",
    "Address",
    "Date",
    "From",
    "To",
    "Minutes together",
    "Minutes after",
    "End assumed",
    "Check-in",
    "Left details",
)
"""English column names; the caller translates them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of typed cells."""

    title: str
    header: list[str]
    rows: list[list[Cell]]

    def lines(self) -> list[list[Cell]]:
        """The header and the rows."""
        return [list(self.header), *self.rows]


def export_case(
    session: Session,
    official: Official,
    case: CaseId,
    *,
    translate: Callable[..., str],
    keys: KeyStore,
    policy: Policy,
    now: datetime,
) -> Table:
    """The case's list in force, one row an exposure, under audit.

    A person is named by rank only: nobody who is merely co-present is called a contact, and no identifier
    leaves by which two cases could be joined.

    Raises:
        CaseUnknown: none, or another jurisdiction's.
    """
    view = view_case(session, official, case, keys=keys)
    rows = [
        _row(view, rank, person, exposure, translate=translate, zone=policy.zone)
        for rank, person in enumerate(view.listed, start=1)
        for exposure in person.exposures
    ]
    audit.record(
        session,
        actor=official.id,
        action=AuditAction.CASE_EXPORTED,
        case=case,
        detail={"rows": len(rows)},
        now=now,
    )
    return Table(view.case.reference, [translate(name) for name in COLUMNS], rows)


def _row(
    view: CaseView,
    rank: int,
    person: Listed,
    exposure: Exposure,
    translate: Callable[..., str],
    zone: ZoneInfo,
) -> list[Cell]:
    decided = view.contacts.get(PersonId(person.who))
    venue = view.venues[exposure.venue]
    start, end = exposure.span.start.astimezone(zone), exposure.span.end.astimezone(zone)
    return [
        view.case.reference,
        rank,
        f"{view.case.reference}-{rank:03d}",
        translate(decided.standing.value if decided else "co-present"),
        decided.reason if decided else "",
        int(person.band),
        venue.name,
        venue.registration.address,
        f"{start:%Y-%m-%d}",
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        round(exposure.together.total_seconds() / 60),
        round(exposure.after.total_seconds() / 60),
        translate("yes" if exposure.assumed else "no"),
        translate(exposure.assurance.value),
        translate("yes" if person.who in view.reachable else "no"),
    ]


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read the Vietnamese; cells neutralised."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    for row in table.lines():
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """A workbook of typed cells: text is text whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title[:31])
    sheet.freeze_panes = "A2"
    for row in table.lines():
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"  # else a text that begins with "=" becomes a formula
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

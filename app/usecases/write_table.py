"""A table as a file that spreadsheets open: CSV or XLSX."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from app.domain.neutral import neutral

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of typed cells."""

    title: str
    header: list[str]
    rows: list[list[Cell]]

    def lines(self) -> list[list[Cell]]:
        """The header and the rows."""
        return [list(self.header), *self.rows]


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

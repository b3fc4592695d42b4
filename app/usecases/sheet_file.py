"""A laid-out sheet as a file, and what the library refuses in this system's own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final

import qr.pdf
import qr.png
import qr.svg
from app.domain.errors import NameDoesNotFit, NameNotPrintable
from qr.errors import CannotPrint, ModuleTooSmall, NameTooLong
from qr.sheet import Sheet

LEAD: Final = "#0b6e6e"
"""The brand's colour, as everything printed carries it."""

_DPI: Final = 200


class SheetForm(StrEnum):
    """What the file is."""

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"


def sheet_file(sheet: Sheet, form: SheetForm) -> bytes:
    """The sheet as a file of its true size."""
    match form:
        case SheetForm.PDF:
            return qr.pdf.write(sheet)
        case SheetForm.PNG:
            return qr.png.write(sheet, _DPI)
        case SheetForm.SVG:
            return qr.svg.write(sheet).encode()


@contextmanager
def printable() -> Iterator[None]:
    """Around the laying out of a sheet.

    Raises:
        NameNotPrintable: a name has characters that the typeface lacks.
        NameDoesNotFit: a name is too long for the sheet.
    """
    try:
        yield
    except CannotPrint as fault:
        raise NameNotPrintable(fault.characters) from None
    except (NameTooLong, ModuleTooSmall) as fault:
        raise NameDoesNotFit(str(fault)) from None

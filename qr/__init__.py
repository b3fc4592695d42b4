"""Printed public codes: text in, QR symbol, then a sheet for the wall, the table or the pocket.

    >>> import qr
    >>> symbol = qr.encode("HTTPS://GHE.VN/V/4WT59M5YQ0R7K2JXZ", level=qr.Level.Q)
    >>> symbol.version, symbol.size
    (3, 29)

Symbols are computed first and drawn second: `encode` decides every module, a layout puts boxes on a `Sheet`
in millimetres, and `pdf`, `png` and `svg` draw the same sheet. Nothing here keeps state: the same input gives
the same bytes, on any thread. What cannot become a symbol or a sheet that works is a `Refusal` by name.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from qr.errors import (
    CannotPrint,
    EmptyText,
    LabelsTooLarge,
    LogoTooLarge,
    LogoUnreadable,
    ModuleTooSmall,
    NameTooLong,
    NotUnicode,
    PaperUnusable,
    Refusal,
    ResolutionUnusable,
    TextTooLong,
)
from qr.paper import PAPERS, Paper
from qr.symbol import QUIET_ZONE, Level, Symbol, encode

if TYPE_CHECKING:
    from qr import pdf, picture, png, svg
    from qr.boxes import LEAST_MODULE
    from qr.sheet import Sheet

__all__ = [
    "LEAST_MODULE",
    "PAPERS",
    "QUIET_ZONE",
    "CannotPrint",
    "EmptyText",
    "LabelsTooLarge",
    "Level",
    "LogoTooLarge",
    "LogoUnreadable",
    "ModuleTooSmall",
    "NameTooLong",
    "NotUnicode",
    "Paper",
    "PaperUnusable",
    "Refusal",
    "ResolutionUnusable",
    "Sheet",
    "Symbol",
    "TextTooLong",
    "encode",
    "pdf",
    "picture",
    "png",
    "svg",
]

_WHERE: Final = {"LEAST_MODULE": "qr.boxes", "Sheet": "qr.sheet"}
_DRAWING: Final = ("pdf", "picture", "png", "svg")


def __getattr__(name: str) -> object:
    """What needs the libraries that draw, imported when it is asked for: shapes and symbols need none."""
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    if name in _DRAWING:
        return import_module(f"qr.{name}")
    raise AttributeError(name)

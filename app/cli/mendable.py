"""Faults that an operator can mend, each in one line; imported when there is one."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.store.lock import AlreadyServed
from app.store.migrate import NotMigrated
from app.store.sqlite import SqliteTooOld


def told(fault: Exception) -> str | None:
    """What to do about it; None where nothing is known to help."""
    match fault:
        case NotMigrated():
            return f"{fault}. Run: ghe migrate"
        case AlreadyServed():
            return f"Another server has this database open ({fault}). Stop it first."
        case SqliteTooOld():
            return (
                f"SQLite {fault} has a bug that can corrupt data. Install the package pysqlite3, or 3.51.3."
            )
        case ValidationError():
            return "\n".join(_told(error) for error in fault.errors())
    return None


def _told(error: ErrorDetails) -> str:
    """A wrong setting in one line, by the name an operator knows it under."""
    name = "".join(f"GHE_{str(part).upper()}: " for part in error["loc"])
    return name + error["msg"].removeprefix("Value error, ")

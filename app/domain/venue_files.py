"""A file of venues once it has been read: what each line says, and what is wrong or worth knowing."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import FileProblem
from app.domain.registrations import Registration


@dataclass(frozen=True, slots=True)
class VenueLine:
    """What one line says about a place."""

    number: int
    registration: Registration
    """Without the venue around it, which is one of the two below, or neither."""
    parent_name: str = ""
    parent_code: str = ""


@dataclass(frozen=True, slots=True)
class VenueFile:
    """A file that was read, with what is wrong or worth knowing so far."""

    sha256: bytes
    lines: tuple[VenueLine, ...]
    names: frozenset[str]
    """Folded, of every line, also of those that are wrong in some other way."""
    problems: tuple[FileProblem, ...] = ()
    notes: tuple[FileProblem, ...] = ()

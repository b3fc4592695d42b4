"""A file of venues: what each line says, and what is wrong or worth knowing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from app.domain.errors import FileProblem
from app.domain.file_problems import FileProblems
from app.domain.registrations import Registration


@dataclass(frozen=True, slots=True)
class VenueLine:
    """What one line says about a place."""

    number: int
    registration: Registration
    """Without the venue around it, which is one of the two below, or neither."""
    parent_name: str = ""
    parent_code: str = ""


class NamedLine(NamedTuple):
    """A line of the file, also one that is wrong."""

    number: int
    name: str
    """As it stands there."""
    said: VenueLine | None
    """None where something is wrong with it."""


class VenueFile(Protocol):
    """A file whose lines are read when they are asked for; none is kept."""

    sha256: bytes
    notes: tuple[FileProblem, ...]
    """What is worth knowing of the file as a whole."""

    def __len__(self) -> int:
        """How many lines it has."""

    def read(self, problems: FileProblems) -> Iterator[NamedLine]:
        """Line by line; what is wrong goes to `problems`."""

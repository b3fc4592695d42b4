"""What one row of the table of refusals holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """How a refusal is told: what is wrong, and how to mend it."""

    status: int
    slug: str
    title: str
    help: str

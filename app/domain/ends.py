"""When a stay ended, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ends:
    """One in ten such stays ends before `least`, half before `likely`, nine in ten before `most`.

    Raises:
        ValueError: they are not in this order.
    """

    least: datetime
    likely: datetime
    most: datetime

    def __post_init__(self) -> None:
        if not self.least <= self.likely <= self.most:
            raise ValueError("the ends of a stay are in order")

    @classmethod
    def known(cls, end: datetime) -> Ends:
        """The end of somebody who checked out."""
        return cls(end, end, end)

    def all(self) -> tuple[datetime, datetime, datetime]:
        """The three, from the least."""
        return self.least, self.likely, self.most

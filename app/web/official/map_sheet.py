"""What each kind of map gives to the page around it: figures, controls, a table, and the map itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar, overload

from app.domain.areas import District
from app.domain.audit_detail import Detail
from app.domain.officials import Official
from app.store.db import Session
from app.usecases.map_view import Asked
from app.web.official.map_choice import Choice
from app.web.state import Installation
from app.web.words import Gettext

if TYPE_CHECKING:
    import maps

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRequest:
    """Who asks for which map, in which language."""

    ghe: Installation
    session: Session
    official: Official
    choice: Choice
    now: datetime
    lang: str
    _: Gettext
    _held: list[tuple[Hashable, ...]] = field(default_factory=list, init=False, compare=False)
    """What was taken from the numbers that are held, and with which options."""

    @property
    def asked(self) -> Asked:
        """Disease, days, and whether the answer leaves the system."""
        return self.choice.asked

    def held(self, what: str, view: Callable[[Session], T], *options: Hashable) -> T:
        """A view that depends on nothing but who asks for which days and `options`; see `hold_views`.

        Every map says of what time its numbers are.

        Raises:
            StillComputing: in a large city, where it is not there yet.
        """
        self._held.append((what, options))
        return self.ghe.held.get(self._key(self.asked, what, options), view, self.session, now=self.now)[0]

    def also_held(self, filled: Asked) -> None:
        """The numbers are also those of what was asked for with the gaps filled in, as the frame will ask."""
        for what in self._held:
            self.ghe.held.also(self._key(self.asked, *what), self._key(filled, *what))

    def _key(self, asked: Asked, *what: Hashable) -> Hashable:
        return (self.official.role, self.official.jurisdiction, asked, *what)


@dataclass(frozen=True, slots=True)
class Select:
    """A control that only this kind of map has; `name` is one of `map_choice.OPTIONS`."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; `slug` is how the address names it."""

    slug: str
    label: str
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """What is written, and the number that it is sorted by: None is below all others, in any direction."""

    text: str
    key: float | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A place and its cells, one for every column but the first.

    `code` is the area's (or hexagon's) on the map, so that choosing one marks the other; empty where the map
    has none.
    """

    code: str
    name: str
    cells: tuple[Cell, ...]


class Rows(Sequence[TableRow]):
    """The rows of a long table, written when somebody looks: the frame of a map shows none of them."""

    def __init__(self, write: Callable[[], list[TableRow]]) -> None:
        self._write = write
        self._written: list[TableRow] | None = None

    def _all(self) -> list[TableRow]:
        if self._written is None:
            self._written = self._write()
        return self._written

    @overload
    def __getitem__(self, at: int) -> TableRow: ...
    @overload
    def __getitem__(self, at: slice) -> list[TableRow]: ...
    def __getitem__(self, at: int | slice) -> TableRow | list[TableRow]:
        """One or several."""
        return self._all()[at]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._all())


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say above the map: `kind` is "info" or "attention"."""

    kind: str
    heading: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class MoreTable:
    """A table under the first one, in an order of its own."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[TableRow]
    empty: str
    """What is said where there is no row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSheet:
    """One map as its page shows it.

    `draw` is called for the frame and for files only, in the same session. `columns` starts with the place.
    """

    heading: str
    disease: str
    diseases: Sequence[tuple[str, str]]
    """Slug and name of those that the reader may choose; one or none: no control."""
    asked: Asked
    """What is shown: what was asked for, with the gaps filled in."""
    facts: Sequence[tuple[str, str]]
    notes: maps.Notes
    columns: Sequence[Column]
    rows: Sequence[TableRow]
    draw: Callable[[], maps.CaseMap]
    caption: str
    selects: Sequence[Select] = ()
    remarks: Sequence[Remark] = ()
    below: Sequence[str] = ()
    """Sentences under the table."""
    more: Sequence[MoreTable] = ()
    """Other numbers of the map, under its table."""
    elsewhere: Sequence[tuple[str, str]] = ()
    """Address and name of pages that say more of the same."""
    find: str = ""
    """Label of the search; empty: it finds wards."""
    steps: tuple[Asked | None, Asked | None, Asked | None] = (None, None, None)
    """The days before, those after, and the newest."""
    windows: Sequence[int] = (1, 7, 14, 28)
    """Lengths in days that the reader may choose; one or none: no control."""
    frame_days: Sequence[date] = ()
    """Maps in time: the last day of each frame, so that the table can follow the slider."""
    dated: bool = True
    """Whether the last day is chosen."""
    districts: Sequence[District] = ()
    """Places that the view can be brought to."""
    has_venues: bool = False
    """Whether a circle can be chosen, whose details the page then fetches."""
    table_as_csv: bool = False
    """Whether the file has the page's table: it says more of an area than the map's one value."""
    audit: Detail = field(default_factory=dict)
    """What the entry in the audit says beside the kind of map."""

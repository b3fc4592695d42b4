"""What a reader of the map chooses, and the numbers that this reader then sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.areas import Area, District, Import
from app.domain.diseases import Disease
from app.domain.rates import rate_per_100k
from app.domain.windows import A_WEEK, Window
from app.science.disclosure import Shown


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader chooses; what is not chosen follows the data."""

    disease: str | None = None
    until: date | None = None
    days: int = A_WEEK
    for_export: bool = False
    """What leaves the system hides small numbers whoever asks."""


@dataclass(frozen=True, slots=True)
class WardNumbers:
    """One ward's row: what this reader may know of it."""

    area: Area
    shown: Shown

    @property
    def change(self) -> int | None:
        """Cases more than in the window before; None where either number is unknown to the reader."""
        now, before = self.shown.now, self.shown.before
        return None if now is None or before is None else now - before

    @property
    def rate(self) -> float | None:
        """Cases per 100,000 people; None where the count is hidden or the population unreliable."""
        return None if self.shown.now is None else rate_per_100k(self.shown.now, self.area.population)

    @property
    def rate_before(self) -> float | None:
        """The same for the window before."""
        return None if self.shown.before is None else rate_per_100k(self.shown.before, self.area.population)


@dataclass(frozen=True, slots=True)
class MapView:
    """The numbers of one window as one official may see them."""

    disease: str
    diseases: tuple[str, ...]
    """Those that have any numbers, the chosen one among them."""
    profiles: Mapping[str, Disease]
    """Every profile in use, for its names."""
    window: Window
    first_day: date | None
    """The first and the last day with any number, of any ward; None when there is none at all."""
    last_day: date | None
    wards: tuple[WardNumbers, ...]
    districts: tuple[District, ...]
    """Former districts, for those who look for a place by them."""
    compared: bool
    """Whether there are numbers for the whole window before."""
    elsewhere: Shown
    """Cases whose ward is unknown, or is none of these."""
    k: int
    exact: frozenset[str]
    """Wards whose numbers the reader sees to the last case."""
    boundaries: Import
    sources: tuple[Import, ...]
    own_cases: int
    """How many of the cases behind the numbers this system's own case files hold; never shown."""
    as_of: datetime = field(compare=False)

    def called(self, disease: str, language: str) -> str:
        """The name of a disease; numbers may outlive its profile."""
        return self.profiles[disease].called(language) if disease in self.profiles else disease

    @property
    def has_data(self) -> bool:
        """Whether the window overlaps the days that anybody has reported on."""
        if self.first_day is None or self.last_day is None:
            return False
        return self.window.overlaps(Window(self.first_day, self.last_day))

    @property
    def hidden(self) -> int:
        """How many wards' numbers are not shown."""
        return sum(ward.shown.now is None for ward in self.wards)

    @property
    def total(self) -> int:
        """The shown numbers together: all cases where nothing is hidden, else the wards that are shown."""
        return sum(ward.shown.now or 0 for ward in self.wards)

    @property
    def total_before(self) -> int | None:
        """The same for the window before; None where it cannot be compared in full."""
        before = [ward.shown.before for ward in self.wards]
        known = [count for count in before if count is not None]
        return sum(known) if len(known) == len(before) and not self.hidden else None

"""The people of the made-up city: homes, ages, jobs, habits, and whether they scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.venue_kinds import VenueKind
from app.simulation.around import Around
from app.simulation.columns import Bools, Floats, Index, Ints, Small
from app.simulation.households import ADULT, Homes, settle
from app.simulation.jobs import Days, employ
from app.simulation.layout import scatter
from app.simulation.names import names_of
from app.simulation.places import KINDS, Places
from app.simulation.signs import fictitious_phone
from app.simulation.wards import Ward

AGE_GROUPS = ("toddler", "child", "teen", "young", "adult", "elder")
AGE_BOUNDS = (6, 12, 18, 30, 60)
LANGUAGES = ("vi", "en")
_PHONE_BY_AGE = ((10, 0.0), (16, 0.5), (60, 0.97), (75, 0.75), (200, 0.4))
"""Below this age, the share with a phone that scans. Assumed."""


@dataclass(frozen=True, slots=True, eq=False)
class Residents:
    """One row a person; members of a household stand next to each other."""

    names: tuple[str, ...]
    phones: tuple[str | None, ...]
    """Fictitious (see `signs.fictitious_phone`); None for people without one."""
    household: Index
    head: Index
    """By household: its first member."""
    ward: Index
    lon: Floats
    lat: Floats
    age: Small
    group: Small
    """Position in `AGE_GROUPS`."""
    shopper: Bools
    """The one of each household who goes to the market."""
    days: Days
    """School, job and shifts."""
    lunches_out: Bools
    bus: Index
    """The bus line they commute by; -1: by motorbike, or not at all."""
    usual: Index
    """(kinds, people): the place each person prefers of every kind in `KINDS`; -1: none within reach."""
    usual_lunch: Index
    """The place near work; -1: none."""
    language: Small
    """Position in `LANGUAGES`."""
    has_card: Bools
    """A printed card, among those without a phone."""
    willing: Floats
    """Chance that they check in where they could, 0 to 1: high for some, nearly nil for others."""
    tidy: Floats
    """Chance that they check out, 0 to 1."""

    def __len__(self) -> int:
        return len(self.ward)


def _with_phone(age: Ints, rng: np.random.Generator) -> Bools:
    bounds = [bound for bound, _ in _PHONE_BY_AGE]
    share = np.array([share for _, share in _PHONE_BY_AGE])[np.searchsorted(bounds, age, side="right")]
    return rng.random(len(age)) < share


def _usual(ward: Index, homes: Homes, around: Around, rng: np.random.Generator) -> Index:
    """Preferred places. One lot a person: who likes the best-known café also likes the best-known bar."""
    lot = rng.random(len(ward))
    lot = np.where(homes.age < ADULT, lot[homes.first][homes.household], lot)
    return np.stack([around.kinds[kind].pick(ward, lot) for kind in KINDS])


def _shoppers(homes: Homes) -> Bools:
    """The second of a household if of age, else the first."""
    second = (homes.rank == 1) & (homes.age >= ADULT)
    has = np.bincount(homes.household, second)[homes.household] > 0
    shopper: Bools = second | ((homes.rank == 0) & ~has)
    return shopper


def _household_wards(wards: Sequence[Ward], count: int, rng: np.random.Generator) -> Index:
    people = np.array([ward.population for ward in wards], dtype=float)
    return rng.choice(len(wards), count, p=people / people.sum()).astype(np.int32)


def build(
    wards: Sequence[Ward], places: Places, around: Around, people: int, rng: np.random.Generator
) -> Residents:
    """This many people with everything that does not change from day to day."""
    homes = settle(people, rng)
    home_ward = _household_wards(wards, len(homes.first), rng)
    lon, lat = scatter(wards, home_ward, rng)
    ward = home_ward[homes.household]
    days = employ(homes.age, ward, places, around, rng)
    long_day = days.staff & (days.begins <= 570) & (days.ends >= 930)  # noqa: PLR2004 - noon falls well inside
    phone = _with_phone(homes.age, rng)
    lunch_ward = places.ward[np.maximum(days.venue, 0)]
    rides = (rng.random(people) < 0.07) & (days.venue >= 0) & (homes.age > 10)  # noqa: PLR2004 - assumed
    line = around.kinds[VenueKind.VEHICLE].pick(ward, rng.random(people))
    lunch = around.kinds[VenueKind.RESTAURANT].pick(lunch_ward, rng.random(people))
    return Residents(
        names=names_of(homes, rng),
        phones=tuple(fictitious_phone(i) if has else None for i, has in enumerate(phone)),
        household=homes.household.astype(np.int32),
        head=homes.first.astype(np.int32),
        ward=ward,
        lon=lon[homes.household],
        lat=lat[homes.household],
        age=homes.age.astype(np.int8),
        group=np.searchsorted(AGE_BOUNDS, homes.age, side="right").astype(np.int8),
        shopper=_shoppers(homes),
        days=days,
        lunches_out=long_day & (rng.random(people) < 0.45),  # noqa: PLR2004 - assumed
        bus=np.where(rides, line, np.int32(-1)),
        usual=_usual(ward, homes, around, rng),
        usual_lunch=np.where(days.staff, lunch, np.int32(-1)),
        language=(rng.random(people) < 0.03).astype(np.int8),  # noqa: PLR2004 - assumed
        has_card=~phone & (homes.age > 5) & (rng.random(people) < 0.5),  # noqa: PLR2004 - assumed
        willing=rng.beta(1.4, 0.9, people),  # assumed: 61 % on average, very uneven
        tidy=rng.beta(1.2, 1.1, people),  # assumed: a bit over half
    )

"""What stands over a door and in an address book: made-up names, addresses and phone numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import Formatter

import numpy as np

from app.simulation.columns import Index, Ints
from app.simulation.trades import TRADES
from app.simulation.wards import Ward
from app.simulation.words import SIGNS, STREETS, WORDS

CITY = "TP. Hồ Chí Minh"


@dataclass(frozen=True, slots=True)
class Sign:
    """How a venue is called, found and rung."""

    name: str
    address: str
    phone: str


def fictitious_phone(number: int) -> str:
    """A number that rings nobody: +84 50 and seven digits.

    Viet Nam's plan has mobile numbers of this length, but none beginning with 50, so it is possible and never
    valid (libphonenumber says the same). People count up from 0, venues from 9,000,000.
    """
    return f"+8450{number:07d}"


def _word(slot: str, rng: np.random.Generator) -> str:
    words = WORDS[slot]
    return words[int(rng.integers(len(words)))]


def _name(key: str, ward: Ward, rng: np.random.Generator) -> str:
    signs = SIGNS[key]
    pattern = signs[int(rng.integers(len(signs)))]
    known = {
        "area": ward.name,
        "ward": ward.full_name,
        "n": str(rng.integers(2, 200)),
        "route": str(rng.integers(1, 153)),
    }
    slots = {slot for _, slot, _, _ in Formatter().parse(pattern) if slot}
    return pattern.format(**{slot: known.get(slot) or _word(slot, rng) for slot in sorted(slots)})


def _house_number(rng: np.random.Generator) -> str:
    number = int(rng.integers(1, 480))
    alley = rng.random()
    if alley < 0.3:  # noqa: PLR2004 - nearly a third of addresses lie in an alley, written number/number
        return f"{number}/{rng.integers(1, 60)}"
    return f"{number}{'ABC'[int(rng.integers(3))]}" if alley < 0.4 else str(number)  # noqa: PLR2004 - a tenth


def _street_address(ward: Ward, rng: np.random.Generator) -> str:
    street = STREETS[int(rng.integers(len(STREETS)))]
    return f"{_house_number(rng)} {street}, {ward.full_name}, {CITY}"


def _unique(name: str, ward: Ward, taken: set[str]) -> str:
    """The name, told apart from others as people do: by its area, then by a number."""
    candidate, count = name, 1
    while candidate in taken:
        area = "" if ward.name in name else f" {ward.name}"
        candidate = f"{name}{area}" if area and count == 1 else f"{name}{area} {count}"
        count += 1
    taken.add(candidate)
    return candidate


def paint(
    wards: Sequence[Ward], trade: Ints, ward: Index, parent: Index, rng: np.random.Generator
) -> tuple[Sign, ...]:
    """A sign for every venue; no two venues share a name. Parents come before what is inside them."""
    signs: list[Sign] = []
    taken: set[str] = set()
    for row, (number, area, host) in enumerate(zip(trade, ward, parent, strict=True)):
        where, kind = wards[area], TRADES[number]
        name = _unique(_name(kind.key, where, rng), where, taken)
        if host < 0:
            address = _street_address(where, rng)
        else:
            spot = f"Sạp {rng.integers(1, 200)}" if kind.inside == "market" else f"Tầng {rng.integers(1, 6)}"
            address = f"{spot}, {signs[host].name}, {signs[host].address}"
        signs.append(Sign(name, address, fictitious_phone(9_000_000 + row)))
    return tuple(signs)

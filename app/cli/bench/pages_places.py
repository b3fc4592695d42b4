"""The places of a city to look at: a million venues with codes, some inside others, some of one chain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np

from app.cli.bench.bulk_rows import micros, put_rows
from app.domain.codes import make_code
from app.domain.ids import OwnerId, VenueId
from app.domain.spaces import Ventilation
from app.domain.text import fold
from app.domain.typed_codes import make_typed_code
from app.domain.venue_kinds import VenueKind
from app.simulation.wards import wards
from app.store.db import Session
from app.store.tables import CodeRow, OwnerRow, VenueRow, ZoneRow
from app.vault.tokens import digest

BRANCHES: Final = 1000
"""Venues of the one owner whose pages are looked at."""
_SHOPS_A_MALL: Final = 50
_KINDS: Final = [
    *(VenueKind.SHOP, VenueKind.RESTAURANT, VenueKind.CAFE, VenueKind.MARKET, VenueKind.WORKPLACE),
    *(VenueKind.OFFICE, VenueKind.SCHOOL, VenueKind.CLINIC, VenueKind.BAR, VenueKind.GYM, VenueKind.OTHER),
]
_WORDS: Final = ("Phở", "Bún bò", "Cơm tấm", "Cà phê", "Tạp hóa", "Nhà thuốc", "Siêu thị mini", "Quán nhậu")
_NAMES: Final = ("Hòa", "Sáu", "Minh Anh", "Thiên Hương", "Đức Thịnh", "Út Lan", "Bảy Hiền", "Hồng Phát")
_HOURS: Final = json.dumps([[[420, 1320]]] * 7)
_ALL_DAY: Final = json.dumps([[]] * 7)


@dataclass(frozen=True, slots=True)
class Places:
    """What the cases and the pages need of them."""

    wards: list[str]
    ids: list[bytes]
    ward: list[int]
    """Of each venue."""
    owner: OwnerId
    branch: VenueId
    """One of the owner's, with zones."""
    zone: UUID


def add_places(session: Session, rng: np.random.Generator, *, venues: int, now: datetime) -> Places:
    """Venues by the people of their wards; every tenth inside a mall, some malls inside a complex."""
    areas = wards()
    people = np.array([area.population for area in areas], dtype=np.float64)
    ward = rng.choice(len(areas), venues, p=people / people.sum())
    at = np.array([(area.centroid.latitude, area.centroid.longitude) for area in areas])[ward]
    at = np.round(at + rng.normal(0, 0.006, (venues, 2)), 6)
    ids = [rng.bytes(16) for _ in range(venues)]
    owner = OwnerId(UUID(bytes=rng.bytes(16)))
    then = micros(now - timedelta(days=60))
    put_rows(
        session, OwnerRow, ("id", "key_sha256", "created_at"), [(owner.bytes, digest(owner.bytes), then)]
    )
    codes = [area.code for area in areas]
    named = (
        "id name folded_name address kind capacity hours latitude longitude ward parent owner state "
        "registered_at ventilation"
    )
    put_rows(session, VenueRow, named.split(), _venues(ids, ward.tolist(), at.tolist(), codes, owner, then))
    branch = max(0, venues - BRANCHES)
    zones = _add_zones(session, rng, ids[branch], ids[:: max(1, venues // 2000)])
    _add_codes(session, rng, [*((venue, None) for venue in ids), *((at, zone) for zone, at in zones)], then)
    branch_id, zone_id = VenueId(UUID(bytes=ids[branch])), UUID(bytes=zones[0][0])
    return Places(codes, ids, ward.tolist(), owner, branch_id, zone_id)


def _venues(
    ids: list[bytes],
    ward: list[int],
    at: list[list[float]],
    codes: list[str],
    owner: OwnerId,
    then: int,
) -> Iterator[tuple[object, ...]]:
    stems = [(f"{word} {name}", fold(f"{word} {name}")) for word in _WORDS for name in _NAMES]
    ventilations = [None, None, Ventilation.WINDOWS.value]
    malls = max(1, len(ids) // 500)
    for number, venue in enumerate(ids):
        stem, folded = stems[number % len(stems)]
        kind = VenueKind.MALL if number < malls else _KINDS[number % len(_KINDS)]
        parent = None
        if number >= malls and number % 10 == 0:
            parent = ids[number // _SHOPS_A_MALL % malls]
        elif 0 < number < malls and number % 10 == 0:
            parent = ids[0]
        mine = number >= len(ids) - BRANCHES
        yield (
            *(venue, f"{stem} {number}", f"{folded} {number}", f"{number % 900 + 1} Nguyễn Trãi"),
            *(kind.value, number % 80 + 5, _HOURS if number % 3 else _ALL_DAY, *at[number]),
            *(codes[ward[number]], parent, owner.bytes if mine else None, "open", then),
            ventilations[number % 3],
        )


def _add_codes(
    session: Session, rng: np.random.Generator, coded: list[tuple[bytes, bytes | None]], then: int
) -> None:
    step, start = 61_803_397, int(rng.integers(10**8))
    rows = (
        (
            make_code(int.from_bytes(rng.bytes(10), "big")),
            make_typed_code((start + number * step) % 10**8),
            venue,
            zone,
            then,
        )
        for number, (venue, zone) in enumerate(coded)
    )
    put_rows(session, CodeRow, ("code", "typed", "venue", "zone", "valid_from"), rows)


def _add_zones(
    session: Session, rng: np.random.Generator, branch: bytes, others: list[bytes]
) -> list[tuple[bytes, bytes]]:
    """Zone and venue of each."""
    made = [(rng.bytes(16), venue) for venue in [branch] * 20 + others]
    named = ((zone, venue, f"Khu {number}") for number, (zone, venue) in enumerate(made))
    put_rows(session, ZoneRow, ("id", "venue", "name"), named)
    return made

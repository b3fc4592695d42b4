"""A map leaves the system as a file: written down first, then made, with a line that says who took it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.domain.audit import AuditAction
from app.domain.audit_detail import Detail
from app.domain.codes import ALPHABET
from app.domain.neutral import neutral
from app.domain.officials import Official
from app.store import audit
from app.store.db import Session

if TYPE_CHECKING:
    import maps

WALL: Final = "wide"
"""The sheet that is wider than paper; pictures for it are dark."""
_CHECK: Final = 6


def record_export(
    session: Session, official: Official, detail: Detail, *, randomness: int, now: datetime
) -> str:
    """Write down what is about to leave; returns the id that the file bears.

    It is the number of the entry, by which an auditor finds it, and six characters that the entry holds too:
    an id that somebody makes up does not fit.
    """
    check = "".join(ALPHABET[randomness >> 5 * place & 31] for place in range(_CHECK))
    number = audit.record(
        session,
        actor=official.id,
        action=AuditAction.MAP_EXPORTED,
        detail={**detail, "check": check.lower()},
        now=now,
    )
    return f"{number}-{check}"


def map_file(case_map: maps.CaseMap, form: str, *, paper: str, stamp: str, now: datetime) -> bytes:
    """The map as a file that bears a stamp; a picture of a map in time shows its steps beside each other.

    Raises:
        UnknownForm: it is none of PNG, PDF, SVG, CSV, GeoJSON and GeoPackage (gpkg).
        UnknownSize: there is no such paper.
    """
    import maps

    match form:
        case "csv":
            return maps.to_csv(case_map, neutral, stamp=stamp).encode("utf-8-sig")
        case "geojson":
            return maps.to_geojson(case_map, stamp=stamp)
        case "gpkg":
            return maps.to_geopackage(case_map, written_at=now, stamp=stamp)
    draw = maps.small_multiples if len(case_map.frames) > 1 else maps.picture
    return draw(case_map, form=form, size=paper, dark=paper == WALL, stamp=stamp)

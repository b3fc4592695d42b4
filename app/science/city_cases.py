"""What stands around many cases, as the tables that the compiled kernel reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from app.domain.diseases import Disease
from app.science.city_columns import RULE, Floats, Long
from app.science.infectiousness import Curve
from app.science.rooms import Room
from app.science.tracing import tail_of

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_NORMAL_975: Final = 1.959963984540054
_AN_HOUR: Final = 0.01
"""What an hour together counts where the disease has no dose: only the order that follows from it matters."""


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds since 1970, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def rule_row(disease: Disease, *, dose: bool) -> list[float]:
    """One row of `Cases.rules`. Without `dose`, only the time together counts."""
    counts = dose and disease.dose is not None
    row = {
        "tail": float(tail_of(disease) // _MILLISECOND),
        "width": float(np.log(disease.dose.per_hour_spread)) / _NORMAL_975 if disease.dose else 0.0,
        "weak": disease.thresholds.weak,
        "dose": float(counts),
        "per_hour": disease.dose.per_hour if disease.dose else _AN_HOUR,
        "dispersion": disease.dispersion,
    }
    return [row[name] for name in RULE]


def rooms_table(rooms: Sequence[Room]) -> Floats:
    """`Cases.rooms`, shape (rooms, 7)."""
    return np.array([[getattr(room, f.name) for f in fields(Room)] for room in rooms]).reshape(-1, 7)


def curves_table(curves: Sequence[Curve]) -> tuple[Long, Long, Floats]:
    """`Cases.curve_first`, `curve_origin` and `given`."""
    first = np.cumsum([0, *(len(curve.given_off) for curve in curves)], dtype=np.int64)
    origin = np.array([milliseconds(curve.origin) for curve in curves], dtype=np.int64)
    return first, origin, np.concatenate([np.empty(0), *(curve.given_off for curve in curves)])

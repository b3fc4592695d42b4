"""Who was there with many cases at once: the rule of `tracing`, over columns.

The same pairs as the pure function and the same parts to 1e-9: a test on random cities holds them together.
Cost grows with the visits of the cases and the people beside them; the city is sorted once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.science.dose import SWANSON
from app.science.infectiousness import Curve
from app.science.meeting_columns import Meeting
from app.science.presence_columns import MICROSECONDS_AN_HOUR, Ints, Presences
from app.science.rooms import Room

Floats = NDArray[np.float64]
_PAIRS_AT_ONCE: Final = 2_000_000
_NORMAL_975: Final = 1.959963984540054
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Exposures:
    """One row an exposure, all columns of shape (rows,), by row of the case and then of the other."""

    case: Ints
    """Row of the cases' presences."""
    other: Ints
    """Row of the others' presences."""
    together: Ints
    """Microseconds, likely."""
    after: Ints
    infectiousness: Floats
    through_air: Floats
    close_by: Floats
    least: Floats
    most: Floats

    def __len__(self) -> int:
        return len(self.case)

    @property
    def hours(self) -> Floats:
        """What to expect, in hours of the reference room."""
        return self.through_air + self.close_by


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What stands around the cases' presences."""

    curves: Sequence[Curve]
    """The infectiousness of each case."""
    curve: Ints
    """By row of the cases' presences, which of the curves."""
    rooms: Sequence[Room]
    room: Ints
    """By row of the cases' presences, which of the rooms."""
    tail: timedelta
    """How long after the case people still share its air."""
    spread: float
    """Factor from the profile's hazard an hour to its 97.5 %."""


def exposures(cases: Presences, others: Presences, setting: Setting) -> Exposures:
    """Every overlap of `others` with the cases' presences; nobody meets themselves.

    Args:
        cases: Where cases were while they may have infected others.
        others: Everybody's presences, cases' own included; the same numbers name the same people.
        setting: Infectiousness and air.
    """
    tail = setting.tail // timedelta(microseconds=1)
    meeting = Meeting(others, tail)
    first, until = meeting.bounds(cases)
    counts = until - first
    chunk = (np.cumsum(counts) - 1) // _PAIRS_AT_ONCE
    found = []
    for rows in np.split(np.arange(len(cases)), np.flatnonzero(np.diff(chunk)) + 1):
        case, other = meeting.pairs(cases, rows, first[rows], counts[rows])
        found.append(_weighed(cases, others, case, other, setting))
    columns = {f.name: np.concatenate([getattr(part, f.name) for part in found]) for f in fields(Exposures)}
    return Exposures(**columns)


def _weighed(cases: Presences, others: Presences, case: Ints, other: Ints, setting: Setting) -> Exposures:
    tail = setting.tail // timedelta(microseconds=1)
    start = cases.start[case]
    together = shared(others.start[other], others.end[other], start, cases.end[case])
    whole = shared(others.start[other], others.end[other], start, cases.end[case] + tail)
    beside = np.bincount(case, weights=together, minlength=len(cases))
    crowd = (beside / (cases.end - cases.start))[case]
    table = {
        f.name: np.array([getattr(room, f.name) for room in setting.rooms])[setting.room[case]]
        for f in fields(Room)
    }
    near = table["close_by"] * np.minimum(
        1.0, table["circle"] / np.maximum(np.maximum(crowd, table["usual"]), 1.0)
    )
    enters = (others.start[other] - start) / MICROSECONDS_AN_HOUR
    air, close, levels = [], [], []
    for mine, theirs in (("least_end", "least_end"), ("end", "end"), ("most_end", "most_end")):
        left, gone = getattr(cases, mine)[case], getattr(others, theirs)[other]
        until = np.where(gone > start, np.minimum(left, gone), left)
        level = _levels(setting.curves, setting.curve[case], start, until)
        stay = (left - start) / MICROSECONDS_AN_HOUR
        leaves = np.maximum((gone - start) / MICROSECONDS_AN_HOUR, enters)
        mixed = _mixed_hours(stay, enters, leaves, table["loss"], tail / MICROSECONDS_AN_HOUR)
        both = np.maximum(0.0, np.minimum(stay, leaves) - np.maximum(0.0, enters))
        air.append(level * table["through_air"] * mixed)
        close.append(level * near * both)
        levels.append(level)
    through_air, close_by = (
        sum(weight * part for weight, part in zip(SWANSON, parts, strict=True)) for parts in (air, close)
    )
    factor = _factor(through_air, close_by, table, setting.spread)
    ends = np.stack(air) + np.stack(close)
    return Exposures(
        case,
        other,
        together,
        whole - together,
        levels[1],
        through_air,
        close_by,
        ends.min(axis=0) / factor,
        ends.max(axis=0) * factor,
    )


def shared(first: Ints, last: Ints, start: Ints, end: Ints) -> Ints:
    """How much two spans have in common, row by row."""
    return np.asarray(np.maximum(np.minimum(last, end) - np.maximum(first, start), 0))


def _factor(through_air: Floats, close_by: Floats, table: dict[str, Floats], spread: float) -> Floats:
    expected = through_air + close_by
    share = np.divide(through_air, expected, out=np.zeros_like(expected), where=expected > 0)
    width = np.sqrt(
        (share * table["air_deviation"]) ** 2
        + ((1 - share) * table["close_deviation"]) ** 2
        + (np.log(spread) / _NORMAL_975) ** 2
    )
    return np.asarray(np.exp(_NORMAL_975 * width))


def _levels(curves: Sequence[Curve], which: Ints, start: Ints, end: Ints) -> Floats:
    """Mean infectiousness between two moments, each row on its own curve."""
    found = np.empty(len(which))
    order = np.argsort(which, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(which[order])) + 1):
        if len(rows):
            curve = curves[which[rows[0]]]
            origin = (curve.origin - _EPOCH) // timedelta(microseconds=1)
            first, last = ((moment[rows] - origin) / MICROSECONDS_AN_HOUR for moment in (start, end))
            found[rows] = (curve.until(last) - curve.until(first)) / (last - first)
    return found


def _mixed_hours(stay: Floats, enters: Floats, leaves: Floats, loss: Floats, tail: float) -> Floats:
    """As `rooms.mixed_hours`, row by row."""
    first, last = np.maximum(0.0, enters), np.minimum(stay, leaves)
    met = last > first
    decays = np.exp(-loss * np.where(met, first, 0.0)) - np.exp(-loss * np.where(met, last, 0.0))
    hours = np.where(met, (last - first) - decays / loss, 0.0)
    first, last = np.maximum(stay, enters), np.minimum(leaves, stay + tail)
    came = last > first
    since, until = np.where(came, first - stay, 0.0), np.where(came, last - stay, 0.0)
    left = (1 - np.exp(-loss * stay)) * (np.exp(-loss * since) - np.exp(-loss * until)) / loss
    return np.asarray(hours + np.where(came, left, 0.0))

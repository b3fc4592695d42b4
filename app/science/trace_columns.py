"""Who was there with one case, over columns: the rule of `tracing`, with all that a trace keeps.

A test on random cities holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.assurance import Assurance
from app.domain.diseases import Thresholds
from app.domain.spaces import Space
from app.science import exposure_columns
from app.science.exposure_columns import Exposures, Setting
from app.science.meeting_columns import Meeting
from app.science.presence_columns import Ints, Presences
from app.science.trace_stays import Stays
from app.science.tracing import WEAKNESS

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
BY_WEAKNESS: Final = tuple(sorted(WEAKNESS, key=WEAKNESS.__getitem__))
"""The kinds of evidence, the best first: in columns each is its place here."""
_STATIC: Final = WEAKNESS[Assurance.STATIC]
_SECONDS_A_MINUTE: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Ill:
    """The case's presences, shape (presences,), with what stands beside each."""

    presences: Presences
    assumed: Bools
    weakness: Ints
    flags: Ints
    spaces: list[Space]
    """The air of each."""


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """One row an exposure, by person, start and end of the person's stay, and presence of the case."""

    ill: Ints
    """Row of the case's presences."""
    other: Ints
    """Row of the others' stays."""
    zone: Ints
    start: Ints
    end: Ints
    """From coming together to parting, the tail included, in microseconds since 1970."""
    together: Ints
    after: Ints
    assumed: Bools
    weakness: Ints
    threshold: Floats
    """Seconds."""
    parts: dict[str, Floats] | None
    """By the names of `dose.Parts`; None under a rule or for a disease without a dose."""

    def __len__(self) -> int:
        return len(self.ill)


def met(ill: Ill, others: Stays, thresholds: Thresholds, tail: int, setting: Setting | None) -> Met:
    """Every overlap of the others' stays with the case's presences.

    Args:
        ill: The case.
        others: Everybody else.
        thresholds: The disease's.
        tail: Microseconds after the case in which people still share its air.
        setting: For doses; None: overlaps alone.
    """
    theirs = others.presences
    if setting is None:
        ill_rows, rows, together, after = _overlaps(ill.presences, theirs, tail)
        parts = None
    else:
        found = exposure_columns.exposures(ill.presences, theirs, setting)
        ill_rows, rows, together, after = found.case, found.other, found.together, found.after
        parts = _parts(found)
    order = np.lexsort((ill_rows, theirs.end[rows], theirs.start[rows], theirs.who[rows]))
    case, other = ill_rows[order], rows[order]
    weakness = np.maximum(ill.weakness[case], others.weakness[other])
    start, end = _spans(ill.presences, theirs, case, other, tail)
    zone = theirs.zone[other]
    return Met(
        ill=case,
        other=other,
        zone=np.where(zone >= 0, zone, ill.presences.zone[case]),
        start=start,
        end=end,
        together=together[order],
        after=after[order],
        assumed=ill.assumed[case] | others.assumed[other],
        weakness=weakness,
        threshold=np.round(
            _thresholds(ill, thresholds)[case] * np.where(weakness >= _STATIC, thresholds.weak, 1.0), 6
        ),
        parts=None if parts is None else {name: column[order] for name, column in parts.items()},
    )


def _parts(found: Exposures) -> dict[str, Floats]:
    names = ("infectiousness", "through_air", "close_by", "least", "most")
    return {name: getattr(found, name) for name in names}


def _overlaps(cases: Presences, others: Presences, tail: int) -> tuple[Ints, Ints, Ints, Ints]:
    meeting = Meeting(others, tail)
    first, until = meeting.bounds(cases)
    case, other = meeting.pairs(cases, np.arange(len(cases)), first, until - first)
    mine, theirs = cases.take(case), others.take(other)
    together = exposure_columns.shared(theirs.start, theirs.end, mine.start, mine.end)
    whole = exposure_columns.shared(theirs.start, theirs.end, mine.start, mine.end + tail)
    return case, other, together, whole - together


def _spans(cases: Presences, others: Presences, case: Ints, other: Ints, tail: int) -> tuple[Ints, Ints]:
    """Shared time; where that is only possible, the most it may be."""
    start = np.maximum(cases.start[case], others.start[other])
    end = np.minimum(cases.end[case] + tail, others.end[other])
    most = np.minimum(cases.most_end[case] + tail, others.most_end[other])
    return start, np.where(start < end, end, most)


def _thresholds(ill: Ill, thresholds: Thresholds) -> Floats:
    """Seconds from which an exposure to each presence of the case is more than brief."""
    minutes = [thresholds.minutes[space.kind] for space in ill.spaces]
    return np.array(minutes, dtype=np.float64) * _SECONDS_A_MINUTE

"""Decisions on risk levels: which rate and which criteria give an area which level, as versioned data.

A level is never code. Each decision carries its number, its days, its classes and its matrix, and for every
number where it is from and whether that was found, or still has to be held against the decision's text. The
three that ship are in `shipped_decisions`; a city adds its own. What level they give is in `risk_levels`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unset(StrEnum):
    """What holds where nobody has said how a criterion stands."""

    STRICTEST = "strictest"
    """The class that gives the higher levels: a ward is not calmed by a number that nobody gave."""
    NO_LEVEL = "no-level"
    """No level: the criterion is somebody's judgement, and judging for them would invent it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number is from."""

    text: str
    verified: bool
    """False: still to be held against the text of the decision."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level: always a digit and a name, never a colour alone."""

    number: int
    name: Mapping[str, str]
    """Without the number and the noun, which are said before it."""
    colour: str
    """#rrggbb."""


@dataclass(frozen=True, slots=True)
class RateClasses:
    """New cases per 100,000 residents over some days, cut into classes."""

    name: Mapping[str, str]
    """What the decision counts, in its words."""
    days: int
    breaks: tuple[float, ...]
    """A class reaches from its break up to, and without, the next."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A further quantity that somebody enters, for the whole city or for one area."""

    slug: str
    """Of the quantity: two decisions that ask the same use the same."""
    name: Mapping[str, str]
    unit: str
    """% or empty."""
    least: float
    most: float
    breaks: tuple[float, ...]
    unset: Unset


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the matrix: for one class of every criterion, the level of every class of the rate."""

    classes: tuple[int, ...]
    levels: tuple[int | None, ...]
    """None: this cell of the decision is not established. Without a rate there is one column."""


@dataclass(frozen=True, slots=True)
class RiskDecision:
    """One decision. Texts are by language."""

    slug: str
    number: str
    issuer: Mapping[str, str]
    title: Mapping[str, str]
    valid_from: date
    valid_to: date | None
    """The first day on which it is no longer in force by itself; a newer one may end it earlier."""
    diseases: tuple[str, ...]
    noun: Mapping[str, str]
    """What it calls a level."""
    rate: RateClasses | None
    """None: its levels do not follow from a number of cases."""
    criteria: tuple[Criterion, ...]
    matrix: tuple[Row, ...]
    levels: tuple[Level, ...]
    sources: Mapping[str, Source]
    """By the path of a value, as `rate.breaks.0`, or of anything around it; `all` is around everything."""
    notes: Mapping[str, str]
    """What a reader of the map must know; may be empty."""
    left_out: Mapping[str, str]
    """Which parts of the decision are not in this data; may be empty."""

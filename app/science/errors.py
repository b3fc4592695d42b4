"""What the methods of this package refuse. Each error says what was wrong with which input."""

from __future__ import annotations


class ScienceError(ValueError):
    """An input that no result can be computed from."""


class EmptyIncidence(ScienceError):
    """No days, or no case on any of them."""


class NegativeCount(ScienceError):
    """A count below zero, or one that is not a whole number where whole numbers are counted."""


class ShapesDiffer(ScienceError):
    """Columns of one table have different lengths."""


class NegativeSpan(ScienceError):
    """Something ends before it begins."""


class NotADistribution(ScienceError):
    """Probabilities that are negative, not finite, or do not add up to one."""


class MassAtZero(ScienceError):
    """A serial interval in which somebody infects another on the day of their own onset or before."""


class BadParameter(ScienceError):
    """A parameter outside the range in which the method means something."""


class TooFewCases(ScienceError):
    """Too few cases for the method to say anything."""


class TooMany(ScienceError):
    """More than the method should hold in memory; narrow what it is asked."""


class NaiveTime(ScienceError):
    """A time without a zone."""


class TooFewPlaces(ScienceError):
    """Too few areas or points for the method to say anything."""


class ConstantValues(ScienceError):
    """All values are the same, so nothing can vary together."""


class NoNeighbours(ScienceError):
    """An area without neighbours, or with some that do not exist."""


class ContradictoryNumbers(ScienceError):
    """Published numbers that no counts can have given."""


class NothingSafe(ScienceError):
    """Whatever could be published would tell too much."""

"""The values of areas: a count, one too small to be shown, or none; and what they say in words."""

from dataclasses import dataclass

from maps.words import Words


@dataclass(frozen=True, slots=True)
class Count:
    """Cases now, and in the period before where the reader may compare (None where not).

    Raises:
        ValueError: If either is below zero.
    """

    now: int
    before: int | None = None

    def __post_init__(self) -> None:
        if min(self.now, self.before or 0) < 0:
            raise ValueError(f"a count is never below zero: {self}")


@dataclass(frozen=True, slots=True)
class Hidden:
    """There is a number, too small to be shown to this reader."""


@dataclass(frozen=True, slots=True)
class NoData:
    """Nobody has reported a number; not the same as zero."""


Value = Count | Hidden | NoData


def value_text(value: Value, words: Words) -> str:
    """The value in words: "12 ca", or why there is no number."""
    match value:
        case Count(now=now):
            return words.count.format(n=words.number(now))
        case Hidden():
            return words.hidden
        case NoData():
            return words.no_data


def change_text(value: Value, words: Words) -> str:
    """Comparison with the period before, or nothing where there is none to make."""
    if not isinstance(value, Count) or value.before is None:
        return ""
    change = value.now - value.before
    if change == 0:
        return words.same
    return (words.more if change > 0 else words.fewer).format(n=words.number(abs(change)))

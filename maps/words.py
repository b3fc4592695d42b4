"""The words on a map. The library has none of its own: the caller hands them over, translated."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a map says, in one language.

    `{n}`, `{low}` and `{high}` are replaced by numbers already written in that language. The library
    knows no plural: write "Cases: {n}", not "{n} cases".

    Attributes:
        title: Heading of the map.
        legend: Heading of the legend: what is counted, over which days.
        as_of, source, rule, version: Labels of the four lines every map carries.
        count: A count, "{n} ca".
        between, above: Class labels, "{low} to {high}" and "{low} trở lên".
        more, fewer, same: Comparison with the period before; `{n}` is the difference.
        hidden, no_data: A number not shown because it is small; a number nobody has.
        map: What a screen reader says of the drawing, and which keys move in it.
        zoom_in, zoom_out: Names of the two buttons.
        venues: Legend of the exposure venues.
        venue: One exposure venue, "{n} lượt".
        thousands: Separator of thousands, "." in Vietnamese.
    """

    title: str
    legend: str
    as_of: str
    source: str
    rule: str
    version: str
    count: str
    between: str
    above: str
    more: str
    fewer: str
    same: str
    hidden: str
    no_data: str
    map: str
    zoom_in: str
    zoom_out: str
    venues: str
    venue: str
    thousands: str

    def number(self, n: int) -> str:
        """`n` with this language's separator of thousands."""
        return f"{n:,}".replace(",", self.thousands)

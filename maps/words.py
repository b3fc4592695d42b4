"""The words on a map. The library has none of its own: the caller hands them over, translated."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything a map says, in one language.

    `{n}` is replaced by a number already written in that language. The library knows no plural: write
    "Cases: {n}", not "{n} cases".

    Attributes:
        title: Heading of the map.
        legend: Heading of the legend: what is counted, over which days.
        as_of, source, rule, version: Labels of the four lines every map carries.
        more, fewer, same: Comparison with the period before; `{n}` is the difference.
        hidden, no_data, unreliable: A number not shown because it is small; a number nobody has; a number
            whose denominator is not to be trusted.
        map: What a screen reader says of the drawing, and which keys move in it.
        zoom_in, zoom_out: Names of the two buttons.
        play, pause, step: The three controls of a map in time; `step` names the slider.
        venues: Legend of the venues.
        venue: One venue, "{n} lượt".
        several: Several venues drawn as one, "{n} địa điểm".
        cluster: Legend of such a circle; empty for none.
        links: Legend of the lines between venues.
        link: One line, "{n} ca chung".
        thousands, decimal: "." and "," in Vietnamese.
        outline, dashed: Legend of the two kinds of outlines; said by maps that have them.
    """

    title: str
    legend: str
    as_of: str
    source: str
    rule: str
    version: str
    more: str
    fewer: str
    same: str
    hidden: str
    no_data: str
    unreliable: str
    map: str
    zoom_in: str
    zoom_out: str
    play: str
    pause: str
    step: str
    venues: str
    venue: str
    several: str
    cluster: str = ""
    links: str
    link: str
    thousands: str
    decimal: str
    outline: str = ""
    dashed: str = ""

    def number(self, n: float, decimals: int = 0) -> str:
        """`n` with this language's separators."""
        western = f"{n:,.{decimals}f}"
        return western.translate({ord(","): self.thousands, ord("."): self.decimal})

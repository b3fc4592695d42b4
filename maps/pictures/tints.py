"""Colours of what is not a number: ground, lines, letters. Those that mean a number are the scale's."""

from dataclasses import dataclass

from maps.scales import DOTS_FILL, HATCH_FILL, LOWEST_FILL, NO_DATA_FILL

_LIGHT_INK, _DARK_INK = "#ffffff", "#10242b"


@dataclass(frozen=True, slots=True)
class Tints:
    """One set for paper, one for a wall in a dark room; the same as in static/casemap.css."""

    ink: str = _DARK_INK
    muted: str = "#4a6069"
    paper: str = "#ffffff"
    line: str = "#cfdadc"
    elsewhere: str = "#f2f6f6"
    sea: str = "#e9eef2"
    neighbour: str = "#e6e6e6"
    neighbour_line: str = "#cdcdcd"
    area_line: str = "#7b8d93"
    venue: str = "#1f5fae"
    lead: str = "#0b6e6e"
    outline: str = "#a4161a"
    zero: str = LOWEST_FILL
    no_data: str = NO_DATA_FILL
    hidden: str = "#e8ecec"
    hidden_line: str = "#6d8087"

    def painted(self, fill: str) -> tuple[str, str | None]:
        """Colour and pattern of a fill of the scale: lines for hidden, dots for unreliable."""
        patterns = {HATCH_FILL: (self.hidden, "/////"), DOTS_FILL: (self.hidden, "....")}
        themed = {LOWEST_FILL: self.zero, NO_DATA_FILL: self.no_data}
        return patterns.get(fill, (themed.get(fill, fill), None))

    def ink_on(self, fill: str) -> str:
        """Ink that can be read on a fill: dark or light, whichever is further from it."""
        from matplotlib.colors import to_rgb

        red, green, blue = to_rgb(self.painted(fill)[0])
        return _DARK_INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else _LIGHT_INK  # noqa: PLR2004


LIGHT = Tints()
DARK = Tints(
    ink="#e8f1f2",
    muted="#a9bcc1",
    paper="#0e1a1e",
    line="#2b4047",
    elsewhere="#142429",
    sea="#101d26",
    neighbour="#1b262a",
    neighbour_line="#2b383d",
    area_line="#8fa3a9",
    venue="#5b9bea",
    lead="#4fc3bd",
    outline="#ff8f8a",
    zero="#24343a",
    no_data="#3a4549",
    hidden="#2b383d",
    hidden_line="#7f949b",
)

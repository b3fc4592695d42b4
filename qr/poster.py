"""A poster for the door: one symbol as large as the sheet allows, and the words that a visitor needs.

Everything is laid out once, in the millimetres of an A4 sheet, and scaled to the paper.
"""

from dataclasses import dataclass

from qr import pdf as as_pdf
from qr import pictograms
from qr import png as as_png
from qr.boxes import Code, Drawing
from qr.brand import signature
from qr.colours import INK, MUTED, WASH, WHITE
from qr.fonts import Face
from qr.inset import marked
from qr.layout import Block, Panel, abreast, drawing, on_panel, paragraph, pile
from qr.logo import Art
from qr.paper import Paper
from qr.shapes import Shape, rectangle
from qr.sheet import Sheet
from qr.symbol import EYE, QUIET_ZONE, Level, encode
from qr.typesetting import Style, tidy

MARGIN = 10.0
WIDTH = Paper.A4.width - 2 * MARGIN
LARGEST_SYMBOL = 130.0
SYMBOL_GAP = 1.0
"""On top of the white field, so that a coloured edge never shades its outermost row."""

CORNER_WIDTH, CORNER_GAP = 3.2, 1.0
"""Marks beside the eyes of the symbol and as high as they: their width, how far beside the white field."""

LOGO, LOGO_GAP = 22.0, 6.0
"""Height of a logo beside the name, and what is left free behind it."""

LEAST_GAP = 5.0
"""Between the other blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """What a poster says; every word comes from the caller, and a blank one takes no room.

    `text` is what the symbol carries, at `level`. `captions` explain the three pictograms: phone, tap, done.
    `mark` is the brand's sign as polygons in a unit square, filled by the even-odd rule. `accent` is a
    colour `#rrggbb`, dark enough for white letters on it. `logo`, of the venue or of the city, stands beside
    the name; `middle` stands on `middle_modules` x `middle_modules` of the symbol.
    """

    text: str
    heading: str
    subheading: str
    second_language: str
    venue: str
    address: str
    captions: tuple[str, str, str] = ("", "", "")
    typed_code: str
    right_address: str
    recorded: str
    footer: str
    brand: str
    mark: Shape = ()
    accent: str
    logo: Art = ()
    middle: Art = ()
    middle_modules: int = 5
    level: Level = Level.Q


def pdf(poster: Poster, paper: Paper = Paper.A4) -> bytes:
    """The poster as a PDF of one page.

    Raises:
        Refusal: as `sheet`.
    """
    return as_pdf.write(sheet(poster, paper))


def png(poster: Poster, paper: Paper = Paper.A4, dpi: int = 150) -> bytes:
    """The poster as an RGB PNG of `dpi` pixels an inch.

    Raises:
        Refusal: as `sheet`; `ModuleTooSmall` also when `dpi` leaves fewer than two pixels for a module.
    """
    return as_png.write(sheet(poster, paper), dpi)


def sheet(poster: Poster, paper: Paper = Paper.A4) -> Sheet:
    """The poster laid out: every box with its place in mm.

    Raises:
        EmptyText, TextTooLong: `text` makes no symbol.
        ModuleTooSmall: the words leave too little room for the symbol.
        LogoTooLarge: `middle_modules` take more of the symbol than its repair can spare.
        CannotPrint: characters that the fonts lack.
    """
    scale = paper.width / Paper.A4.width
    symbol = encode(poster.text, level=poster.level)
    band, place = _band(poster), _place(poster)
    rest = [block for block in (_steps(poster), _notes(poster), _footer(poster)) if block.height]
    taken = band.height + place.height + 2 * SYMBOL_GAP + sum(block.height for block in rest)
    room = paper.height / scale - 2 * MARGIN - taken
    side = min(LARGEST_SYMBOL, room - LEAST_GAP * len(rest))
    code = _code(poster, Code(symbol, MARGIN + (WIDTH - side) / 2, 0, side))
    blocks = [pile([band, code, place], SYMBOL_GAP), *rest]
    page = pile(blocks, gap=(room - side) / len(rest)).moved(down=MARGIN)
    boxes = tuple(box.scaled(scale) for box in page.boxes)
    return Sheet(paper, tidy(poster.venue), tuple(panel.scaled(scale) for panel in page.panels), boxes)


def _band(poster: Poster) -> Block:
    left, width = MARGIN + 7, WIDTH - 14
    words = pile(
        [
            _brand(poster),
            paragraph(poster.heading, Style(Face.BOLD, WHITE, 18, 9), left, width),
            paragraph(poster.subheading, Style(Face.MEDIUM, WHITE, 7.2, 4.8), left, width),
            paragraph(poster.second_language, Style(Face.REGULAR, WHITE, 5.6, 4.2), left, width),
        ],
        gap=0.5,
    )
    return on_panel(words, Panel(poster.accent, MARGIN, WIDTH, padding=4, radius=5))


def _brand(poster: Poster) -> Block:
    both = signature(poster.brand, poster.mark, WHITE, 8, WIDTH / 2)
    return both.moved(MARGIN + (WIDTH - both.width) / 2)


def _code(poster: Poster, code: Code) -> Block:
    """The symbol between marks at its corners, which raised tape goes on for those who cannot see."""
    if poster.middle:
        code = marked(code, poster.middle, poster.middle_modules, poster.accent)
    first, length = QUIET_ZONE * code.module, EYE * code.module
    marks = [
        Drawing((rectangle(code.left + right, down, CORNER_WIDTH, length, CORNER_WIDTH / 2),), poster.accent)
        for right in (-CORNER_GAP - CORNER_WIDTH, code.side + CORNER_GAP)
        for down in (first, code.side - first - length)
    ]
    return Block(code.side, (code, *marks))


def _place(poster: Poster) -> Block:
    """The name over the address, in the middle of the sheet or beside a logo."""
    logo = drawing(poster.logo, poster.accent, LOGO)
    left = MARGIN + (logo.width + LOGO_GAP if logo.height else 0)
    width, centred = MARGIN + WIDTH - left, not logo.height
    name = paragraph(poster.venue, Style(Face.BOLD, INK, 12, 7, 2, centred), left, width)
    address = paragraph(poster.address, Style(Face.REGULAR, MUTED, 5.6, 4.6, 2, centred), left, width)
    words = pile([name, address], gap=0.5)
    height = max(words.height, logo.height)
    both = (logo.moved(MARGIN, (height - logo.height) / 2), words.moved(down=(height - words.height) / 2))
    return Block(height, both[0].boxes + both[1].boxes)


def _steps(poster: Poster) -> Block:
    """The pictograms with their captions, spaced evenly."""
    style = Style(Face.MEDIUM, INK, 5, 3.8, lines=2, centred=False)
    side, gap = 15.0, 3.0
    steps = []
    for shape, caption in zip(pictograms.ALL, poster.captions, strict=True):
        words = paragraph(caption, style, 0, WIDTH / 3 - side - 2 * gap)
        steps.append(abreast([drawing(shape, poster.accent, side), words], 0, gap))
    space = (WIDTH - sum(step.width for step in steps)) / (len(steps) + 1)
    return abreast(steps, MARGIN + space, space)


def _notes(poster: Poster) -> Block:
    """What to do when the code fails, which site is the right one, and what is kept."""
    left, width = MARGIN + 6, WIDTH - 12
    lines = [
        paragraph(poster.typed_code, Style(Face.BOLD, INK, 5.4, 4.4, centred=False), left, width),
        paragraph(poster.right_address, Style(Face.REGULAR, INK, 4.9, 4, centred=False), left, width),
        paragraph(poster.recorded, Style(Face.REGULAR, INK, 4.9, 4, centred=False), left, width),
    ]
    return on_panel(pile(lines, gap=1.2), Panel(WASH, MARGIN, WIDTH, padding=4, radius=4))


def _footer(poster: Poster) -> Block:
    return paragraph(poster.footer, Style(Face.REGULAR, MUTED, 3.6, 3), MARGIN, WIDTH)

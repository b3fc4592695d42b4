"""How to hang a poster, on one A4: a drawing to scale, and numbered sentences in two languages."""

from dataclasses import dataclass, replace
from typing import Final

from qr import scene
from qr.boxes import Drawing
from qr.brand import signature
from qr.colours import INK, MUTED, WASH, WHITE
from qr.errors import NameTooLong
from qr.fonts import Face
from qr.layout import Block, Panel, on_panel, paragraph, pile
from qr.paper import Paper
from qr.shapes import Shape, rectangle
from qr.sheet import Sheet
from qr.typesetting import Style, tidy

MARGIN: Final = 10.0
_WIDTH: Final = Paper.A4.width - 2 * MARGIN
_HEIGHT: Final = Paper.A4.height - 2 * MARGIN
_GAP: Final = 5.0


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and the same in the second language."""

    text: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What the guide says. `lowest`, `highest` and `corner` stand beside 90, 120 and 50 cm in the drawing."""

    title: str
    second_language: str
    steps: tuple[Step, ...]
    lowest: str
    highest: str
    corner: str
    footer: str
    brand: str
    mark: Shape = ()
    accent: str


def sheet(guide: Guide) -> Sheet:
    """The guide on an A4.

    Raises:
        NameTooLong: the sentences need more than the sheet has.
        CannotPrint: characters that the fonts lack.
    """
    footer = paragraph(guide.footer, Style(Face.REGULAR, MUTED, 3.4, 2.8), MARGIN, _WIDTH)
    blocks = [_band(guide), _scene(guide), _steps(guide), footer]
    high = pile(blocks, _GAP).height
    if high > _HEIGHT:
        raise NameTooLong(f"the sentences need {high - _HEIGHT:.0f} mm more than the sheet has")
    spare = (_HEIGHT - high) / (sum(block.height > 0 for block in blocks) - 1)
    page = pile(blocks, _GAP + min(spare, _GAP)).moved(down=MARGIN)
    return Sheet(Paper.A4, tidy(guide.title), page.panels, page.boxes)


def _band(guide: Guide) -> Block:
    left, width = MARGIN + 6, _WIDTH - 12
    words = width - 40
    title = pile(
        [
            paragraph(guide.title, Style(Face.BOLD, WHITE, 12, 7, centred=False), left, words),
            paragraph(
                guide.second_language, Style(Face.REGULAR, WHITE, 4.6, 3.4, centred=False), left, words
            ),
        ],
        gap=0.2,
    )
    brand = signature(guide.brand, guide.mark, WHITE, 8, 38)
    right = brand.moved(left + width - brand.width, (title.height - brand.height) / 2)
    both = Block(title.height, title.boxes + right.boxes)
    return on_panel(both, Panel(guide.accent, MARGIN, _WIDTH, padding=3, radius=4))


def _steps(guide: Guide) -> Block:
    """Two columns, the numbers down the first and then the second."""
    between = 8.0
    column = (_WIDTH - between) / 2
    half = (len(guide.steps) + 1) // 2
    numbered = [_step(number, step, guide.accent, column) for number, step in enumerate(guide.steps, 1)]
    halves = [pile(blocks, _GAP) for blocks in (numbered[:half], numbered[half:])]
    boxes = halves[0].moved(MARGIN).boxes + halves[1].moved(MARGIN + column + between).boxes
    return Block(max(block.height for block in halves), boxes)


def _step(number: int, step: Step, accent: str, width: float) -> Block:
    indent = 9.0
    sign = paragraph(f"{number}", Style(Face.BOLD, accent, 9, 9, centred=False), 0, indent)
    words = pile(
        [
            paragraph(step.text, Style(Face.MEDIUM, INK, 4.6, 4.6, 9, centred=False), indent, width - indent),
            paragraph(
                step.second, Style(Face.REGULAR, MUTED, 3.5, 3.5, 9, centred=False), indent, width - indent
            ),
        ],
        gap=0.8,
    )
    return Block(max(sign.height, words.height), sign.boxes + words.moved(down=1).boxes)


def _scene(guide: Guide) -> Block:
    """The drawing on its ground, with the measures that it shows."""
    right, top = MARGIN + scene.WIDTH - 20, scene.above_floor(scene.HIGHEST)
    style = Style(Face.BOLD, INK, 4.2, 3, centred=False)
    labels = [
        paragraph(guide.highest, style, right, 17).moved(down=top - 2.9),
        paragraph(guide.lowest, style, right, 17).moved(down=scene.above_floor(scene.LOWEST) - 2.9),
        paragraph(
            guide.corner, replace(style, centred=True), MARGIN + scene.WALL, scene.CORNER * scene.CM
        ).moved(down=top - 17),
    ]
    boxes = tuple(box for label in labels for box in label.boxes)
    ground = Drawing((rectangle(MARGIN, 0, scene.WIDTH, scene.HEIGHT, 4),), WASH)
    return Block(scene.HEIGHT, boxes, (ground, *(part.moved(MARGIN, 0) for part in scene.room(guide.accent))))

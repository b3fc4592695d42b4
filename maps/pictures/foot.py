"""The notes at the foot of a picture: as of, source, rule, version, and a stamp on what leaves the system."""

from dataclasses import dataclass

from maps.case_map import CaseMap
from maps.pictures.lettering import LEADING, MM_A_POINT, Face, drawable, shortened, width, wrapped
from maps.pictures.sheet import Sheet

_SIZES = (7.5, 6.5, 5.5)  # points: the first at which the notes leave enough room for the map
_MOST = 0.28  # of the sheet's height
_GAP = 6.0  # millimetres between two columns


@dataclass(frozen=True, slots=True)
class Note:
    """A label and the lines of its text; the first line begins after the label."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """Notes in columns, and the millimetres they need."""

    columns: tuple[tuple[Note, ...], ...]
    size: float
    height: float
    step: float


def foot(sheet: Sheet, case_map: CaseMap, stamp: str) -> Foot:
    """The notes in the largest letters that leave room; what even the smallest cannot hold ends in dots."""
    paper = sheet.paper
    for size in _SIZES:
        made = _set(case_map, stamp, size * paper.scale, paper.inner.width, 2 if paper.lies else 1)
        if made.height <= _MOST * paper.height:
            return made
    lines = int(_MOST * paper.height / made.step)
    columns = tuple(
        tuple(Note(n.label, tuple(shortened(list(n.lines), max(1, lines // len(column))))) for n in column)
        for column in made.columns
    )
    return Foot(columns, made.size, _MOST * paper.height, made.step)


def _set(case_map: CaseMap, stamp: str, size: float, most: float, columns: int) -> Foot:
    words, notes = case_map.words, case_map.notes
    said = [(words.as_of, notes.as_of), (words.source, notes.source)]
    also = [(words.rule, notes.rule), (words.version, notes.version)]
    stamped = [("", stamp)] if stamp else []
    groups = [[*said, *stamped], also] if columns > 1 else [[*said, *also, *stamped]]
    each = (most - _GAP * (columns - 1)) / columns
    made = tuple(tuple(_note(label, text, size, each) for label, text in group) for group in groups)
    step = size * LEADING * MM_A_POINT
    return Foot(made, size, step * max(sum(len(n.lines) for n in column) for column in made), step)


def _note(label: str, text: str, size: float, most: float) -> Note:
    label = f"{drawable(label)}:" if label else ""
    indent = width(label, size, Face.BOLD) + width(" ", size) if label else 0
    return Note(label, tuple(wrapped(text, size, most, indent=indent)))


def draw_foot(sheet: Sheet, made: Foot) -> float:
    """Draw the notes at the foot of the sheet; returns where they begin."""
    inner, muted = sheet.paper.inner, sheet.tints.muted
    each = (inner.width - _GAP * (len(made.columns) - 1)) / len(made.columns)
    for number, column in enumerate(made.columns):
        left, y = inner.left + number * (each + _GAP), inner.bottom + made.height
        for note in column:
            indent = width(f"{note.label} ", made.size, Face.BOLD) if note.label else 0
            sheet.block(left, y, [note.label], made.size, muted, face=Face.BOLD)
            sheet.block(left + indent, y, note.lines[:1], made.size, muted)
            y = sheet.block(left, y - made.step, note.lines[1:], made.size, muted)
    return inner.bottom + made.height

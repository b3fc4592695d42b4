"""What was measured, in words and tables of Markdown."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qr.bench import layouts
from qr.bench.camera import PHONE, Phone
from qr.bench.conditions import CONDITIONS, DIM, HAND
from qr.bench.measure import ENOUGH, Effort, Subject, alone, smallest
from qr.bench.payloads import ALL, OURS, Payload
from qr.sheet import Sheet
from qr.symbol import Level

SIDE: Final = 130.0
"""Printed side in mm of every symbol that is compared, white included: that of the poster A4."""

MODULE: Final = 3.0
"""Pixels a module at which layouts are photographed."""

_PREVIEW: Final = Phone(pixels=1920)
"""Many apps look for symbols in the picture of the finder and not in a photograph."""

_SLACK: Final = 0.999

_REPAIRS: Final = {Level.L: "7 %", Level.M: "15 %", Level.Q: "25 %", Level.H: "30 %"}

_OPENING: Final = """\
# The scan test bench

Written by `{command}`: seed {seed}, {shots} shots of each thing, sizes
{step:.0%} apart, read with zxing-cpp as it comes. A size counts when {enough:.0%} of its shots are read,
and if every larger size that was tried counts too. Distances are for comparing symbols: lens faults,
moving hands and a sensor's colours are left out.

## Camera

{pixels} pixels over {angle:g}°: 12 megapixels behind a lens of 26 mm, 2 atan(36 / (2 · 26)) = 69°, as in
many phones of 2018. A pinhole (Hartley and Zisserman, Multiple View Geometry, 2nd edition, chapter 6):

    f = {pixels} / 2 / tan({half:g}°) = {focal:.0f} pixels
    metres = f · side in mm / side in pixels / 1000

Light is summed over each pixel, blurred by 0.6 pixels (standard deviation), given noise of 3 of 255 and
written as JPEG 85. Where an app looks at the finder's picture of {preview} pixels instead of a photograph,
every distance is {ratio:.2f} times as far.

## Beside earlier systems, all printed {side:g} mm wide

Made-up texts of the length, alphabet, level and version of each system (level M where it names none), four
white modules around them, the same shots for all. In the hand: {hand}. Dim: {dim}.

| text | characters | symbol | modules | pixels, in the hand | a module | metres | pixels, dim | metres |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |"""

_LAYOUTS: Final = """
## Each layout

Shots that are read, in per cent, at {module:g} pixels a module, aimed at every symbol of the sheet by
turns. The least pixels a module, and the metres, are those in the hand.

{conditions}

| layout | symbol, mm | module, mm | least pixels a module | metres | {names} |
| --- | --- | --- | --- | --- |{rules}"""

_CLOSING: Final = """
The sticker hides data and no eye, timing or alignment: no level repairs those. Beside a mark it hides half
as much, since the mark takes the other half. Refused: a module would have fewer than two dots, and
`qr.png` says so instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """One payload: the fewest pixels along the side that are read, in the hand and in dim light."""

    payload: Payload
    hand: float
    dim: float


def compare(effort: Effort, payloads: Sequence[Payload] = ALL) -> list[Row]:
    """All payloads with the same shots, those that need the fewest pixels first; infinity: never read."""
    rows = []
    for each in payloads:
        target = alone(each.symbol)
        hand, dim = (smallest(target, by, effort) or math.inf for by in (HAND, DIM))
        rows.append(Row(each, hand, dim))
    return sorted(rows, key=lambda row: (row.hand, row.dim))


def write(effort: Effort, rows: Sequence[Row], command: str) -> Iterator[str]:
    """The page, part by part, each as soon as it is measured; `command` is what has written it."""
    yield _opening(effort, command)
    yield from (_system(row) for row in rows)
    yield ""
    yield from verdict(rows, effort)
    names = [each.name for each in CONDITIONS]
    yield _LAYOUTS.format(
        module=MODULE,
        conditions="\n".join(f"- {each.name}: {each.words}" for each in CONDITIONS),
        names=" | ".join(names),
        rules=" --- |" * len(names),
    )
    for name, make in layouts.LAYOUTS.items():
        yield _layout(name, make(), effort)
    yield _CLOSING


def _opening(effort: Effort, command: str) -> str:
    return _OPENING.format(
        command=command,
        seed=effort.seed,
        shots=effort.shots,
        step=1 - effort.step,
        enough=ENOUGH,
        pixels=PHONE.pixels,
        angle=PHONE.angle,
        half=PHONE.angle / 2,
        focal=PHONE.focal_length,
        preview=_PREVIEW.pixels,
        ratio=_PREVIEW.pixels / PHONE.pixels,
        side=SIDE,
        hand=HAND.words,
        dim=DIM.words,
    )


def _system(row: Row) -> str:
    payload, symbol = row.payload, row.payload.symbol
    name = f"**{payload.system}**" if payload.ours else payload.system
    symbols = f"{symbol.version}-{symbol.level} | {symbol.size}"
    hand = f"{row.hand:.0f} | {row.hand / symbol.full_size:.2f} | {PHONE.distance(SIDE, row.hand):.1f}"
    dim = f"{row.dim:.0f} | {PHONE.distance(SIDE, row.dim):.1f}"
    return f"| {name} | {payload.length} | {symbols} | {hand} | {dim} |"


def verdict(rows: Sequence[Row], effort: Effort) -> Iterator[str]:
    """Which of the others is nearest to ours, and where ours loses."""
    ours = next(row for row in rows if row.payload is OURS)
    others = [row for row in rows if not row.payload.ours]
    for light, needed in (("In the hand", _hand), ("In dim light", _dim)):
        nearest, second = sorted(others, key=needed)[:2]
        ratio = needed(nearest) / needed(ours)
        yield (
            f"- {light} the nearest is {nearest.payload.system}: the venue code is read from "
            f"{ratio:.2f} times its distance, {_word(ratio, effort)}. Then comes {second.payload.system}: "
            f"{needed(second) / needed(ours):.2f} times."
        )
    yield from _as_small(ours, others)
    for mine in (row for row in rows if row.payload.ours):
        ahead = [row.payload.system for row in others if row.hand < mine.hand * effort.step * _SLACK]
        if ahead:
            yield f"- {mine.payload.system} loses to {' and '.join(ahead)}."


def _hand(row: Row) -> float:
    return row.hand


def _dim(row: Row) -> float:
    return row.dim


def _word(ratio: float, effort: Effort) -> str:
    """A difference of one step of size is none: the search cannot see it."""
    if effort.step * _SLACK <= ratio <= 1 / effort.step / _SLACK:
        return "a draw within one step of size"
    return "further" if ratio > 1 else "which loses"


def _as_small(ours: Row, others: Sequence[Row]) -> Iterator[str]:
    mine = ours.payload
    for other in (row.payload for row in others if row.payload.symbol.size <= mine.symbol.size):
        yield (
            f"- {other.system} makes a symbol of {other.symbol.size} modules, ours of {mine.symbol.size}: "
            f"it is as small, and repairs {_REPAIRS[other.level]} of its codewords where ours repairs "
            f"{_REPAIRS[mine.level]}."
        )


def _layout(name: str, sheet: Sheet, effort: Effort) -> str:
    subject = Subject.of(sheet)
    code = subject.codes[0]
    least = subject.smallest(HAND, effort) or math.inf
    rates = [subject.rate(by, effort, MODULE) for by in CONDITIONS]
    cells = " | ".join("refused" if rate is None else f"{100 * rate:.0f}" for rate in rates)
    sizes = f"{code.side:.0f} | {code.module:.2f} | {least / code.symbol.full_size:.2f}"
    return f"| {name} | {sizes} | {PHONE.distance(code.side, least):.1f} | {cells} |"

"""What was measured, in words and tables of Markdown."""

import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from qr.bench import layouts
from qr.bench.beside import Row, Run, at_one_size, compare, pairs, verdict
from qr.bench.camera import PHONE, Phone
from qr.bench.conditions import CONDITIONS, DIM, HAND
from qr.bench.measure import ENOUGH, Effort, Needed, Subject
from qr.bench.payloads import ALL, Payload

SIDE: Final = 130.0
"""Printed side in mm of every symbol that is compared, white included: that of the poster A4."""

MODULE: Final = 3.0
"""Pixels a module at which layouts are photographed."""

_PREVIEW: Final = Phone(pixels=1920)
"""Many apps look for symbols in the picture of the finder and not in a photograph."""

_OPENING: Final = """\
# The scan test bench

Written by `{command}`: seed {seed}, {shots} shots of
each system at each size, spread over {texts} drawn texts, sizes {step:.0%} apart, read with zxing-cpp as it
comes. Distances are for comparing symbols: lens faults, moving hands and a sensor's colours are left out.

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
white modules around them, the same shots for all. The pixels are those along the side at which {enough:.0%}
of the shots are read, on a line through the rates at five sizes; ± is the standard error, a jackknife over
the texts. In the hand: {hand}. Dim: {dim}.

| text | characters | symbol | modules | pixels, in the hand | a module | metres | pixels, dim | metres |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |"""

_LAYOUTS: Final = """
## Each layout

Of {shots} shots those that are read, in per cent, at {module:g} pixels a module, aimed at every symbol of the
sheet by turns. The least pixels a module, and the metres, are those in the hand: {enough:.0%} are read, as at
every larger size that was tried, {step:.0%} apart.

{conditions}

| layout | symbol, mm | module, mm | least pixels a module | metres | {names} |
| --- | --- | --- | --- | --- |{rules}"""

_CLOSING: Final = """
The sticker hides data and no eye, timing or alignment: no level repairs those. Beside a mark it hides half
as much, since the mark takes the other half. Refused: a module would have fewer than two dots, and
`qr.png` says so instead."""


def write(
    effort: Effort, sheets: Effort, command: str, run: Run = map, payloads: Sequence[Payload] = ALL
) -> Iterator[str]:
    """The page, part by part, each as soon as it is measured; `command` is what has written it.

    `effort` is spent on the payloads that are compared, `sheets` on each of our layouts.
    """
    yield _opening(effort, command)
    rows = compare(effort, payloads, run)
    yield from (_system(row) for row in rows)
    yield ""
    yield from verdict(rows)
    yield from pairs(at_one_size(rows, effort, run), effort)
    names = [each.name for each in CONDITIONS]
    yield _LAYOUTS.format(
        shots=sheets.shots,
        step=1 - sheets.step,
        enough=ENOUGH,
        module=MODULE,
        conditions="\n".join(f"- {each.name}: {each.words}" for each in CONDITIONS),
        names=" | ".join(names),
        rules=" --- |" * len(names),
    )
    yield from run(partial(_layout, sheets), layouts.LAYOUTS)
    yield _CLOSING


def _opening(effort: Effort, command: str) -> str:
    return _OPENING.format(
        command=command,
        seed=effort.seed,
        shots=effort.shots,
        texts=effort.texts,
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
    hand = f"{_size(row.hand)} | {row.hand.side / symbol.full_size:.2f} | {_metres(row.hand)}"
    return f"| {name} | {payload.length} | {symbols} | {hand} | {_size(row.dim)} | {_metres(row.dim)} |"


def _size(found: Needed) -> str:
    return f"{found.side:.1f} ± {found.error:.1f}"


def _metres(found: Needed) -> str:
    return f"{PHONE.distance(SIDE, found.side):.2f}"


def _layout(effort: Effort, name: str) -> str:
    subject = Subject.of(layouts.LAYOUTS[name]())
    code = subject.codes[0]
    least = subject.smallest(HAND, effort) or math.inf
    rates = [subject.rate(by, effort, MODULE) for by in CONDITIONS]
    cells = " | ".join("refused" if rate is None else f"{100 * rate:.0f}" for rate in rates)
    sizes = f"{code.side:.0f} | {code.module:.2f} | {least / code.symbol.full_size:.2f}"
    return f"| {name} | {sizes} | {PHONE.distance(code.side, least):.1f} | {cells} |"

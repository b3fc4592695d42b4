"""Where matplotlib runs: one picture at a time, under settings of our own, the same bytes each time.

matplotlib's settings and font caches belong to the whole process, and a server draws in several threads.
Nothing here touches pyplot, which keeps figures and a current one.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import unescape

from maps.pictures.lettering import MM_A_POINT, Face, width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_one_picture = Lock()

_SETTINGS: dict[Any, Any] = {
    "font.sans-serif": ["Noto Sans", "Arial"],  # what an SVG names after Roboto; nothing is looked up
    "svg.fonttype": "none",  # text stays text: it can be found, read aloud, edited
    "svg.hashsalt": "ghe",  # ids would be random
    "pdf.fonttype": 42,  # whole outlines of the letters used, with what they mean
    "hatch.linewidth": 0.6,
    "text.hinting": "no_hinting",  # letters stand where they were measured
    "path.simplify": False,  # the ground is simplified already, and neighbours must stay together
}
_DOCTYPE = re.compile(r"<!DOCTYPE[^>]*>\n?")
_TEXT = re.compile(
    r'<text style="(?P<style>[^"]*font-size: (?P<size>[\d.]+)px[^"]*)"[^>]*>(?P<said>[^<]*)</text>'
)


@contextmanager
def at_the_press() -> Iterator[None]:
    """Making a figure and writing it stand within, and do not mind the machine's matplotlibrc."""
    import matplotlib as mpl

    with _one_picture, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield


def written(figure: "Figure", form: str, dpi: int, said: Mapping[str, str]) -> bytes:
    """The figure as a file that carries `said` (Title, Description) beside the picture, and no date."""
    return {"png": _png, "svg": _svg, "pdf": _pdf}[form](figure, dpi, said)


def _png(figure: "Figure", dpi: int, said: Mapping[str, str]) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    figure.set_dpi(dpi)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    texts = PngInfo()
    for key, text in said.items():
        texts.add_itxt(key, text)
    out = BytesIO()
    picture = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    picture.convert("RGB").save(out, "PNG", pnginfo=texts, dpi=(dpi, dpi), compress_level=5)
    return out.getvalue()


def _svg(figure: "Figure", _dpi: int, said: Mapping[str, str]) -> bytes:
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = BytesIO()
    nothing = dict.fromkeys(("Date", "Creator", "Type", "Format"))
    canvas: Any = FigureCanvasSVG(figure)
    canvas.print_svg(out, metadata={**nothing, **said})
    # the DOCTYPE names a file of another host
    return _TEXT.sub(_as_measured, _DOCTYPE.sub("", out.getvalue().decode(), count=1)).encode()


def _as_measured(text: re.Match[str]) -> str:
    """A line of text that keeps its length with whatever font the reader has."""
    size, bold, said = float(text["size"]), "font-weight: 700" in text["style"], unescape(text["said"])
    if not said:
        return text[0]
    points = width(said, size, Face.BOLD if bold else Face.REGULAR) / MM_A_POINT
    return f'<text textLength="{points:.2f}" lengthAdjust="spacingAndGlyphs" {text[0].removeprefix("<text ")}'


def _pdf(figure: "Figure", _dpi: int, said: Mapping[str, str]) -> bytes:
    from matplotlib.backends.backend_pdf import FigureCanvasPdf

    out = BytesIO()
    info = {"Title": said["Title"], "Subject": said["Description"]}
    nothing = dict.fromkeys(("CreationDate", "Creator", "Producer"))
    canvas: Any = FigureCanvasPdf(figure)
    canvas.print_pdf(out, metadata={**nothing, **info})
    return out.getvalue()

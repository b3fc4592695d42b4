"""Markup around the drawing: heading, legend, and the lines every map carries. Text is escaped here."""

from collections.abc import Sequence
from html import escape

from maps.classes import MapClass
from maps.words import Words

# Not display:none, which turns the pattern off in some browsers: casemap.css takes it out of the flow
HATCH = """<svg class="patterns" width="0" height="0" aria-hidden="true">
<defs><pattern id="hatch" patternUnits="userSpaceOnUse"
 width="6" height="6" patternTransform="rotate(45)">
<rect width="6" height="6" fill="#e8ecec"/>
<rect width="1.5" height="6" fill="#8a9ba1"/></pattern></defs></svg>"""


def head(words: Words, as_of: str) -> str:
    """Everything before the map; leaves the stage open for it."""
    return (
        f"{HATCH}\n<header><h1>{escape(words.title)}</h1>"
        f"<p>{escape(words.as_of)} {escape(as_of)}</p></header>\n"
        f'<div class="stage" role="group" aria-label="{escape(words.map)}">'
    )


def key(legend: Sequence[MapClass], words: Words, notes: Sequence[tuple[str, str]], *, venues: bool) -> str:
    """Everything after the map: closes the stage; legend, then the notes as label and text."""
    entries = [_entry(_square(entry.fill), entry.label) for entry in legend]
    if venues:
        entries.append(_entry('<circle class="venue" cx="14" cy="9" r="7"/>', words.venues))
    lines = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(text)}</dd></div>" for label, text in notes)
    return (
        '<div class="insets"></div><div class="tip" aria-hidden="true" hidden></div></div>\n'
        f'<aside><h2>{escape(words.legend)}</h2><ul class="legend">{"".join(entries)}</ul>\n'
        f"<dl>{lines}</dl></aside>"
    )


def _square(fill: str) -> str:
    # Attributes, not style="": the policy lets no inline style through.
    return f'<rect x=".5" y=".5" width="27" height="17" rx="3" fill="{fill}"/>'


def _entry(drawn: str, label: str) -> str:
    return f'<li><svg width="28" height="18" aria-hidden="true">{drawn}</svg>{escape(label)}</li>'

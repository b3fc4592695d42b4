"""Markup around the drawing: heading, slider, legend, the lines every map carries. Text is escaped here."""

from html import escape

from maps.case_map import CaseMap
from maps.scales import LOWEST_FILL, NO_DATA_FILL, SEQUENTIAL, MapClass
from maps.words import Words

# Not display:none, which turns patterns off in some browsers: casemap.css takes it out of the flow
PATTERNS = """<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>
<pattern id="hatch" patternUnits="userSpaceOnUse" width="6" height="6" patternTransform="rotate(45)">
<rect class="ground" width="6" height="6"/><rect class="figure" width="1.5" height="6"/></pattern>
<pattern id="dots" patternUnits="userSpaceOnUse" width="6" height="6">
<rect class="ground" width="6" height="6"/><circle class="figure" cx="2" cy="2" r="1"/></pattern>
</defs></svg>"""
_RINGED = '<circle class="venue ring" cx="14" cy="9" r="8"/><circle class="venue" cx="14" cy="9" r="5.5"/>'
_THEMED = {
    LOWEST_FILL: "var(--zero)",
    NO_DATA_FILL: "var(--no-data)",
    **{fill: f"var(--class-{i})" for i, fill in enumerate(SEQUENTIAL)},
}


def screen_fill(fill: str) -> str:
    """Fills that follow the reader's theme: more is darker on paper and brighter in the dark. Levels stay."""
    return _THEMED.get(fill, fill)


def head(case_map: CaseMap) -> str:
    """Everything before the map; leaves the stage open for it."""
    words, shown = case_map.words, case_map.frames[case_map.first_shown]
    step = f'<output class="step">{escape(shown.label)}</output>' if len(case_map.frames) > 1 else ""
    return (
        f"{PATTERNS}\n<header><h1>{escape(words.title)}</h1>{step}"
        f"<p>{escape(words.as_of)} {escape(case_map.notes.as_of)}</p></header>\n"
        f'<div class="stage" role="group" aria-label="{escape(words.map)}">'
    )


def foot(case_map: CaseMap) -> str:
    """Everything after the map: closes the stage; slider, legend, then the notes as label and text."""
    words, notes = case_map.words, case_map.notes
    entries = [_entry(_square(entry), entry.label) for entry in case_map.scale.legend(words)]
    for dashed, label in ((False, words.outline), (True, words.dashed)):
        if label and any(outline.dashed is dashed for outline in case_map.outlines):
            look = "outline dashed" if dashed else "outline"
            entries.append(_entry(f'<rect class="{look}" x="2" y="2" width="24" height="14"/>', label))
    if case_map.venues:
        entries.append(_entry('<circle class="venue" cx="14" cy="9" r="7"/>', words.venues))
        if words.cluster:
            entries.append(_entry(_RINGED, words.cluster))
    if case_map.links:
        entries.append(_entry('<path class="link" d="M2 9h24"/>', words.links))
    said = ((words.rule, notes.rule), (words.source, notes.source), (words.version, notes.version))
    lines = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(text)}</dd></div>" for label, text in said)
    slider = _slider(case_map, words) if len(case_map.frames) > 1 else ""
    return (
        f'<div class="insets"></div><div class="tip" aria-hidden="true" hidden></div></div>\n{slider}'
        f'<aside><h2>{escape(words.legend)}</h2><ul class="legend">{"".join(entries)}</ul>\n'
        f"<dl>{lines}</dl></aside>"
    )


def _slider(case_map: CaseMap, words: Words) -> str:
    first, last = (f'<span class="ends">{escape(case_map.frames[i].label)}</span>' for i in (0, -1))
    return (
        f'<div class="steps"><button type="button" class="play" aria-pressed="false">{escape(words.play)}'
        f'</button>{first}<input type="range" min="0" max="{len(case_map.frames) - 1}"'
        f' value="{case_map.first_shown}" aria-label="{escape(words.step)}">{last}</div>\n'
    )


def _square(entry: MapClass) -> str:
    # Attributes, not style="": the policy lets no inline style through.
    mark = f'<text x="14" y="13.5" text-anchor="middle">{escape(entry.mark)}</text>' if entry.mark else ""
    return f'<rect x=".5" y=".5" width="27" height="17" rx="3" fill="{screen_fill(entry.fill)}"/>{mark}'


def _entry(drawn: str, label: str) -> str:
    return f'<li><svg width="28" height="18" aria-hidden="true">{drawn}</svg>{escape(label)}</li>'

"""A map's frame never gets the origin of this site: no source can say so, no script can make a frame."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for top in ("app", "maps", "qr")
    for kind in ("py", "js", "html", "css", "svg")
    for path in (ROOT / top).rglob(f"*.{kind}")
)
FRAME = re.compile(r"<iframe\b[^>]*>")
FORBIDDEN = {
    "allow-same-origin": re.compile(r"allow.?same.?origin", re.IGNORECASE),
    "srcdoc": re.compile(r"\bsrcdoc\b"),
    "a frame made by a script": re.compile(r"createElement\(\s*[\"']i?frame", re.IGNORECASE),
    "a changed sandbox": re.compile(r"\.sandbox\b|setAttribute\(\s*[\"']sandbox"),
    "a nested page": re.compile(r"<(?:object|embed|frame)\b", re.IGNORECASE),
}


def frames(text):
    return FRAME.findall(text)


def tame(frame):
    """Whether a frame's tag gives scripts and nothing else."""
    return re.findall(r'\bsandbox="([^"]*)"', frame) == ["allow-scripts"] and "src=" in frame


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_source_gives_a_frame_more(what):
    found = [str(path) for path in SOURCES if FORBIDDEN[what].search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_frame_of_a_template_may_run_scripts_and_nothing_else():
    tags = [tag for path in SOURCES if path.suffix == ".html" for tag in frames(path.read_text("utf-8"))]
    assert tags, "the map has one"
    assert all(tame(tag) for tag in tags)


@pytest.mark.parametrize(
    "text",
    [
        'sandbox="allow-scripts allow-same-origin"',
        "frame.sandbox.add('allow-' + x)",
        'document.createElement("iframe")',
        "<iframe srcdoc=x>",
        "<embed src=x>",
    ],
)
def test_the_patterns_see_what_they_look_for(text):
    assert any(pattern.search(text) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("sandbox", ['sandbox=""', 'sandbox="allow-scripts allow-popups"', "", "sandbox"])
def test_a_frame_with_another_sandbox_is_seen(sandbox):
    [tag] = frames(f'<p><iframe src="/map" {sandbox}></iframe>')
    assert not tame(tag)

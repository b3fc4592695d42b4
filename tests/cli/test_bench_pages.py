"""The benchmark of pages asks what a browser would ask."""

from app.cli.bench import pages
from app.cli.bench.page_ways import TRACER, Way


def test_a_frame_is_asked_by_the_address_that_its_page_gives(monkeypatch):
    answers = iter(
        [(503, b"<p>being computed</p>"), (200, b'<iframe id="m" src="/m/frame?days=7&amp;until=1">')]
    )
    asked = []

    def ask(*given):
        asked.append(given[-1])
        return next(answers)

    monkeypatch.setattr(pages, "_ask", ask)
    monkeypatch.setattr(pages.time, "sleep", lambda _: None)
    way = Way(TRACER, "")
    assert pages._framed(None, {}, way, "/m/frame?map=time") == "/m/frame?days=7&until=1"
    assert asked == ["/m?map=time", "/m?map=time"]
    assert pages._framed(None, {}, way, "/official/cases") == "/official/cases"

"""What a page costs does not grow with the city: the same statements at three times the size, the same rows.

Held by counting, not by timing. Where numbers are of everything that happened the rows do grow: those pages
are computed beside the request in a large city, which the last tests hold.
"""

import html
import re
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from sqlalchemy.engine.cursor import CursorFetchStrategy

from app.cli.bench import page_ways, pages_cases, pages_city
from app.main import create_app
from app.settings import Settings
from app.store import city as facts
from app.store.direct import Direct, direct
from app.usecases import hold_views
from app.usecases.hold_views import HeldViews
from app.web import cookies
from app.web.official import map_page
from tests.web.conftest import Phone
from tests.web.statements import is_of_the_service

HELD = re.compile(
    r"map=(time|venues|density|clusters|network|compliance)|/official/(people|chains|outbreak)|/map/frame"
)
"""Computed beside the request where the city is large: `ghe.held`."""
FEWEST = 40
"""Rows that may come and go: a session touched, a page with one line more."""
BOUNDED = re.compile(r"/official/map(\?|$)|/origin$|/official/sources$")
"""Grows up to a bound that is not reached here: the wards' days that have a case, the newest 500 cases."""
MOST_ROWS = 2 * 168 * 2 * 56 + 1_000
"""Imported counts and our own, of the longest window here and of the one before it."""


@pytest.fixture
def small(monkeypatch):
    """The least of everything, so that three times as much is still made in a moment."""
    monkeypatch.setattr(pages_cases, "LONG_LIST", 150)
    monkeypatch.setattr(pages_city, "FEWEST", (600, 200, 1100))


@pytest.fixture
def looked_at(client, database, small, clock):
    """The service, its city, and who asks."""
    ghe = client.app_state["ghe"]
    city = pages_city.make_city(database, ghe.keys, scale=0.0001, policy=ghe.policy, now=clock.now)
    return ghe, pages_city.sign_in(database, city, now=clock.now)


def visitor(client, city, way):
    phone = Phone(client)
    names = {page_ways.OWNER: cookies.OWNER, page_ways.PERSON: cookies.DEVICE}
    if way.who != page_ways.ANYBODY:
        phone.cookies.set(names.get(way.who, cookies.OFFICIAL), city.cookies[way.who])
    return phone


@contextmanager
def counted(monkeypatch_class=CursorFetchStrategy):
    """Statements and rows of a block."""
    seen = Counter()

    def one_more(_connection, _cursor, statement, *_):
        seen["statements"] += not is_of_the_service() and not statement.startswith("BEGIN")

    originals = {name: getattr(monkeypatch_class, name) for name in ("fetchone", "fetchmany", "fetchall")}

    def counting(name, original):
        def fetch(self, *given, **named):
            rows = original(self, *given, **named)
            seen["rows"] += (rows is not None) if name == "fetchone" else len(rows)
            return rows

        return fetch

    asks = Direct.ask

    def ask(self, *given):
        rows = asks(self, *given)
        seen["rows"] += len(rows)
        return rows

    event.listen(Engine, "before_cursor_execute", one_more)
    Direct.ask = ask
    for name, original in originals.items():
        setattr(monkeypatch_class, name, counting(name, original))
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", one_more)
        Direct.ask = asks
        for name, original in originals.items():
            setattr(monkeypatch_class, name, original)


def costs(client, city, database):
    found = {}
    for _, way, address in page_ways.addresses(pages_city.facts_of(database, city)):
        if HELD.search(way.address):
            continue
        phone = visitor(client, city, way)
        with counted() as seen:
            answer = phone.get(address)
        assert answer.status_code == 200, (way, address, answer.text[:2000])
        found[way] = seen["statements"], seen["rows"]
    return found


def test_no_page_asks_more_or_reads_more_where_there_is_more(client, database, looked_at, clock):
    ghe, city = looked_at
    before = costs(client, city, database)
    pages_city.grow(database, ghe.keys, city, policy=ghe.policy, now=clock.now)
    after = costs(client, city, database)
    assert {way: (n, after[way][0]) for way, (n, _) in before.items() if after[way][0] > n} == {}
    more = {way: (rows, after[way][1]) for way, (_, rows) in before.items() if after[way][1] > rows + FEWEST}
    assert {way: rows for way, rows in more.items() if not BOUNDED.search(way.address)} == {}
    assert max(rows for _, rows in after.values()) < MOST_ROWS


def test_the_count_notices_a_statement_and_its_rows(database):
    with counted() as seen, database.reading() as session:
        session.execute(text("SELECT 1 UNION SELECT 2")).all()
        session.execute(text("SELECT 3")).first()
        before = seen["rows"]
        direct(session).ask("SELECT 4 UNION SELECT 5")
    assert seen["statements"] == 3
    assert before >= 3
    assert seen["rows"] == before + 2


def test_every_route_is_timed_or_says_why_not():
    app = create_app(Settings(_env_file=None, public_url="https://testserver"))
    routes = page_ways.routes_to_time(app)
    assert routes <= page_ways.WAYS.keys() | page_ways.UNTIMED.keys()
    assert routes >= page_ways.UNTIMED.keys()
    assert not page_ways.WAYS.keys() & page_ways.UNTIMED.keys()


@pytest.fixture
def large(monkeypatch):
    """From the first case on, a city is large; and nobody waits for numbers."""
    monkeypatch.setattr(facts, "MANY_CASES", 1)


BEING_COMPUTED = {
    "en": "These numbers are being computed",
    "vi": "Các con số đang được tính",
}


@pytest.mark.parametrize("address", ["/official/map?map=venues", "/official/people"])
def test_a_large_city_says_that_its_numbers_are_being_computed(
    client, looked_at, large, monkeypatch, address
):
    _, city = looked_at
    gate = Event()
    monkeypatch.setattr(hold_views, "PATIENCE", timedelta())
    monkeypatch.setattr(HeldViews, "_run", after(gate, HeldViews._run))
    phone = visitor(client, city, page_ways.Way(page_ways.TRACER, address))
    for language, words in BEING_COMPUTED.items():
        waiting = phone.get(address, headers={"accept-language": language})
        assert waiting.status_code == 503
        assert int(waiting.headers["refresh"]) >= 1
        assert words in waiting.text
        assert "<progress" in waiting.text
        assert f'href="{address}' in waiting.text  # by hand, where nothing opens by itself
    gate.set()
    assert soon(phone, address).status_code == 200


@pytest.mark.parametrize("kind", ["time", "venues", "density", "clusters", "network", "compliance"])
def test_the_frame_of_a_page_has_its_numbers_at_once(client, looked_at, large, monkeypatch, kind):
    _, city = looked_at
    phone = visitor(client, city, page_ways.Way(page_ways.TRACER, ""))
    page = soon(phone, f"/official/map?map={kind}").text
    frame = html.unescape(re.search(r'<iframe [^>]*src="([^"]+)"', page)[1])
    monkeypatch.setattr(hold_views, "PATIENCE", timedelta())
    monkeypatch.setattr(HeldViews, "_run", lambda *_: None)
    assert phone.get(frame).status_code == 200
    older = phone.get(f"/official/map/frame?map={kind}&until=01/01/2020", headers={"accept-language": "en"})
    assert older.status_code == 503
    assert BEING_COMPUTED["en"] in older.text
    assert int(older.headers["refresh"]) >= 1
    assert "frame-ancestors 'self'" in older.headers["content-security-policy"]
    assert "sandbox" in older.headers["content-security-policy"]


def after(gate, run):
    def wait_and_run(self, *given):
        gate.wait(30)
        run(self, *given)

    return wait_and_run


def soon(phone, address):
    for _ in range(600):
        answer = phone.get(address)
        if answer.status_code != 503:
            return answer
        time.sleep(0.05)
    raise AssertionError("never computed")


def test_what_a_large_city_shows_is_dated_and_at_most_some_minutes_old(
    client, looked_at, large, clock, database
):
    _, city = looked_at
    phone = visitor(client, city, page_ways.Way(page_ways.TRACER, ""))
    first = soon(phone, "/official/chains")
    assert "Computed at" in first.text
    clock.pass_by(minutes=6)
    assert computed_at(phone.get("/official/chains")) == computed_at(
        first
    )  # shown at once, computed anew beside
    for _ in range(600):
        if computed_at(soon(phone, "/official/chains")) != computed_at(first):
            return
        time.sleep(0.05)
    raise AssertionError("never computed anew")


def computed_at(answer):
    return re.search(r"Computed at ([^.<]+)", answer.text)[1]


def test_a_small_city_is_always_of_now(client, looked_at):
    _, city = looked_at
    phone = visitor(client, city, page_ways.Way(page_ways.TRACER, ""))
    assert "Computed at" not in phone.get("/official/chains").text


def test_who_sees_less_is_never_shown_what_another_was(client, looked_at, large):
    _, city = looked_at
    tracer = visitor(client, city, page_ways.Way(page_ways.TRACER, ""))
    approver = visitor(client, city, page_ways.Way(page_ways.APPROVER, ""))
    exact = soon(tracer, "/official/map?map=density").text
    assert soon(approver, "/official/map?map=density").text != exact
    assert soon(approver, "/official/map?map=venues").status_code == 403


def rows_in(html_):
    return html_.count('<a id="ward-')


def test_a_long_table_shows_its_first_rows_and_the_others_are_a_press_away(client, looked_at, monkeypatch):
    _, city = looked_at
    tracer = visitor(client, city, page_ways.Way(page_ways.TRACER, ""))
    page = tracer.get("/official/map", headers={"accept-language": "en"}).text
    first, *further = page.split("<details class=")
    assert rows_in(first) == 50
    assert [rows_in(part) for part in further] == [118]
    assert further[0].startswith('"more-rows long-table"><summary>Further rows: 118</summary>')
    assert "Not listed" not in page
    monkeypatch.setattr(map_page, "LISTED", 60)
    page = tracer.get("/official/map", headers={"accept-language": "en"}).text
    assert rows_in(page) == 60
    assert "<details class=" not in page
    assert "Not listed: 108. The search finds them." in page
    last = re.findall(r'data-code="(\d+)" data-find', tracer.get("/official/map?sort=name&order=down").text)[
        0
    ]
    assert f'data-code="{last}"' in tracer.get(f"/official/map?q={last}").text

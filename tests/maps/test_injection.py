"""Whatever anybody is called: every text of a map document under every payload, in Chromium, as words only.

All documents of one condition stand as frames on one page, each with one payload in all of its texts. They
are compared, element by element and attribute by attribute, with a document whose texts are harmless.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import shapely

import maps
from tests.conftest import PATIENCE

pytestmark = pytest.mark.browser

NONCE = "bm9uY2Utb2YtYS10ZXN0"
HARMLESS = "Phường Sài Gòn"
PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "end of script": "</script><script>alert(1)</script>",
    "end of style": "</style><script>alert(1)</script>",
    "end of title": "</title><script>alert(1)</script>",
    "end of text area": "</textarea></noscript><script>alert(1)</script>",
    "comment and script": "<!--<script>",
    "end of comment": "--><script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "image in upper case": "<IMG SRC=x ONERROR=alert(1)>",
    "drawing": "<svg onload=alert(1)>",
    "drawing in a drawing": "</text></svg><svg><script>alert(1)</script></svg>",
    "foreign object": "<foreignObject><img src=x onerror=alert(1)></foreignObject>",
    "frame": '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
    "frame with script address": "<iframe src=javascript:parent.alert(1)></iframe>",
    "link": '<a href="javascript:alert(1)" autofocus onfocus=alert(1)>x</a>',
    "base": '<base href="https://x.test/">',
    "refresh": '<meta http-equiv="refresh" content="0;url=https://x.test/">',
    "style": "<style>*{display:none}</style><link rel=stylesheet href=https://x.test/a.css>",
    "double quote": '"><script>alert(1)</script>',
    "attribute": '" autofocus onfocus=alert(1) x="',
    "single quote": "' autofocus onfocus=alert(1) x='",
    "template literal": "${alert(1)}",
    "back-tick": "`${alert(1)}`",
    "back-tick and backslash": "\\`+alert(1)//",
    "backslashes": '\\\\";alert(1)//\\',
    "end of JSON": '"}]});alert(1)//',
    "line separators": "a\u2028alert(1)\u2029b",
    "script address": "javascript:alert(1)",
    "address of data": "data:text/html,<script>alert(1)</script>",
    "template expression": "{{7*7}}",
    "template statement": "{% if 1 %}49{% endif %}",
    "template comment": "{# gone #}x",
    "template global": "{{cycler.__init__.__globals__.os.getpid()}}",
    "format field": "{0.__class__} {n} %(n)s %s",
    "entities": "&lt;b&gt; &amp;lt; &#60; ]]>",
    "line breaks": "a\nb\tc",
    "emoji": "Quán 🍜👩‍👩‍👧 𠮷",
    "right to left": "\u202egnp.exe\u202c \u2066x\u2069",
    "combining": "Ngh\u00ea\u0323 Z\u0334\u0324\u0353a\u035f\u034fl\u0327go",
    "a long name": "Nhà hàng Hải sản Bình Thạnh và Tiệc cưới Hoàng Gia, cơ sở 12",
    "prototype": "__proto__",
    "constructor": "constructor",
}
CONDITIONS = {
    "as it is served": (True, True),
    "neither policy nor sandbox": (False, False),
}
WATCH = """window.ran = []; window.violations = [];
window.alert = (what) => ran.push(String(what));
addEventListener("securitypolicyviolation", (e) => violations.push([e.violatedDirective, e.blockedURI]));"""
OUTER = """<!doctype html><title>frames</title><script>ready = 0;
addEventListener("message", (e) => { if (e.data.type === "ghe-map:ready") ready += 1 })</script>"""
LOOK = """() => {
  const LAYOUT = /^[a-z0-9: ;.(),%+-]*$/;
  const texts = (selector) => [...document.querySelectorAll(selector)].map((found) => found.textContent);
  const given = (name) => [...document.querySelectorAll(`[${name}]`)].map((one) => one.getAttribute(name));
  const pointed = [...document.querySelectorAll(".stage [role=button]:not(a)")].map((drawn) => {
    drawn.dispatchEvent(new PointerEvent("pointerenter"));
    return texts(".tip > *");
  });
  const told = () => ({
    texts: [...document.querySelectorAll("*")]
      .filter((one) => !one.children.length && !["SCRIPT", "STYLE"].includes(one.tagName))
      .filter((one) => one.className !== "leaflet-control-scale-line") // depends on the room for the map
      .map((one) => one.textContent),
    notes: texts("dt, dd"), legend: texts(".legend li"), head: texts("header p"), language: given("lang"),
    labels: given("aria-label"), values: given("aria-valuetext"), titles: given("title"),
    codes: given("data-code"),
  });
  const all = [...document.querySelectorAll("*")];
  const found = {
    shape: all.map((one) => [one.tagName, ...one.getAttributeNames()].join(" ")),
    addresses: all.flatMap((one) => ["href", "src", "action", "fill"].map((name) => one.getAttribute(name))),
    styles: all.map((one) => one.getAttribute("style")).filter((style) => style && !LAYOUT.test(style)),
    shown: [pointed, told()],
  };
  caseMap.setStep(0);
  found.shown.push(told());
  return { ...found, ran, violations };
}"""
TEMPLATES = ("more", "fewer", "venue", "several", "link")


class Say:
    """A text for a named place: the payload first, then the name of the place."""

    def __init__(self, payload):
        self.payload = payload
        self.places = set()

    def __call__(self, place):
        self.places.add(place)
        return f"{self.payload}~{place}~"

    def template(self, place):
        """The same as a part of a template that has one number in it."""
        return self(place).replace("{", "{{").replace("}", "}}") + "{n}"


def case_map(say):
    """A map in time with everything on it: all of its texts say the payload."""
    plain = set(maps.Words.__dataclass_fields__) - {*TEMPLATES, "thousands", "decimal"}
    words = {name: say(name) for name in sorted(plain)} | {name: say.template(name) for name in TEMPLATES}
    boxes = [shapely.box(106.7 + i / 100, 10.8, 106.7 + (i + 1) / 100, 10.81) for i in range(5)]
    boxes.append(shapely.box(107.7, 9.8, 107.71, 9.81))  # far away: an inset
    areas = [
        maps.AreaShape(say(f"code {i}"), say(f"name {i}"), "", "", None, box) for i, box in enumerate(boxes)
    ]
    values = [
        maps.Level(1, say("level detail")),
        maps.Hidden(say("hidden detail")),
        maps.NoData(say("no data detail")),
        maps.Unreliable(say("unreliable detail")),
        maps.Count(9, 3, say("count detail")),
        maps.Rate(1.5, 2.5, say("rate detail")),
    ]
    frames = [
        maps.Frame(say(f"frame {i}"), {area.code: values[(n + i) % 6] for n, area in enumerate(areas)})
        for i in range(2)
    ]
    venues = [maps.Venue(say(f"venue {i}"), 106.705 + i / 200, 10.805, 3, say(f"mark {i}")) for i in range(2)]
    return maps.CaseMap(
        areas=areas,
        frames=frames,
        scale=maps.Scale(
            (maps.MapClass("#1b9e9e", say("class"), say("digit")),),
            (),
            say.template("value"),
            unreliable=True,
        ),
        words=maps.Words(**words, thousands=".", decimal=","),
        notes=maps.Notes(*(say(f"note {i}") for i in range(4))),
        lang=say("language"),
        context=[shapely.box(106.6, 10.7, 106.7, 10.8)],
        borders=[boxes[0]],
        labels=[maps.Label(say("ground"), 106.71, 10.8)],
        outlines=[
            maps.Outline(say(f"outline {i}"), boxes[1].buffer(0.002), (say("line 0"), say("line 1")), bool(i))
            for i in range(2)
        ],
        venues=[*venues, maps.Venue("", 106.72, 10.805, 9, venues=4)],
        links=[maps.Link(venues[0].id, venues[1].id, 2)],
    )


UNSEEN = {
    "outline 0": "an id that stays in the data",
    "outline 1": "the same",
    "venue 0": "the same; it is what the frame tells the page around it",
    "venue 1": "the same",
    "pause": "stands on the button while the map plays",
    "same": "said where nothing changed",
}


def document(say):
    return maps.document(case_map(say), nonce=NONCE, asset_base="/static/maps/")


class Handler(BaseHTTPRequestHandler):
    """Serves the outer page, its frames, and the packaged assets to be kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        headers = {"Content-Type": "text/html; charset=utf-8"}
        if self.path.startswith("/static/maps/"):
            found = maps.asset(self.path.removeprefix("/static/maps/"))
            body = found.body
            headers = {"Content-Type": found.media_type, "Cache-Control": "max-age=999, immutable"}
        elif self.path.startswith("/map/"):
            body = self.server.documents[int(self.path.removeprefix("/map/"))].encode()
            if self.server.policy:
                headers["Content-Security-Policy"] = maps.content_security_policy(NONCE)
        else:
            body = self.server.outer.encode()
        self.send_response(200)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        served.daemon_threads = True
        thread = threading.Thread(target=served.serve_forever, args=(0.05,))
        thread.start()
        yield served
        served.shutdown()
        thread.join()


@pytest.fixture
def look(server, chromium):
    """Show documents in frames beside each other, and tell what is in each, and what the browser said."""

    def looked(documents, *, sandbox, policy):
        attribute = 'sandbox="allow-scripts"' if sandbox else ""
        frames = [
            f'<iframe src="/map/{i}" width="1000" height="700" {attribute}></iframe>'
            for i in range(len(documents))
        ]
        server.documents, server.policy, server.outer = documents, policy, OUTER + "".join(frames)
        page = chromium.new_page()
        told, asked = [], []
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("console", lambda line: told.append(line.text) if line.type in {"error", "warning"} else None)
        page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        try:
            page.add_init_script(WATCH)
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            page.wait_for_function("(n) => ready >= n", arg=len(documents), timeout=PATIENCE)
            found = {frame.url.rsplit("/", 1)[1]: frame.evaluate(LOOK) for frame in page.frames[1:]}
            assert not [url for url in asked if not url.startswith(f"http://127.0.0.1:{server.server_port}/")]
            return [found[str(i)] for i in range(len(documents))], told
        finally:
            page.close()

    return looked


def as_if(found, payload):
    """What was found in the harmless document, with the payload in the place of the harmless words."""
    if isinstance(found, str):
        return found.replace(HARMLESS, payload)
    if isinstance(found, dict):
        return {key: as_if(value, payload) for key, value in found.items()}
    return [as_if(one, payload) for one in found] if isinstance(found, list) else found


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_payload_in_every_place_is_only_words(look, condition):
    sandbox, policy = CONDITIONS[condition]
    documents = [document(Say(payload)) for payload in (HARMLESS, *PAYLOADS.values())]
    (harmless, *others), told = look(documents, sandbox=sandbox, policy=policy)
    for (name, payload), found in zip(PAYLOADS.items(), others, strict=True):
        assert (found["ran"], found["violations"]) == ([], []), name
        assert found["shape"] == harmless["shape"], f"{name} made or changed an element"
        assert (found["addresses"], found["styles"]) == (harmless["addresses"], []), name
        assert found["shown"] == as_if(harmless["shown"], payload), name
    assert told == []


def test_every_place_is_looked_at(look):
    say = Say(HARMLESS)
    [found], _ = look([document(say)], sandbox=True, policy=True)
    shown = json.dumps(found["shown"], ensure_ascii=False)
    assert len(say.places) > 50
    assert {place for place in say.places if f"~{place}~" not in shown} == set(UNSEEN)


RUNS = ("<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<svg onload=alert(1)>")


def test_the_watch_sees_payloads_that_run_and_the_policy_stops_them(look):
    harmless = document(Say(HARMLESS))
    broken = [harmless.replace(f"{HARMLESS}~note 1~", payload) for payload in RUNS]
    (one, *others), _ = look([harmless, *broken], sandbox=False, policy=False)
    assert [one["ran"], *(other["ran"] for other in others)] == [[], ["1"], ["1"], ["1"]]
    assert all(other["shape"] != one["shape"] for other in others)
    stopped, told = look(broken, sandbox=True, policy=True)
    assert [found["ran"] for found in stopped] == [[], [], []]
    assert all(found["violations"] for found in stopped)
    assert told


def test_the_watch_sees_a_changed_attribute_and_a_changed_word(look):
    harmless = document(Say(HARMLESS))
    attribute = harmless.replace('class="stage"', 'class="stage" tabindex="0"')
    word = harmless.replace(f"{HARMLESS}~rule~", f"{HARMLESS}~rule~ ")
    (one, two, three), _ = look([harmless, attribute, word], sandbox=True, policy=True)
    assert one["shape"] != two["shape"]
    assert one["shape"] == three["shape"]
    assert one["shown"] != three["shown"]

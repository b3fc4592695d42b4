import dataclasses
import json
import random
import re
from html.parser import HTMLParser

import folium

import maps

EXTERNAL = re.compile(
    r"""(?:src|href|action|data)\s*=\s*["']?\s*(?:[a-z]+:)?//|url\(\s*["']?(?:[a-z]+:)?//"""
)


class Page(HTMLParser):
    """Tags with the names of their attributes, the words between them, and the content of the data block."""

    def __init__(self, html):
        super().__init__()
        self.skeleton, self.text, self.labels, self.data = [], [], [], None
        self.nonces = set()
        self.in_data = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.skeleton.append((tag, tuple(name for name, _ in attrs)))
        attributes = dict(attrs)
        self.labels.append(attributes.get("aria-label"))
        self.in_data = attributes.get("id") == "case-map-data"
        if tag in {"script", "link", "style"} and not self.in_data:
            self.nonces.add(attributes.get("nonce"))

    def handle_comment(self, data):
        self.skeleton.append(("comment", data))

    def handle_data(self, data):
        if self.in_data:
            self.data = json.loads(data)
            self.in_data = False
        elif data.strip():
            self.text.append(data.strip())


def test_every_map_says_when_from_where_and_by_which_rule(draw, grid, words):
    text = Page(draw(grid(2, 2))).text
    for said in (words.title, words.legend, "Bộ Y tế", "dưới 10 không hiển thị", "2021-07-13"):
        assert said in text
    assert f"{words.as_of} 18:00 ngày 13/07/2021" in text
    assert {words.hidden, words.no_data, "0", "1 đến 9", "200 trở lên"} <= set(text)


def lines_of(data, area, step=-1):
    return [data["texts"][i] for i in area["lines"][step]]


def test_the_block_holds_the_rows(draw, grid):
    values = {"00001": maps.Count(1234, 1000), "00002": maps.Hidden(), "00003": maps.NoData()}
    data = Page(draw(grid(2, 2), values)).data
    assert [area["code"] for area in data["areas"]] == ["00001", "00002", "00003", "00004"]
    assert lines_of(data, data["areas"][0]) == ["1.234 ca", "nhiều hơn 7 ngày trước 234 ca"]
    assert [area["ranks"] for area in data["areas"]] == [[4], [5], [6], [6]]


def test_a_map_in_time_sends_its_shapes_once(draw, grid):
    days = [maps.Frame(f"{day:02}/07", {"00001": maps.Count(day)}) for day in range(1, 29)]
    one, many = (Page(draw(grid(2, 2), days[-n:])) for n in (1, 28))
    assert [area["polygons"] for area in many.data["areas"]] == [
        area["polygons"] for area in one.data["areas"]
    ]
    assert many.data["areas"][0]["ranks"] == [1] * 9 + [2] * 19
    assert lines_of(many.data, many.data["areas"][0], 4) == ["5 ca"]
    assert (many.data["steps"][0], many.data["start"]) == ("01/07", 27)
    assert ("input", ("type", "min", "max", "value", "aria-label")) in many.skeleton
    assert not any(tag == "input" for tag, _ in one.skeleton)


def test_a_hidden_number_is_nowhere_in_the_document(draw, grid):
    shown, hidden = (draw(grid(1, 1), {"00001": value}) for value in (maps.Count(98765), maps.Hidden()))
    assert "98.765" in shown
    assert not re.search("98.?765", hidden)


def test_a_payload_as_any_text_stays_text(draw, grid, words, payload):
    literal = payload.replace("{", "{{").replace("}", "}}")  # some words are templates: format() unescapes
    fields = [field.name for field in dataclasses.fields(words) if field.name not in {"thousands", "decimal"}]
    spiked = dataclasses.replace(
        words, **{name: literal if "{" in getattr(words, name) else payload for name in fields}
    )
    scale = maps.level_scale([maps.MapClass(maps.LEVELS[0], payload, payload[:1])])
    notes = maps.Notes(payload, payload, payload, payload)
    frames = [maps.Frame(payload, {"00001": maps.Level(1, payload)}), maps.Frame(payload, {})]
    over = {
        "venues": [maps.Venue(payload, 106, 10, 2, payload), maps.Venue("v", 106, 10, 2)],
        "links": [maps.Link(payload, "v", 2)],
        "outlines": [maps.Outline(payload, grid(1, 1)[0].geometry, (payload,))],
        "labels": [maps.Label(payload, 107, 10)],
    }
    page = Page(draw(grid(1, 1, [payload]), frames, words=spiked, notes=notes, scale=scale, **over))
    benign_scale = maps.level_scale([maps.MapClass(maps.LEVELS[0], "Cấp 1", "1")])
    benign = Page(draw(grid(1, 1), frames, scale=benign_scale, **over))
    assert page.skeleton == benign.skeleton
    assert page.data["areas"][0]["name"] == payload
    assert page.data["outlines"][0]["lines"] == [payload]
    assert payload in page.labels
    assert payload in page.text


def test_the_skeleton_sees_an_injected_element(draw, grid):
    html = draw(grid(1, 1))
    assert Page(html.replace("Bộ Y tế", "<b>Bộ Y tế</b>")).skeleton != Page(html).skeleton


def test_a_venue_is_an_id_a_place_and_a_count(draw, grid):
    page = Page(draw(grid(1, 1), venues=[maps.Venue("</script>1", 106.05, 10.05, 3)]))
    [venue] = page.data["venues"]
    assert venue == {"id": "</script>1", "at": [10.05, 106.05], "count": 3, "mark": ""}
    assert "Địa điểm có lần tiếp xúc" in page.text


def test_no_address_of_another_host(draw, grid):
    html = draw(grid(2, 2), context=[grid(1, 1)[0].geometry])
    assert not EXTERNAL.search(html)
    assert EXTERNAL.search(folium.Map(tiles=None).get_root().render())


def test_every_script_and_sheet_carries_the_nonce_and_no_style_is_inline(draw, grid):
    html = draw(grid(2, 2))
    assert len(Page(html).nonces) == 1
    assert not re.search(r"\sstyle=|\son[a-z]+=", html)


def test_the_same_input_gives_the_same_bytes(draw, grid):
    areas = grid(3, 3)
    values = {area.code: maps.Count(i) for i, area in enumerate(areas)}
    first = draw(areas, values)
    shuffled = random.Random(4).sample(areas, len(areas))
    assert draw(shuffled, dict(reversed(values.items()))) == first
    assert draw(areas, values | {"00001": maps.Count(77)}) != first


def test_one_map_does_not_change_the_next(draw, grid):
    before = draw(grid(2, 2))
    draw(grid(3, 3), venues=[maps.Venue("v", 106, 10, 1)])
    assert draw(grid(2, 2)) == before

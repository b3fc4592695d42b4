import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pytest
import shapely
from PIL import Image
from pypdf import PdfReader

import maps
from maps.pictures.tints import DARK, LIGHT
from tests.maps import drawn_map as small

SVG = "{http://www.w3.org/2000/svg}"


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def rgb(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def share(png, colour):
    """Part of the sheet that is exactly of this colour."""
    return (pixels(png) == rgb(colour)).all(axis=2).mean()


def parsed(svg):
    return ET.fromstring(svg)


def said_in_svg(svg):
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


def said_in_pdf(pdf):
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return page.extract_text()


@pytest.mark.parametrize(
    ("size", "across", "down"),
    [("a4", 1753, 1240), ("a4-portrait", 1240, 1753), ("a3", 2480, 1753), ("a3-portrait", 1753, 2480)],
)
def test_a_sheet_of_paper_has_its_size(size, across, down):
    read = Image.open(io.BytesIO(maps.picture(small.case_map(), size=size)))
    assert read.size == pytest.approx((across, down), abs=1)
    assert read.info["dpi"] == pytest.approx((150, 150), abs=0.1)


def test_a_wall_has_sixteen_to_nine():
    width, height = Image.open(io.BytesIO(maps.picture(small.case_map(), size="wide", dpi=144))).size
    assert (width, height) == pytest.approx((1920, 1080), abs=2)


def test_every_class_is_there_in_its_colour_and_other_colours_are_not():
    png = maps.picture(small.case_map())
    fills = {entry.fill for entry in small.case_map().scale.classes}
    assert all(share(png, fill) > 0.01 for fill in fills)
    assert share(png, LIGHT.no_data) > 0.01
    zeros = maps.picture(small.case_map(frames=[maps.Frame("", dict.fromkeys(small.COUNTS, maps.Count(0)))]))
    assert share(zeros, "#00204d") < 0.005


def test_hidden_no_data_and_unreliable_can_be_told_apart_without_colour():
    one = [small.square("00001", 0, 0)]
    drawn = {
        kind: maps.picture(
            small.case_map(areas=one, frames=[maps.Frame("", {"00001": kind()})]), size="a4-portrait"
        )
        for kind in (maps.Hidden, maps.NoData, maps.Unreliable)
    }
    height, width = pixels(drawn[maps.NoData]).shape[:2]
    middle = {
        kind: pixels(png)[height // 5 : height * 2 // 5, width * 2 // 5 : width * 3 // 5].mean(axis=2)
        for kind, png in drawn.items()
    }
    plain = middle[maps.NoData]
    assert np.unique(plain).size == 1
    lines, dots = (middle[kind].std() for kind in (maps.Hidden, maps.Unreliable))
    assert lines > 5
    assert dots > 5
    assert abs(middle[maps.Hidden] - middle[maps.Unreliable]).mean() > 5


def test_grey_levels_of_neighbouring_classes_differ_in_print():
    def lightness(fill):
        red, green, blue = rgb(fill)
        return 0.299 * red + 0.587 * green + 0.114 * blue

    levels = [lightness(entry.fill) for entry in small.case_map().scale.classes]
    assert all(lighter - darker > 10 for lighter, darker in pairwise(levels))


def test_a_pdf_is_one_page_of_a4_with_text_that_can_be_found():
    pdf = maps.picture(small.case_map(), form="pdf", stamp="Xuất bởi can-bo, mã 7F3K")
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert [float(edge) for edge in page.mediabox[2:]] == pytest.approx([841.89, 595.28], abs=0.1)
    text = said_in_pdf(pdf)
    for part in ("COVID-19 theo phường", "Cập nhật lúc", "Bộ Y tế", "không hiển thị vì số ca ít", "mã 7F3K"):
        assert part in text
    assert "/CreationDate" not in PdfReader(io.BytesIO(pdf)).metadata


def test_an_svg_is_text_and_shapes_and_asks_for_nothing():
    svg = maps.picture(small.case_map(), form="svg")
    document = parsed(svg)
    said = said_in_svg(svg)
    assert {"COVID-19 theo phường", "Số ca trong 7 ngày", "10 đến 49", "chưa có số liệu"} <= set(said)
    tags = {element.tag.removeprefix(SVG) for element in document.iter()}
    assert not tags & {"script", "image", "foreignObject", "a", "animate", "set"}
    for element in document.iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            if name.endswith("href"):
                assert value.startswith("#")
            assert not re.search(r"url\((?!#)", value)
    assert b"<!DOCTYPE" not in svg
    assert b"@import" not in svg


def test_lines_of_text_keep_their_length_with_any_font():
    document = parsed(maps.picture(small.case_map(), form="svg"))
    lines = {
        line.text: float(line.get("textLength", "0")) for line in document.iter(f"{SVG}text") if line.text
    }
    assert all(length > 0 for length in lines.values())
    assert lines["Số ca trong 7 ngày"] > lines["0"]


HOSTILE = [
    "{{7*7}} {% for x in y %}",
    "</script><script>alert(1)</script>",
    "<!--<script> ]]>&lt;b&gt;&amp;-->",
    r"$\frac{1}{2}$ $x^2_3$",
    r"\input{/etc/passwd}",
    "a\u202eb\u2028c\x00d\ud800e",
    "=1+1",
    "x" * 60,
]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        *(("svg", name) for name in HOSTILE),
        *(("png", name) for name in HOSTILE[3:7]),
        *(("pdf", name) for name in HOSTILE[1:5:3]),
    ],
)
def test_a_hostile_name_is_only_a_name(form, name):
    said = small.words(title=name, legend=name, hidden=name)
    notes = maps.Notes(name, name, name, name)
    drawn = small.case_map(words=said, notes=notes, areas=squares_named(name), lang="vi")
    file = maps.picture(drawn, form=form, stamp=name)
    if form == "svg":
        assert not list(parsed(file).iter(f"{SVG}script"))
        assert seen(name)[:20] in " ".join(said_in_svg(file))
    elif form == "pdf":
        assert seen(name)[:20] in said_in_pdf(file).replace("\n", " ")


def seen(name):
    return "".join(c for c in " ".join(name.split()) if c.isprintable())


def squares_named(name):
    return small.squares(names=[name] * 8)


def test_mathematics_stays_as_it_was_typed():
    title = r"$\alpha$ and $x_1$"
    assert title in said_in_svg(maps.picture(small.case_map(words=small.words(title=title)), form="svg"))


def test_a_letter_that_the_face_lacks_leaves_a_sign_in_its_place():
    svg = maps.picture(small.case_map(words=small.words(title="Chợ \U0001f9a0 Bến Thành")), form="svg")
    assert "Chợ \ufffd Bến Thành" in said_in_svg(svg)


def test_every_vietnamese_letter_is_drawn():
    vowels = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
    svg = maps.picture(small.case_map(words=small.words(title=vowels + vowels.upper())), form="svg")
    assert vowels + vowels.upper() in "".join(said_in_svg(svg))


def test_decomposed_letters_are_composed():
    svg = maps.picture(small.case_map(words=small.words(title="Phu\u031bo\u031b\u0300ng")), form="svg")
    assert "Phường" in said_in_svg(svg)


@pytest.mark.parametrize("size", ["a4", "a4-portrait", "wide"])
def test_nothing_runs_off_the_sheet_however_much_is_said(size):
    long = "Sở Y tế Thành phố Hồ Chí Minh, nhập ngày 14/07/2021; " * 60 + "x" * 400
    notes = maps.Notes("18:00", long, long, long)
    said = small.words(
        title="Ca bệnh theo phường " * 40, legend="Số ca trong bảy ngày " * 6, hidden="ít " * 60
    )
    png = maps.picture(small.case_map(notes=notes, words=said), size=size, stamp=long)
    edges = pixels(png)
    for edge in (edges[:40], edges[-40:], edges[:, :40].swapaxes(0, 1), edges[:, -40:].swapaxes(0, 1)):
        assert (edge == rgb(LIGHT.paper)).all()
    assert share(png, "#00204d") > 0.001  # and the map is still there


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_same_map_is_the_same_bytes_in_every_thread(form):
    drawn = small.case_map()
    with ThreadPoolExecutor(3) as pool:
        made = set(pool.map(lambda _: maps.picture(drawn, form=form, dpi=60), range(3)))
    assert len(made) == 1
    other = small.case_map(frames=[maps.Frame("", small.values() | {"00001": maps.Count(1)})])
    assert maps.picture(other, form=form, dpi=60) not in made


_PROGRAM = """
import sys, maps
from hashlib import sha256
from tests.maps import drawn_map
for form in ("png", "svg", "pdf"):
    print(sha256(maps.picture(drawn_map.case_map(), form=form, dpi=60)).hexdigest())
print("matplotlib.pyplot" in sys.modules)
"""


@pytest.mark.long
def test_the_same_map_is_the_same_bytes_in_every_process(monkeypatch, tmp_path, request):
    settings = "svg.fonttype: path\nfont.size: 31\npdf.fonttype: 3\ntext.parse_math: True\n"
    (tmp_path / "matplotlibrc").write_text(settings)
    monkeypatch.setenv("PYTHONHASHSEED", "77")
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path))
    how = {"cwd": request.config.rootpath, "capture_output": True, "text": True}
    *made, with_pyplot = subprocess.run([sys.executable, "-c", _PROGRAM], check=True, **how).stdout.split()
    here = [maps.picture(small.case_map(), form=form, dpi=60) for form in ("png", "svg", "pdf")]
    assert made == [sha256(file).hexdigest() for file in here]
    assert with_pyplot == "False"


def test_settings_of_the_process_are_left_as_they_were():
    import matplotlib as mpl

    mpl.rcParams["svg.fonttype"] = "path"
    before = dict(mpl.rcParams)
    maps.picture(small.case_map(), form="svg")
    assert dict(mpl.rcParams) == before


def test_one_frame_of_several_is_drawn_and_named():
    drawn = small.in_time(3, start=0)
    assert "tuần 0" in said_in_svg(maps.picture(drawn, form="svg"))
    last = said_in_svg(maps.picture(drawn, form="svg", frame=-1))
    assert "tuần 2" in last
    assert "tuần 0" not in last
    assert maps.picture(drawn, dpi=60) != maps.picture(drawn, dpi=60, frame=2)


def test_several_frames_stand_on_one_sheet_each_under_its_name():
    said = said_in_svg(maps.small_multiples(small.in_time(5), form="svg"))
    assert [text for text in said if re.fullmatch(r"tuần \d", text)] == [f"tuần {i}" for i in range(5)]
    assert "tuần 0 \u2013 tuần 4" in said


def test_of_many_frames_twelve_are_shown_with_the_first_and_the_last():
    said = said_in_svg(maps.small_multiples(small.in_time(40), form="svg"))
    shown = [text for text in said if re.fullmatch(r"tuần \d+", text)]
    assert len(shown) == 12
    assert shown[0] == "tuần 0"
    assert shown[-1] == "tuần 39"


def test_chosen_frames_keep_their_order():
    said = said_in_svg(maps.small_multiples(small.in_time(4), frames=[2, 0], form="svg"))
    assert [text for text in said if re.fullmatch(r"tuần \d", text)] == ["tuần 2", "tuần 0"]


@pytest.mark.parametrize("frame", [3, -4])
def test_a_frame_that_is_not_there_is_refused(frame):
    with pytest.raises(maps.NoSuchFrame):
        maps.picture(small.in_time(3), frame=frame)
    with pytest.raises(maps.NoSuchFrame):
        maps.small_multiples(small.in_time(3), frames=[frame])


@pytest.mark.parametrize("frames", [[], list(range(13))])
def test_a_sheet_does_not_show_more_than_twelve_frames(frames):
    with pytest.raises(maps.TooManyFrames):
        maps.small_multiples(small.in_time(20), frames=frames)


def test_unknown_forms_sizes_and_resolutions_are_refused():
    with pytest.raises(maps.UnknownForm):
        maps.picture(small.case_map(), form="gif")
    for how in ({"size": "letter"}, {"dpi": 5}, {"dpi": 5000}):
        with pytest.raises(maps.UnknownSize):
            maps.picture(small.case_map(), **how)


def test_a_dark_sheet_is_dark_and_numbers_keep_their_colours():
    png = maps.picture(small.case_map(), dark=True)
    assert share(png, DARK.paper) > 0.2
    assert share(png, LIGHT.paper) < 0.01
    assert share(png, "#d9b44a") > 0.01


def test_digits_of_classes_stand_on_areas_and_in_the_legend():
    levels = maps.level_scale(
        [maps.MapClass(fill, f"Cấp {i}", f"{i}") for i, fill in enumerate(maps.LEVELS, 1)]
    )
    areas = small.squares(4)
    frame = maps.Frame("", {area.code: maps.Level(1 + i % 2) for i, area in enumerate(areas)})
    said = said_in_svg(maps.picture(small.case_map(areas=areas, frames=[frame], scale=levels), form="svg"))
    assert [said.count(digit) for digit in "1234"] == [3, 3, 1, 1]


def test_names_are_written_where_there_is_room():
    areas = [
        small.square("00001", 0, 0, "Phường Rộng"),
        small.square("00002", 11, 0, "Phường Hẹp Hẹp Hẹp", 0.01),
    ]
    said = said_in_svg(maps.picture(small.case_map(areas=areas, frames=[maps.Frame("", {})]), form="svg"))
    assert "Phường Rộng" in said
    assert "Phường Hẹp Hẹp Hẹp" not in said


def test_a_far_island_is_an_inset_with_its_name():
    island = small.square("26732", 60, -30, "Đặc khu Côn Đảo")
    frame = maps.Frame("", {"26732": maps.Count(450)})
    with_it = maps.picture(small.case_map(areas=[*small.squares(), island], frames=[frame]))
    assert share(with_it, "#00204d") > 0.003
    svg = maps.picture(small.case_map(areas=[*small.squares(), island], frames=[frame]), form="svg")
    assert "Đặc khu Côn Đảo" in said_in_svg(svg)
    without = maps.picture(small.case_map(frames=[maps.Frame("", {})]))
    assert share(without, "#00204d") < share(with_it, "#00204d")


def test_what_the_view_opens_on_fills_the_picture():
    whole = small.case_map()
    close = small.case_map(looked_at=["00005"])
    assert share(maps.picture(close), "#00204d") > 2 * share(maps.picture(whole), "#00204d")


@pytest.mark.parametrize(("n", "closer"), [(25, True), (9, False)])
def test_small_areas_that_crowd_get_a_closer_look(n, closer):
    crowd = [small.square(f"{100 + i:05}", 2 + i % 5, 2 + i // 5, size=0.01) for i in range(n)]
    places = [(0, 3), (0, 2), (0, 1), (1, 0), (2, 0), (3, 0)]
    beside = [small.square(f"{i:05}", *place, size=0.5) for i, place in enumerate(places)]
    frame = maps.Frame("", {area.code: maps.Count(450) for area in crowd})
    png = maps.picture(small.case_map(areas=[*beside, *crowd], frames=[frame]))
    assert bool(share(png, "#00204d") > 0.02) is closer


def test_venues_links_outlines_context_and_labels_are_drawn():
    plain = small.case_map()
    full = small.case_map(
        context=[shapely.box(105, 9, 108, 10)],
        labels=[maps.Label("Biển Đông", 106.2, 9.99)],
        venues=[maps.Venue("a", 106.05, 10.05, 40, "1"), maps.Venue("b", 106.35, 10.15, 9)],
        links=[maps.Link("a", "b", 3)],
        outlines=[
            maps.Outline("c", shapely.box(106.1, 10, 106.2, 10.1), ("Cụm 1", "12 ca")),
            maps.Outline("d", shapely.box(106.2, 10, 106.3, 10.1), ("Cụm 2",), dashed=True),
        ],
    )
    png, without = maps.picture(full), maps.picture(plain)
    for colour in (LIGHT.venue, LIGHT.outline, LIGHT.neighbour):
        assert share(png, colour) > share(without, colour)
    svg = maps.picture(full, form="svg")
    said = said_in_svg(svg)
    assert {"Cụm 1", "Cụm 2", "Địa điểm có lần tiếp xúc", "Có chung ca bệnh", "Biển Đông"} <= set(said)
    assert [said.count(number) for number in ("1", "2", "9")] == [3, 2, 1]  # tags on map and legend; circles
    assert b"stroke-dasharray" in svg
    bare = said_in_svg(maps.picture(plain, form="svg"))
    assert not {"Địa điểm có lần tiếp xúc", "Có chung ca bệnh"} & set(bare)


def test_outlines_are_named_as_far_as_the_legend_has_room():
    outlines = [
        maps.Outline(
            f"o{i}", shapely.box(106 + i / 100, 10, 106.1 + i / 100, 10.1), (f"Cụm {i} " + "dài " * 30,)
        )
        for i in range(30)
    ]
    for size in ("a4", "a4-portrait"):
        said = said_in_svg(maps.picture(small.case_map(outlines=outlines), form="svg", size=size))
        named = {text.split()[1] for text in said if text.startswith("Cụm")}
        assert 3 <= len(named) <= 12
        assert "0" in named


def test_hexagons_over_wards_are_drawn_on_the_wards():
    hexagon = shapely.Point(106.2, 10.1).buffer(0.04, quad_segs=2)
    areas = [maps.AreaShape("8a", "", "", "", None, hexagon)]
    frame = maps.Frame("", {"8a": maps.Count(450)})
    drawn = small.case_map(areas=areas, under=small.squares(), frames=[frame])
    png = maps.picture(drawn)
    assert 0.005 < share(png, "#00204d") < 0.2
    assert "Phường 1" in said_in_svg(maps.picture(drawn, form="svg"))


def test_what_a_picture_says_of_itself_is_what_stands_on_it():
    png = maps.picture(small.case_map(), stamp="mã 7F3K")
    texts = Image.open(io.BytesIO(png)).text
    assert texts["Title"] == "COVID-19 theo phường"
    for part in ("Bộ Y tế", "18:00 13/07/2021", "ranh giới 1", "mã 7F3K"):
        assert part in texts["Description"]


def test_the_real_city_is_drawn_with_con_dao_as_an_inset(geo):
    areas = maps.read_areas(geo / "hcmc_wards_2025_100m.geojson")
    frame = maps.Frame("", {area.code: maps.Count(int(area.code) % 300) for area in areas})
    said = said_in_svg(maps.picture(small.case_map(areas=areas, frames=[frame]), form="svg"))
    assert "Côn Đảo" in said
    assert "20 km" in said

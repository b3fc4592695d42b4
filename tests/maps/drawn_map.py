"""A small case map in which everything occurs, for what is made of one."""

import shapely

import maps

SECRET = 7919
"""A number that stands behind a hidden value: nothing that is made of a map may hold it."""

COUNTS = {"00001": 0, "00002": 5, "00003": 20, "00004": 120, "00005": 450}


def words(**said):
    usual = {
        "title": "COVID-19 theo phường",
        "legend": "Số ca trong 7 ngày",
        "as_of": "Cập nhật lúc",
        "source": "Nguồn",
        "rule": "Số nhỏ",
        "version": "Dữ liệu",
        "more": "nhiều hơn {n}",
        "fewer": "ít hơn {n}",
        "same": "bằng",
        "hidden": "không hiển thị vì số ca ít",
        "no_data": "chưa có số liệu",
        "unreliable": "dân số không tin cậy",
        "venues": "Địa điểm có lần tiếp xúc",
        "venue": "{n} lượt",
        "several": "{n} địa điểm",
        "links": "Có chung ca bệnh",
        "link": "{n} ca chung",
        "thousands": ".",
        "decimal": ",",
    }
    others = dict.fromkeys(("map", "zoom_in", "zoom_out", "play", "pause", "step"), "x")
    return maps.Words(**others | usual | said)


def square(code, column, row, name="", size=0.1):
    west, south = 106 + size * column, 10 + size * row
    shape = shapely.box(west, south, west + size, south + size)
    return maps.AreaShape(code, name or f"Phường {int(code)}", f"Ward {int(code)}", "phuong", 9000, shape)


def squares(n=8, columns=4, names=()):
    found = [square(f"{i + 1:05}", i % columns, i // columns) for i in range(n)]
    named = [
        maps.AreaShape(a.code, name, a.name_en, a.kind, a.population, a.geometry)
        for a, name in zip(found, names, strict=False)
    ]
    return [*named, *found[len(named) :]]


def values():
    """A value of each class, one hidden, one without data, one unreliable, and the eighth area unnamed."""
    return {
        **{code: maps.Count(now, before=3) for code, now in COUNTS.items()},
        "00006": maps.Hidden(),
        "00008": maps.Unreliable(),
    }


def count_scale(said, **options):
    scale = maps.count_scale(said, maps.Labels("{n} ca", "{low} đến {high}", "{low} trở lên"))
    return maps.Scale(scale.classes, scale.breaks, scale.value, unreliable=True, **options)


def case_map(**changed):
    said = changed.pop("words", words())
    usual = {
        "areas": squares(),
        "frames": [maps.Frame("13/07/2021", values())],
        "scale": count_scale(said),
        "words": said,
        "notes": maps.Notes("18:00 13/07/2021", "Bộ Y tế", "Số ca từ 1 đến 4 không hiển thị.", "ranh giới 1"),
        "lang": "vi",
    }
    return maps.CaseMap(**usual | changed)


def in_time(n=3, **changed):
    steps = [
        maps.Frame(f"tuần {i}", {code: maps.Count(10 * i + k) for k, code in enumerate(COUNTS)})
        for i in range(n)
    ]
    return case_map(frames=steps, **changed)

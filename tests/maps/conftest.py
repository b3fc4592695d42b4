"""A small made-up city, the words of a map, and what may never run when it is somebody's name."""

import os
from pathlib import Path

import pytest
import shapely

import maps

NONCE = "bm9uY2Utb2YtYS10ZXN0"
PAYLOADS = [
    "{{7*7}}",
    "{% for i in range(9) %}x{% endfor %}",
    "{# gone #}",
    "{{cycler.__init__.__globals__.os.getpid()}}",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "${alert(1)}",
    "`${alert(1)}`",
    "\\`+alert(1)//",
    "a\u2028alert(1)\u2029b",
    "]]>&lt;b&gt;&amp;",
]


def grid(columns, rows, names=None):
    """Squares of about 11 km, codes "00001" and on, from the south-west corner eastward."""
    return [
        maps.AreaShape(
            code=f"{i + 1:05}",
            name=names[i] if names else f"Phường {i + 1}",
            name_en=f"Ward {i + 1}",
            kind="phuong",
            population=10_000,
            geometry=shapely.box(
                106 + 0.1 * (i % columns),
                10 + 0.1 * (i // columns),
                106.1 + 0.1 * (i % columns),
                10.1 + 0.1 * (i // columns),
            ),
        )
        for i in range(columns * rows)
    ]


@pytest.fixture(name="grid", scope="session")
def grid_fixture():
    return grid


@pytest.fixture
def payloads():
    return PAYLOADS


@pytest.fixture(params=PAYLOADS)
def payload(request):
    return request.param


@pytest.fixture(scope="session")
def words():
    return maps.Words(
        title="Ca bệnh theo phường",
        legend="Số ca trong 7 ngày",
        as_of="Cập nhật lúc",
        source="Nguồn",
        rule="Số nhỏ",
        version="Dữ liệu",
        more="nhiều hơn 7 ngày trước {n} ca",
        fewer="ít hơn 7 ngày trước {n} ca",
        same="bằng 7 ngày trước",
        hidden="không hiển thị vì số ca ít",
        no_data="chưa có số liệu",
        unreliable="dân số không đáng tin",
        map="Bản đồ ca bệnh",
        zoom_in="Phóng to",
        zoom_out="Thu nhỏ",
        play="Chạy",
        pause="Dừng",
        step="Chọn ngày",
        venues="Địa điểm có lần tiếp xúc",
        venue="{n} lượt",
        several="{n} địa điểm",
        cluster="Nhiều địa điểm gần nhau",
        links="Có ca chung",
        link="{n} ca chung",
        outline="Cụm mới",
        dashed="Tỷ lệ cao",
        thousands=".",
        decimal=",",
    )


@pytest.fixture(scope="session")
def labels():
    return maps.Labels(value="{n} ca", between="{low} đến {high}", above="{low} trở lên")


@pytest.fixture(scope="session")
def notes():
    return maps.Notes("18:00 ngày 13/07/2021", "Bộ Y tế", "dưới 10 không hiển thị", "2021-07-13")


@pytest.fixture
def case_map(words, labels, notes):
    """A map with everything said but the areas and their values (one mapping, or a list of frames)."""

    def made(areas, values=None, **options):
        frames = values if isinstance(values, list) else [maps.Frame("13/07/2021", values or {})]
        said = {"words": words, "notes": notes, "lang": "vi", "scale": maps.count_scale(words, labels)}
        return maps.CaseMap(areas=areas, frames=frames, **said | options)

    return made


@pytest.fixture
def draw(case_map):
    """The document of such a map, as HTML."""

    def drawn(areas, values=None, **options):
        return maps.document(case_map(areas, values, **options), nonce=NONCE, asset_base="/static/maps/")

    return drawn


@pytest.fixture(scope="session")
def geo():
    """Real boundaries, where this machine has them: beside the checkout, or where GHE_GEO points."""
    beside = Path(__file__).parents[3] / "shared" / "geo"
    folder = Path(os.environ.get("GHE_GEO", beside))
    if not (folder / "hcmc_wards_2025_full.gpkg").exists():
        pytest.skip("no real boundaries here; set GHE_GEO to a folder that has them")
    return folder

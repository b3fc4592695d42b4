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
        count="{n} ca",
        between="{low} đến {high}",
        above="{low} trở lên",
        more="nhiều hơn 7 ngày trước {n} ca",
        fewer="ít hơn 7 ngày trước {n} ca",
        same="bằng 7 ngày trước",
        hidden="không hiển thị vì số ca ít",
        no_data="chưa có số liệu",
        map="Bản đồ ca bệnh",
        zoom_in="Phóng to",
        zoom_out="Thu nhỏ",
        venues="Địa điểm có lần tiếp xúc",
        venue="{n} lượt",
        thousands=".",
    )


@pytest.fixture
def draw(words):
    """Draw with everything said but the areas and their values."""

    def drawn(areas, values=None, **options):
        said = {
            "words": words,
            "as_of": "18:00 ngày 13/07/2021",
            "source": "Bộ Y tế",
            "rule": "dưới 10 không hiển thị",
            "version": "2021-07-13",
            "lang": "vi",
            "nonce": NONCE,
            "asset_base": "/static/maps/",
        }
        return maps.choropleth(areas, values or {}, **said | options)

    return drawn


@pytest.fixture(scope="session")
def geo():
    """Real boundaries, where this machine has them: beside the checkout, or where GHE_GEO points."""
    beside = Path(__file__).parents[3] / "shared" / "geo"
    folder = Path(os.environ.get("GHE_GEO", beside))
    if not (folder / "hcmc_wards_2025_full.gpkg").exists():
        pytest.skip("no real boundaries here; set GHE_GEO to a folder that has them")
    return folder

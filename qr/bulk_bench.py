"""One way of making many posters, alone in its process: what it took, as JSON. `python -m qr.bulk_bench`."""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Final

from PIL import Image, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

import qr.bulk
import qr.poster
from qr import fonts
from qr.fonts import Face
from qr.poster import Poster

_WORDS: Final = (
    *("Phở", "Hòa", "Bún", "Bò", "Huế", "Nhà", "Hàng", "Hải", "Sản", "Bình", "Thạnh", "Tiệc", "Cưới"),
    *("Hoàng", "Gia", "Cà", "Phê", "Quán", "Ăn", "Ngon", "Chi", "Nhánh"),
)
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_POSTER: Final = Poster(
    text="",
    heading="Mời quét mã khi đến",
    subheading="Không cần cài ứng dụng. Không cần mở tài khoản.",
    second_language="Scan to check in. No app, no account.",
    venue="",
    address="",
    captions=("Hướng máy ảnh vào mã", "Bấm “Tôi đã đến”", "Thấy “Đã ghi nhận” là xong"),
    typed_code="",
    right_address="Trang đúng là: ghe.example.vn. Trang khác: đừng nhập gì, báo nhân viên.",
    recorded="Ghi lại: nơi, giờ đến. Tự xóa sau 21 ngày, trừ khi có người bệnh ở cùng lúc.",
    footer="",
    brand="Ghé",
    accent="#0b6e6e",
)
_DPI: Final = 150
_A4: Final = (1240, 1754)


def _wanted(count: int) -> Iterator[Poster]:
    dice = Random(5)  # noqa: S311 - nothing secret
    for number in range(count):
        code = "".join(dice.choices(_LETTERS, k=17))
        yield replace(
            _POSTER,
            text=f"HTTPS://GHE.EXAMPLE.VN/V/{code}",
            venue=f"{' '.join(dice.sample(_WORDS, dice.randint(2, 9)))} {number}",
            address=f"{number} đường {' '.join(dice.sample(_WORDS, 4))}, Thành phố Hồ Chí Minh",
            typed_code=f"Không quét được? Nhập {dice.randrange(10**9):09d} tại ghe.example.vn.",
            footer=f"In ngày 23/11/2026 · Mã {code[-5:]}",
        )


def _bulk(count: int, target: Path, processes: int) -> None:
    for _part in qr.bulk.write_many(
        _wanted(count), target, make=qr.poster.sheet, title="", processes=processes
    ):
        pass


def _one_by_one(count: int, target: Path) -> None:
    """A document each, as the page of one venue gives it."""
    for poster in _wanted(count):
        target.write_bytes(qr.poster.pdf(poster))


def _naive(count: int, target: Path) -> None:
    """`qrcode` and a page picture for each poster, saved together as one PDF."""
    pages = [_picture(poster) for poster in _wanted(count)]
    pages[0].save(target, "PDF", resolution=_DPI, save_all=True, append_images=pages[1:])


def _picture(poster: Poster) -> Image.Image:
    code = QRCode(error_correction=ERROR_CORRECT_Q, box_size=20)
    code.add_data(poster.text)
    drawn = BytesIO()
    code.make_image().save(drawn)
    page = Image.new("RGB", _A4, "white")
    page.paste(Image.open(drawn).resize((760, 760)), (240, 400))
    pen = ImageDraw.Draw(page)
    above = (poster.heading, poster.subheading, poster.second_language, poster.venue, poster.address)
    below = (*poster.captions, poster.typed_code, poster.right_address, poster.recorded, poster.footer)
    for start, lines in ((60, above), (1240, below)):
        for number, line in enumerate(lines):
            font = ImageFont.truetype(fonts.path(Face.BOLD), 28)
            pen.text((60, start + 44 * number), line, "black", font)
    return page


def _peak() -> float:
    """MB; not `ru_maxrss`, which a new program inherits from the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def main() -> None:
    """`python -m qr.bulk_bench WAY COUNT FOLDER`; a way is bulk2, bulk0, single or naive."""
    way, count, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    target = folder / f"{way}.pdf"
    began = time.perf_counter()
    match way:
        case "naive":
            _naive(count, target)
        case "single":
            _one_by_one(count, target)
        case _:
            _bulk(count, target, int(way.removeprefix("bulk")))
    seconds = time.perf_counter() - began
    used = [getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)]
    told = {
        "seconds": seconds,
        "processor": sum(each.ru_utime + each.ru_stime for each in used),
        "peak": [_peak(), used[1].ru_maxrss / 1024],
        "bytes": target.stat().st_size,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()

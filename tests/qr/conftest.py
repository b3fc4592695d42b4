import os
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from qr.poster import Poster
from qr.shapes import rounded, stroke

Rasterise = Callable[..., Image.Image]

PIN = (
    rounded((0.5, 1, 0.04), (0.12, 0.42, 0.1), (0.12, 0.02, 0.36), (0.88, 0.02, 0.36), (0.88, 0.42, 0.1)),
    stroke(0.1, (0.31, 0.38), (0.45, 0.52), (0.7, 0.25)),
)


@pytest.fixture(scope="session")
def poster() -> Poster:
    return Poster(
        text="HTTPS://GHE.EXAMPLE.VN.AA/V/4WT59M5YQ0R7K2JXZ",
        heading="Mời quét mã khi đến",
        subheading="Không cần cài ứng dụng. Không cần mở tài khoản.",
        second_language="Scan to check in. No app, no account.",
        venue="Phở Hòa Pasteur",
        address="260C Pasteur, phường Xuân Hòa, Thành phố Hồ Chí Minh",
        captions=("Mở máy ảnh, hướng vào mã", "Chạm “Tôi đã đến”", "Thấy “Đã ghi nhận” là xong"),
        typed_code="Không quét được? Nhập 1234\u00a05678\u00a09 tại ghe.example.vn.aa, hoặc nhờ nhân viên.",
        right_address="Trang đúng là: ghe.example.vn.aa. Trang khác: đừng nhập gì, báo nhân viên.",
        recorded="Ghi lại: nơi, giờ đến. Tự xóa sau 21 ngày, trừ khi có người bệnh ở cùng lúc.",
        footer="06/03/2026 · A7K2-01",
        brand="Ghé",
        mark=PIN,
        accent="#0b6e6e",
    )


@pytest.fixture(scope="session")
def read() -> Callable[[Image.Image], zxingcpp.Barcode]:
    """An independent reader; it must find exactly one symbol."""

    def read_one(image: Image.Image) -> zxingcpp.Barcode:
        [found] = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
        return found

    return read_one


@pytest.fixture(scope="session")
def rasterise() -> Rasterise:
    """Poppler's picture of a one-page PDF, in RGB."""
    tool = shutil.which("pdftoppm")
    if not tool:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("poppler-utils is not installed")

    def picture_of(document: bytes, dpi: int) -> Image.Image:
        command = [tool, "-r", str(dpi), "-png", "-singlefile", "-"]
        done = subprocess.run(command, input=document, capture_output=True, check=True)
        return Image.open(BytesIO(done.stdout)).convert("RGB")

    return picture_of

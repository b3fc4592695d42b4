"""The printed poster: an independent reader decodes it, and its words are those that were agreed."""

import subprocess
from datetime import date
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from tests.conftest import program

LONG = "Nhà hàng Hải sản Bình Thạnh và Tiệc cưới Hoàng Gia, cơ sở 12"


def decoded(image):
    [found] = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text


def rasterised(document):
    command = [program("pdftoppm"), "-r", "72", "-png", "-singlefile", "-"]
    done = subprocess.run(command, input=document, capture_output=True, check=True)
    return Image.open(BytesIO(done.stdout))


def words_of(document):
    command = [program("pdftotext"), "-layout", "-", "-"]
    done = subprocess.run(command, input=document, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.fixture
def fetch(venue):
    def one(path, of=venue):
        answer = of.owner.get(f"/venue/{of.id}/{path}")
        assert answer.status_code == 200, answer.text
        return answer

    return one


def test_pdf_and_png_carry_the_public_address(fetch, venue):
    expected = f"HTTPS://TESTSERVER/V/{venue.code}"
    png = fetch("poster.png")
    assert png.headers["content-type"] == "image/png"
    assert decoded(Image.open(BytesIO(png.content))) == expected
    for path in ("poster.pdf", "poster.pdf?paper=a5"):
        pdf = fetch(path)
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.headers["content-disposition"] == f'inline; filename="ghe-{venue.code[-5:]}.pdf"'
        assert decoded(rasterised(pdf.content)) == expected


def test_the_address_comes_from_the_setting_never_from_the_request(venue):
    answer = venue.owner.get(f"/venue/{venue.id}/poster.pdf", headers={"host": "evil.example"})
    assert answer.status_code == 200
    assert decoded(rasterised(answer.content)) == f"HTTPS://TESTSERVER/V/{venue.code}"
    assert "evil" not in words_of(answer.content)


def test_the_words_are_those_agreed_in_either_language_of_the_owner(fetch, venue, now):
    typed = f"{venue.typed[:4]}\u00a0{venue.typed[4:8]}\u00a0{venue.typed[8]}"
    for language in ("vi", "en"):
        venue.owner.language = language
        words = words_of(fetch("poster.pdf").content)
        for sentence in (
            "Ghé",
            "Mời quét mã khi đến",
            "Không cần cài ứng dụng. Không cần mở tài khoản.",
            "Scan to check in. No app, no account.",
            "Phở Hòa Pasteur",
            "260C Pasteur, phường Xuân Hòa",
            f"Không quét được? Nhập {typed} tại testserver, hoặc nhờ nhân viên.".replace("\u00a0", " "),
            "Trang đúng là: testserver. Trang khác: đừng nhập gì, báo nhân viên.",
            "Ghi lại: nơi, giờ đến. Tự xóa sau 21 ngày, trừ khi có người bệnh ở cùng lúc.",
            f"In ngày {date(2026, 11, 23):%d/%m/%Y} · Mã {venue.code[-5:]}",
        ):
            assert sentence in words, sentence


def test_a_poster_inside_a_mall_names_the_mall(register, phone, fetch):
    mall = register(phone, name="Vạn Hạnh Mall", address="11 Sư Vạn Hạnh")
    shop = register(phone, name=LONG, address="Tầng 3", parent=mall.typed)
    assert "Vạn Hạnh Mall · Tầng 3" in words_of(fetch("poster.pdf", shop).content)


def test_the_longest_words_still_leave_a_symbol(register, phone, fetch):
    mall = register(phone, name="Ư" * 100, address="Đ" * 200)
    shop = register(phone, name="Ộ" * 100, address="Ậ" * 200, parent=mall.typed)
    for path in ("poster.pdf", "poster.pdf?paper=a5"):
        assert decoded(rasterised(fetch(path, shop).content)) == f"HTTPS://TESTSERVER/V/{shop.code}"


def test_a_new_code_is_on_the_next_poster(fetch, venue, clock):
    clock.pass_by(minutes=1)
    venue.owner.post(f"/venue/{venue.id}/code", data={"why": "worn"})
    address = decoded(rasterised(fetch("poster.pdf").content))
    assert address.startswith("HTTPS://TESTSERVER/V/")
    assert not address.endswith(venue.code)

"""Every sheet of the library for one name, and what the tests of layouts measure."""

from qr import door_card, guide, person_card, poster, sign_sheet, stickers, tent
from qr.boxes import Code, TextLine
from qr.paper import Paper
from qr.shapes import circle, rectangle
from qr.sheet import Sheet

ADDRESS = "HTTPS://GHE.EXAMPLE.VN.AA/V/4WT59M5YQ0R7K2JXZ"
NAMES = {
    "one letter": "B",
    "60 letters": "Nhà hàng Hải sản Bình Thạnh và Tiệc cưới Hoàng Gia, cơ sở 12",
    "100 letters": (
        "Trung tâm Chăm sóc Sức khỏe Cộng đồng và Phục hồi chức năng Nguyễn Thị Minh Khai, cơ sở hai, khu B12"
    ),
}
HEADING = "Mời quét mã khi đến"
SECOND = "Scan to check in. No app, no account."
TYPED = "Không quét được? Nhập 1234\u00a05678\u00a09 tại ghe.example.vn.aa, hoặc nhờ nhân viên."
RIGHT = "Trang đúng là: ghe.example.vn.aa. Trang khác: đừng nhập gì, báo nhân viên."
MARK = (rectangle(0.1, 0, 0.8, 1), circle(0.5, 0.5, 0.2))
COMMON = {"mark": MARK, "accent": "#0b6e6e"}
BRANDED = {"brand": "Ghé", **COMMON}


def a_poster(name: str = "Phở", **changes) -> poster.Poster:
    said = {
        "text": ADDRESS,
        "heading": HEADING,
        "subheading": "Không cần cài ứng dụng. Không cần mở tài khoản.",
        "second_language": SECOND,
        "venue": name,
        "address": "260C Pasteur, phường Xuân Hòa, Thành phố Hồ Chí Minh",
        "captions": ("Mở máy ảnh, hướng vào mã", "Chạm “Tôi đã đến”", "Thấy “Đã ghi nhận” là xong"),
        "typed_code": TYPED,
        "right_address": RIGHT,
        "recorded": "Ghi lại: nơi, giờ đến. Tự xóa sau 21 ngày, trừ khi có người bệnh ở cùng lúc.",
        "footer": "In ngày 06/03/2026 · Mã A7K2X",
    }
    return poster.Poster(**said | BRANDED | changes)


def a_tent(name: str = "Phở", **changes) -> tent.Tent:
    said = {
        "text": ADDRESS,
        "heading": HEADING,
        "second_language": SECOND,
        "venue": name,
        "typed_code": TYPED,
        "right_address": RIGHT,
        "base": "Đế: gấp vào trong, rồi dán hai mép giấy vào nhau.",
    }
    return tent.Tent(**said | BRANDED | changes)


def a_sticker(name: str = "Phở", **changes) -> stickers.Sticker:
    said = {"text": ADDRESS, "heading": HEADING, "venue": name}
    typed = "Mã số 1234\u00a05678\u00a09 tại ghe.example.vn.aa"
    return stickers.Sticker(**said | {"typed_code": typed} | BRANDED | changes)


def a_door_card(name: str = "Phở", **changes) -> door_card.DoorCard:
    said = {
        "text": ADDRESS,
        "heading": HEADING,
        "second_language": SECOND,
        "venue": name,
        "typed_code": TYPED,
        "footer": "In ngày 06/03/2026 · Mã A7K2X",
    }
    return door_card.DoorCard(**said | BRANDED | changes)


def a_card(**changes) -> person_card.PersonCard:
    said = {
        "text": "HTTPS://GHE.EXAMPLE.VN.AA/C/4WT59M5YQ0R7K2JXZ",
        "number": "1234\u00a05678\u00a09",
        "title": "Thẻ quét Ghé",
        "second_title": "Ghé card",
        "expires": "Dùng đến 31/12/2026",
        "promise": "Thẻ không cho thấy gì về bạn và tự nó không mở được gì.",
        "second_promise": "This card shows nothing about you and opens nothing by itself.",
        "usage": "Đưa thẻ cho nhân viên khi đến. Không quét được thì nhập mã số.",
        "second_usage": "Hand it to the staff when you arrive. They scan it or type the number.",
        "hotline": "Mất thẻ hoặc cần giúp: 1900\u00a09095",
    }
    return person_card.PersonCard(**said | COMMON | changes)


def a_week(name: str = "Phở", **changes) -> sign_sheet.SignSheet:
    signs = tuple(
        tuple(sign_sheet.Sign(MARK, f"{(7 * hour + 13 * day) % 100:02d}") for hour in range(24))
        for day in range(7)
    )
    weekdays = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
    said = {
        "title": "Dấu hiệu theo giờ",
        "second_language": "Signs of the hour",
        "venue": name,
        "week": "Tuần 23/11 đến 29/11/2026",
        "days": tuple((weekday, f"{day}/11") for day, weekday in enumerate(weekdays, 23)),
        "hours": tuple(f"{hour:02d}:00" for hour in range(24)),
        "signs": signs,
        "heading": "Bạn làm gì",
        "steps": (
            "Mời khách mở phiếu ghi nhận trên điện thoại của họ.",
            "So hình và hai chữ số trên phiếu với ô của giờ này, hôm nay.",
            "Giống: mời vào. Khác: mời khách quét lại mã ở cửa.",
            "Giữ tờ này trong quầy, đừng để ai chụp lại.",
        ),
        "footer": "Phiếu ghi nhận không phải giấy xác nhận sức khỏe.",
    }
    return sign_sheet.SignSheet(**said | BRANDED | changes)


def a_guide(**changes) -> guide.Guide:
    steps = tuple(
        guide.Step(
            f"{number}. Treo cao 90 đến 120 cm, tính từ sàn đến giữa mã.", "Hang it 90 to 120 cm high."
        )
        for number in range(7)
    )
    said = {"title": "Cách treo tờ mã QR", "second_language": "How to hang the poster", "steps": steps}
    said |= {"lowest": "90 cm", "highest": "120 cm", "corner": "50 cm", "footer": "In ngày 06/03/2026"}
    return guide.Guide(**said | BRANDED | changes)


LAYOUTS = {
    "poster-a4": (10, lambda name: [poster.sheet(a_poster(name))]),
    "poster-a5": (7, lambda name: [poster.sheet(a_poster(name), Paper.A5)]),
    "tent-2": (9, lambda name: [tent.sheet(a_tent(name), tent.Parts.TWO)]),
    "tent-3": (9, lambda name: [tent.sheet(a_tent(name), tent.Parts.THREE)]),
    "door-a6": (6, lambda name: [door_card.sheet(a_door_card(name))]),
    "door-a5": (8, lambda name: [door_card.sheet(a_door_card(name), Paper.A5)]),
    **{
        f"stickers-{key}": (2, lambda name, grid=grid: [stickers.sheet(a_sticker(name), grid)])
        for key, grid in stickers.LABELS.items()
    },
    "signs": (10, lambda name: [sign_sheet.sheet(a_week(name))]),
    "card": (3.5, lambda _: [person_card.front(a_card()), person_card.back(a_card())]),
    "cards": (5, lambda _: [*person_card.sheets([a_card()] * 11)]),
    "guide": (10, lambda _: [guide.sheet(a_guide())]),
}
"""What each makes of a name, and the margin in mm that it keeps. Cards and the guide name no place."""


def codes_of(sheet: Sheet) -> list[Code]:
    return [box for box in sheet.boxes if isinstance(box, Code)]


def words_of(sheet: Sheet) -> str:
    """All texts without spaces, in the order in which they were laid."""
    return "".join(box.text for box in sheet.boxes if isinstance(box, TextLine)).replace(" ", "")


def apart(one, other) -> bool:
    slack = 1e-6
    return (
        one.right <= other.left + slack
        or other.right <= one.left + slack
        or one.bottom <= other.top + slack
        or other.bottom <= one.top + slack
    )


def inside(one, other) -> bool:
    slack = 1e-6
    return (
        one.left >= other.left - slack
        and one.top >= other.top - slack
        and one.right <= other.right + slack
        and one.bottom <= other.bottom + slack
    )

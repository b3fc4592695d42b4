"""One sheet of each kind, with made-up words, each with the text that its symbols carry."""

from collections.abc import Callable, Mapping
from typing import Final

from qr import door_card, inset, person_card, picture, poster, stickers, tent
from qr.bench.payloads import OURS
from qr.boxes import Code
from qr.paper import Paper
from qr.sheet import Sheet
from qr.symbol import encode

TEXT: Final = OURS.text
_HEADING: Final = "Mời quét mã khi đến"
_SECOND: Final = "Scan to check in. No app, no account."
_VENUE: Final = "Quán ăn Hương Tràm, cơ sở hai"
_TYPED: Final = "Nhập 1234\u00a05678\u00a09 tại ghe.tentinh.example"
_RIGHT: Final = "Trang đúng là: ghe.tentinh.example"
_ACCENT: Final = "#0b6e6e"
_MARK: Final = (((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)),)


def _poster(paper: Paper) -> Sheet:
    said = poster.Poster(
        text=TEXT,
        heading=_HEADING,
        subheading="Không cần cài ứng dụng. Không cần mở tài khoản.",
        second_language=_SECOND,
        venue=_VENUE,
        address="12 đường Hoa Mai, phường An Bình",
        captions=("Hướng máy ảnh vào mã", "Chạm “Tôi đã đến”", "Thấy “Đã ghi nhận”"),
        typed_code=_TYPED,
        right_address=_RIGHT,
        recorded="Ghi lại: nơi, giờ đến. Tự xóa sau 21 ngày.",
        footer="06/03/2026 · A7K2",
        brand="Ghé",
        mark=_MARK,
        accent=_ACCENT,
    )
    return poster.sheet(said, paper)


def _tent(parts: tent.Parts) -> Sheet:
    said = tent.Tent(
        text=TEXT,
        heading=_HEADING,
        second_language=_SECOND,
        venue=_VENUE,
        typed_code=_TYPED,
        right_address=_RIGHT,
        base="Gấp theo vạch",
        brand="Ghé",
        mark=_MARK,
        accent=_ACCENT,
    )
    return tent.sheet(said, parts)


def _stickers(labels: str) -> Sheet:
    said = stickers.Sticker(
        text=TEXT,
        heading=_HEADING,
        venue=_VENUE,
        typed_code="1234\u00a05678\u00a09",
        brand="Ghé",
        mark=_MARK,
        accent=_ACCENT,
    )
    return stickers.sheet(said, stickers.LABELS[labels])


def _door_card() -> Sheet:
    said = door_card.DoorCard(
        text=TEXT,
        heading=_HEADING,
        second_language=_SECOND,
        venue=_VENUE,
        typed_code=_TYPED,
        footer="06/03/2026 · A7K2",
        brand="Ghé",
        mark=_MARK,
        accent=_ACCENT,
    )
    return door_card.sheet(said)


def _person_card() -> Sheet:
    said = person_card.PersonCard(
        text=TEXT,
        number="1234\u00a05678\u00a09",
        title="Ghé",
        second_title="Check-in card",
        expires="Hết hạn 30/06/2026",
        promise="",
        second_promise="",
        usage="",
        second_usage="",
        hotline="",
        mark=_MARK,
        accent=_ACCENT,
    )
    return person_card.front(said)


def _with_a_mark() -> Sheet:
    """The symbol alone with the largest mark that it bears in its middle."""
    symbol = encode(TEXT)
    alone = picture.sheet(symbol, 130)
    code = Code(symbol, 0, 0, 130)
    marked = inset.marked(code, _MARK, inset.most_modules(symbol), _ACCENT)
    return Sheet(alone.paper, alone.title, alone.panels, (marked,))


LAYOUTS: Final[Mapping[str, Callable[[], Sheet]]] = {
    "poster A4": lambda: _poster(Paper.A4),
    "poster A5": lambda: _poster(Paper.A5),
    "tent in two": lambda: _tent(tent.Parts.TWO),
    "tent in three": lambda: _tent(tent.Parts.THREE),
    "door card A6": _door_card,
    "stickers 2 x 4": lambda: _stickers("8"),
    "stickers 3 x 8": lambda: _stickers("24"),
    "person card": _person_card,
    "symbol with a mark": _with_a_mark,
}

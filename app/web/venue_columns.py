"""What people write into a sheet of venues: names of columns, of kinds and of days, in both languages."""

from __future__ import annotations

import re
from typing import Final

from app.domain.spaces import Ventilation
from app.domain.text import fold
from app.domain.venue_kinds import VenueKind

NAMES: Final = {
    "name": ("name", "venue", "ten", "ten dia diem", "ten co so", "ten cua hang"),
    "address": ("address", "dia chi"),
    "kind": ("kind", "type", "loai", "loai hinh", "loai dia diem"),
    "capacity": ("capacity", "suc chua", "so nguoi toi da"),
    "opens": ("opens", "open", "opening time", "mo cua", "gio mo cua"),
    "closes": ("closes", "close", "closing time", "dong cua", "gio dong cua"),
    "days": ("days", "open days", "ngay mo cua", "ngay hoat dong", "cac ngay"),
    "latitude": ("latitude", "lat", "vi do"),
    "longitude": ("longitude", "lon", "lng", "long", "kinh do"),
    "phone": ("phone", "telephone", "dien thoai", "so dien thoai"),
    "ventilation": ("ventilation", "fresh air", "thong gio", "thong khi"),
    "parent_name": ("parent name", "parent", "inside", "nam trong", "thuoc dia diem"),
    "parent_code": ("parent code", "ma dia diem chua", "ma thuoc dia diem"),
}
"""What each column may be called, upper or lower case, with or without diacritics."""
NEEDED: Final = ("name", "address", "kind", "capacity")

KINDS_IN_VIETNAMESE: Final = {
    VenueKind.MARKET: ("cho", "cho truyen thong"),
    VenueKind.MALL: ("trung tam thuong mai", "tttm"),
    VenueKind.SHOP: ("cua hang", "sieu thi", "tap hoa", "cua hang tien loi"),
    VenueKind.RESTAURANT: ("nha hang", "quan an"),
    VenueKind.CAFE: ("ca phe", "quan ca phe"),
    VenueKind.BAR: ("bar", "quan bar", "vu truong", "karaoke"),
    VenueKind.WORKPLACE: ("van phong", "noi lam viec", "xuong"),
    VenueKind.FACTORY: ("nha may",),
    VenueKind.SCHOOL: ("truong hoc", "truong"),
    VenueKind.CLINIC: ("phong kham", "nha thuoc"),
    VenueKind.HOSPITAL: ("benh vien",),
    VenueKind.OFFICE: ("co quan", "co quan nha nuoc", "uy ban"),
    VenueKind.WORSHIP: ("chua", "nha tho", "co so ton giao"),
    VenueKind.GYM: ("phong tap", "nha thi dau"),
    VenueKind.BEAUTY: ("tiem lam dep", "lam toc", "spa"),
    VenueKind.CINEMA: ("rap phim", "rap chieu phim", "nha hat"),
    VenueKind.EVENT: ("nha hang tiec cuoi", "hoi truong"),
    VenueKind.HOTEL: ("khach san",),
    VenueKind.STATION: ("ben xe", "nha ga", "ga"),
    VenueKind.VEHICLE: ("xe buyt", "tau", "taxi"),
    VenueKind.PARK: ("cong vien",),
    VenueKind.CARE_HOME: ("vien duong lao", "co so bao tro"),
    VenueKind.OTHER: ("khac",),
}
"""Common names beside those of the form, folded."""

AIR_IN_VIETNAMESE: Final = {
    Ventilation.CLOSED: ("dong kin", "dieu hoa", "may lanh", "phong kin"),
    Ventilation.WINDOWS: ("mo cua", "cua so", "mo cua so"),
    Ventilation.MECHANICAL: ("cap gio tuoi", "quat thong gio", "thong gio co khi"),
    Ventilation.OPEN_AIR: ("ngoai troi", "khong tuong", "open air"),
}
"""Common words for how fresh air comes in, folded."""

_DAYS: Final = {
    name: day
    for day, names in enumerate(
        (
            ("mon", "monday", "t2", "thu 2", "thu hai"),
            ("tue", "tuesday", "t3", "thu 3", "thu ba"),
            ("wed", "wednesday", "t4", "thu 4", "thu tu"),
            ("thu", "thursday", "t5", "thu 5", "thu nam"),
            ("fri", "friday", "t6", "thu 6", "thu sau"),
            ("sat", "saturday", "t7", "thu 7", "thu bay"),
            ("sun", "sunday", "cn", "chu nhat"),
        )
    )
    for name in names
}
"""Plain digits are left out: 2 is Tuesday to some and Monday to others."""
_EVERY_DAY: Final = {"", "daily", "every day", "hang ngay", "hang tuan", "ca tuan"}


def read_days(text: str) -> set[int] | None:
    """`Mon-Sat`, `T2-T7, CN`, `Thứ hai; thứ tư`: days from Monday as 0; None when it is anything else."""
    plain = fold(text)
    if plain in _EVERY_DAY:
        return set(range(7))
    days: set[int] = set()
    for part in re.split(r"[,;&/]| va ", plain):
        ends = [_DAYS.get(end.strip()) for end in re.split(r"[-\u2013]|\bden\b|\bto\b", part)]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2:  # noqa: PLR2004 - from and to
            return None
        days |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    return days

"""Words that made-up places and people are named with. Common ones everywhere; no list of real businesses."""

from __future__ import annotations

FAMILY_NAMES = {
    "Nguyễn": 38.4, "Trần": 11.0, "Lê": 9.5, "Phạm": 7.1, "Huỳnh": 5.1, "Phan": 4.5, "Vũ": 2.0, "Võ": 1.9,
    "Đặng": 2.1, "Bùi": 2.0, "Đỗ": 1.4, "Hồ": 1.3, "Ngô": 1.3, "Dương": 1.0, "Lý": 0.5, "Trương": 1.0,
    "Lâm": 0.7, "Đinh": 0.7, "Mai": 0.6, "Tô": 0.4, "Lương": 0.5, "Châu": 0.4, "Thạch": 0.2,
}  # fmt: skip
"""Percent of people. The first fourteen or so as widely quoted from Lê Trung Hoa, *Họ và tên người
Việt Nam* (2005); the rest assumed. Shares are rescaled to one."""

MIDDLE_MALE = ("Văn", "Hữu", "Minh", "Quốc", "Đức", "Thanh", "Hoàng", "Công", "Anh", "Tuấn", "Gia", "Xuân")
MIDDLE_FEMALE = ("Thị", "Thị", "Thị", "Ngọc", "Thị Thu", "Thị Kim", "Thanh", "Mỹ", "Bảo", "Thùy", "Hoài")
GIVEN_MALE = (
    "An", "Bình", "Cường", "Dũng", "Duy", "Đạt", "Hải", "Hiếu", "Hòa", "Hùng", "Huy", "Khang", "Khoa",
    "Kiệt", "Lâm", "Long", "Lộc", "Minh", "Nam", "Nghĩa", "Nhân", "Phong", "Phúc", "Quân", "Sơn", "Tài",
    "Tâm", "Thành", "Thắng", "Thịnh", "Tiến", "Toàn", "Trí", "Trung", "Tùng", "Tú", "Việt", "Vinh", "Vũ",
)  # fmt: skip
GIVEN_FEMALE = (
    "Anh", "Ánh", "Bích", "Chi", "Diễm", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa",
    "Hồng", "Huệ", "Hương", "Khánh", "Lan", "Liên", "Linh", "Loan", "Mai", "My", "Nga", "Ngân", "Ngọc",
    "Nhi", "Nhung", "Oanh", "Phượng", "Quyên", "Quỳnh", "Thảo", "Thủy", "Thư", "Trang", "Trâm", "Trinh",
    "Tuyết", "Uyên", "Vy", "Xuân", "Yến",
)  # fmt: skip

STREETS = (
    "Lê Lợi", "Trần Hưng Đạo", "Hai Bà Trưng", "Nguyễn Trãi", "Lý Thường Kiệt", "Quang Trung", "Lê Lai",
    "Phan Đình Phùng", "Hoàng Hoa Thám", "Phan Bội Châu", "Phan Chu Trinh", "Nguyễn Du", "Hồ Xuân Hương",
    "Bà Huyện Thanh Quan", "Nguyễn Đình Chiểu", "Nguyễn Văn Cừ", "Lê Hồng Phong", "Trần Phú", "Ngô Quyền",
    "Đinh Tiên Hoàng", "Lý Tự Trọng", "Võ Thị Sáu", "Nguyễn Thị Minh Khai", "Cách Mạng Tháng Tám",
    "Âu Cơ", "Lạc Long Quân", "Hùng Vương", "An Dương Vương", "Trường Chinh", "Phạm Ngũ Lão", "Bạch Đằng",
    "Yên Đỗ", "Nguyễn Huệ", "Tôn Đức Thắng", "Lê Duẩn", "Phạm Văn Đồng", "Võ Văn Kiệt", "Nguyễn Văn Linh",
    "Trần Bình Trọng", "Lê Văn Sỹ", "Hoàng Diệu", "Tăng Bạt Hổ", "Chu Văn An", "Kim Đồng",
    "Lương Thế Vinh", "Mạc Đĩnh Chi", "Đường số 3", "Đường số 7", "Đường số 12", "Đường số 25",
)  # fmt: skip

WORDS: dict[str, tuple[str, ...]] = {
    "who": (
        "Hòa", "Bà Năm", "Cô Ba", "Chú Tư", "Ông Bảy", "Dì Út", "Anh Tám", "Chị Hai", "Thanh", "Hương",
        "Lan", "Phượng", "Tuyết", "Minh", "Đạt", "Hai Lúa", "Mười Hiền", "Sáu Nhỏ", "Kim Liên",
        "Ngọc Mai", "Thu Hà", "Bảo",
    ),
    "mood": (
        "Mộc", "Gió", "Vườn Xưa", "Nắng", "Hẻm", "Bên Sông", "Phố", "Sân Thượng", "Góc Nhỏ", "Lá",
        "Ký Ức", "Cũ", "Trầm", "Cây Bàng", "Hiên Nhà", "Mưa", "Đất", "Thềm Xanh", "Đồi Hoa", "Tĩnh",
        "Sương Sớm", "Cóc",
    ),
    "firm": (
        "An Phát", "Đại Thành", "Hưng Thịnh", "Phú Quý", "Minh Long", "Tân Tiến", "Việt Á", "Đông Nam",
        "Thành Công", "Hoàng Gia", "Sao Mai", "Kim Ngân", "Nam Việt", "Bình Minh", "Trường Sơn",
        "Vạn Lợi", "Thiên Phúc", "Hải Đăng", "Phương Nam", "Gia Phú", "Tâm Đức", "Lộc Phát", "Nhật Quang",
        "Á Đông",
    ),
    "virtue": (
        "An Khang", "Tâm An", "Đức Tâm", "Phúc Lộc", "Minh Châu", "Nhân Ái", "Bảo Tâm", "Hồng Đức",
        "Thiện Nhân", "Vạn An", "Tâm Phúc", "Hoàn Mỹ An", "Kim Châu", "Trường Thọ", "Bình An", "Việt Đức",
        "Sài Thành", "Đức An",
    ),
    "hero": (
        "Lê Quý Đôn", "Nguyễn Bỉnh Khiêm", "Trần Quốc Toản", "Nguyễn Hiền", "Võ Trường Toản",
        "Phan Sào Nam", "Lê Văn Tám", "Trần Văn Ơn", "Nguyễn Khuyến", "Đoàn Thị Điểm", "Trần Đại Nghĩa",
        "Lương Định Của", "Nguyễn Thái Bình", "Huỳnh Khương Ninh", "Bùi Thị Xuân", "Nguyễn Công Trứ",
        "Tạ Quang Bửu", "Phù Đổng",
    ),
    "flower": (
        "Hoa Mai", "Sơn Ca", "Họa Mi", "Hướng Dương", "Sen Hồng", "Bé Ngoan", "Măng Non", "Tuổi Thơ",
        "Vàng Anh",
    ),
    "pagoda": (
        "Phước Hải", "Long Vân", "Bửu Quang", "Linh Sơn", "Từ Ân", "Giác Nguyên", "Pháp Hoa", "Vạn Đức",
        "Huệ Lâm", "Thiên Phước", "Hưng Long", "Quan Âm", "Bảo Tịnh", "Viên Giác",
    ),
    "saint": (
        "Thánh Tâm", "Phêrô", "Mân Côi", "Fatima", "Vinh Sơn", "Thánh Linh", "Giuse", "Antôn",
        "Tân Hương",
    ),
    "glow": (
        "Blue", "Moon", "Đêm Trắng", "Retro", "Hầm Rượu", "Sky Garden", "Acoustic 79", "Bến Đêm", "Neon",
        "Lush",
    ),
    "plaza": (
        "Sao Việt", "Vạn Phúc", "Hoa Sen", "Đại Nam", "Sông Xanh", "Gia Lạc", "Pearl", "Riverside",
        "Sunrise",
    ),
    "brand": (
        "Mèo Xanh", "Ba Lá", "Nét Việt", "Lụa", "Tre", "Vải Mộc", "An Nhiên", "Gốm", "Bước Chân",
        "Cánh Diều", "Số 9",
    ),
    "goods": (
        "rau củ", "thịt heo", "cá tươi", "trái cây", "vải", "gia vị", "hoa tươi", "gạo", "trứng",
        "giày dép",
    ),
    "dish": ("bún riêu", "hủ tiếu", "cháo lòng", "chè", "bánh cuốn", "nước mía", "bún bò", "gỏi cuốn"),
}  # fmt: skip
"""What a sign's {slot} may be filled with; besides, {area} is the ward, {ward} the ward with its kind,
{n} a number and {route} a bus line."""

SIGNS: dict[str, tuple[str, ...]] = {
    "market": ("Chợ {area}",),
    "mall": ("TTTM {plaza} {area}", "{plaza} Plaza {area}"),
    "hospital": ("Bệnh viện {virtue}", "Bệnh viện Đa khoa {area}"),
    "grocery": ("Tạp hóa {who}", "Bách hóa {virtue}"),
    "convenience": ("Tiện lợi 24h {firm}", "Mini Mart {n}"),
    "pharmacy": ("Nhà thuốc {virtue}",),
    "store": ("Điện thoại {firm}", "Nhà sách {virtue}", "Thời trang {brand}"),
    "noodles": ("Phở {who}", "Bún bò {who}", "Hủ tiếu {who}", "Bánh mì {who}"),
    "rice": ("Cơm tấm {who}", "Quán cơm {who}"),
    "dinner": ("Quán nhậu {who}", "Lẩu dê {n}", "Nhà hàng {firm}", "Hải sản {who}"),
    "cafe": ("Cà phê {mood}", "{mood} Coffee", "Trà sữa {mood}"),
    "bar": ("Bar {glow}", "Pub {glow}", "Karaoke {glow}"),
    "club": ("Club {glow}", "Beer Club {glow}"),
    "office": ("Công ty TNHH {firm}", "Công ty Cổ phần {firm}", "Văn phòng {firm}"),
    "workshop": ("Xưởng mộc {who}", "Gara ô tô {firm}", "Cơ sở may {who}"),
    "factory": ("Nhà máy {firm}", "Xí nghiệp may {firm}", "Công ty Giày {firm}"),
    "nursery": ("Trường Mầm non {flower}",),
    "primary": ("Trường Tiểu học {hero}",),
    "middle": ("Trường THCS {hero}",),
    "high": ("Trường THPT {hero}",),
    "university": ("Trường Cao đẳng {hero}", "Trường Đại học {firm}"),
    "clinic": ("Phòng khám {virtue}", "Nha khoa {virtue}"),
    "ward": ("UBND {ward}",),
    "pagoda": ("Chùa {pagoda}", "Tịnh xá {pagoda}"),
    "church": ("Nhà thờ {saint}", "Giáo xứ {saint}"),
    "gym": ("Phòng gym {brand}", "Yoga {brand}", "Hồ bơi {area}"),
    "beauty": ("Salon tóc {who}", "Spa {brand}", "Hớt tóc {who}"),
    "event": ("Trung tâm tiệc cưới {plaza}", "Nhà văn hóa {area}"),
    "hotel": ("Khách sạn {firm}", "Nhà nghỉ {who}"),
    "station": ("Bến xe {area}", "Ga {area}"),
    "bus": ("Xe buýt tuyến {route}",),
    "park": ("Công viên {hero}", "Công viên {area}"),
    "care": ("Viện dưỡng lão {virtue}",),
    "tuition": ("Trung tâm Anh ngữ {virtue}", "Lớp học thêm {who}"),
    "stall": ("Sạp {goods} {who}",),
    "food stall": ("Quầy {dish} {who}",),
    "mall shop": ("{brand} Store", "Giày {brand}", "Siêu thị {firm}"),
    "food court": ("Lẩu {brand}", "Cơm niêu {who}", "Mì {brand}"),
    "mall cafe": ("{mood} Tea & Coffee",),
    "cinema": ("Rạp {plaza} Cinema",),
    "canteen": ("Căn tin {virtue}",),
}  # fmt: skip
"""What stands over the door, by the key of the trade."""

"""Decision 218/QĐ-BYT of 27 January 2022: transmission against the capacity to respond."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Final

from app.domain.decisions.colours import four_levels
from app.domain.decisions.qd_4800_byt import NAMES_OF_LEVELS
from app.domain.risk_decisions import Criterion, RiskDecision, Row, Source, Unset

_T = MappingProxyType

QD_218_BYT: Final = RiskDecision(
    slug="qd-218-byt",
    number="218/QĐ-BYT",
    issuer=_T({"vi": "Bộ Y tế", "en": "Ministry of Health"}),
    title=_T(
        {
            "vi": "Hướng dẫn tạm thời về chuyên môn y tế thực hiện Nghị quyết số 128/NQ-CP, thay thế Quyết "
            "định 4800/QĐ-BYT",
            "en": "Interim guidelines on medical specialty for the implementation of Resolution 128/NQ-CP, "
            "in place of Decision 4800/QĐ-BYT",
        }
    ),
    valid_from=date(2022, 1, 27),
    valid_to=date(2023, 10, 20),
    diseases=("covid-19",),
    noun=_T({"vi": "cấp độ dịch", "en": "epidemic level"}),
    rate=None,
    criteria=(
        Criterion(
            slug="published-218",
            name=_T(
                {
                    "vi": "Cấp độ đã công bố hằng tuần, nhập cho từng phường",
                    "en": "Level as published every week, entered ward by ward",
                }
            ),
            unit="",
            least=1,
            most=4,
            breaks=(2, 3, 4),
            unset=Unset.NO_LEVEL,
        ),
    ),
    matrix=(Row((0,), (1,)), Row((1,), (2,)), Row((2,), (3,)), Row((3,), (4,))),
    levels=four_levels(NAMES_OF_LEVELS),
    sources=_T(
        {
            "valid_from": Source("218/QĐ-BYT, 2022, article 2: from the day of signing", verified=True),
            "valid_to": Source(
                "Decision 26/2023/QĐ-TTg: COVID-19 left group A on 20 October 2023. No text that repeals "
                "this decision was found",
                verified=False,
            ),
            "levels": Source(
                "Resolution 128/NQ-CP, 2021, and VCCI, 29 January 2022: levels 1 to 4", verified=True
            ),
            "all": Source("A level that was published in 2022 is that level", verified=True),
        }
    ),
    notes=_T(
        {
            "vi": "Cấp độ ghép mức lây nhiễm (ca mắc, ca thở máy, tử vong) với khả năng đáp ứng. Vì vậy "
            "chỉ riêng số ca không cho ra cấp độ. Trên 600 ca trên 100.000 dân một tuần là mức lây nhiễm "
            "cao nhất.",
            "en": "The level joins transmission (cases, ventilated patients, deaths) with the capacity to "
            "respond. So case counts alone do not give it. Over 600 cases per 100,000 a week is the "
            "highest transmission.",
        }
    ),
    left_out=_T(
        {
            "vi": "Các ngưỡng dưới 600. Ngưỡng ca thở máy và tử vong: trên 6 ca tử vong trên 100.000 dân "
            "thì tăng một cấp. Tiêm chủng: 75 % dân số và 90 % nhóm nguy cơ. Các mức đáp ứng và phần còn "
            "lại của bảng. Chỉ biết hai ô: lây nhiễm 2 với đáp ứng trung bình, và lây nhiễm 3 với đáp ứng "
            "cao, đều là cấp 2.",
            "en": "The breaks below 600. Those of ventilated patients and deaths: over 6 deaths per "
            "100,000 raise the level by one. Vaccination: 75 % of all and 90 % of the vulnerable. The "
            "classes of capacity and the rest of the table. Two cells are known: transmission 2 with "
            "medium capacity, and transmission 3 with high capacity, both give level 2.",
        }
    ),
)

"""Decision 4800/QĐ-BYT of 12 October 2021: the weekly rate of new cases against vaccination."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Final

from app.domain.decisions.colours import four_levels
from app.domain.risk_decisions import Criterion, RateClasses, RiskDecision, Row, Source, Unset

_T = MappingProxyType
NAMES_OF_LEVELS: Final = (
    ("nguy cơ thấp (bình thường mới)", "low risk (new normal)"),
    ("nguy cơ trung bình", "medium risk"),
    ("nguy cơ cao", "high risk"),
    ("nguy cơ rất cao", "very high risk"),
)
"""Of Resolution 128/NQ-CP, which this decision and the one after it carry out."""
_UNCONFIRMED = (
    "The Ministry's table as it was commonly reproduced in October 2021; no copy at hand confirms it"
)

QD_4800_BYT: Final = RiskDecision(
    slug="qd-4800-byt",
    number="4800/QĐ-BYT",
    issuer=_T({"vi": "Bộ Y tế", "en": "Ministry of Health"}),
    title=_T(
        {
            "vi": "Hướng dẫn tạm thời về chuyên môn y tế thực hiện Nghị quyết số 128/NQ-CP",
            "en": "Provisional guidelines on medical specialty for the implementation of Resolution "
            "128/NQ-CP",
        }
    ),
    valid_from=date(2021, 10, 12),
    valid_to=date(2022, 1, 27),
    diseases=("covid-19",),
    noun=_T({"vi": "cấp độ dịch", "en": "epidemic level"}),
    rate=RateClasses(
        name=_T(
            {
                "vi": "Ca mắc mới tại cộng đồng trong một tuần trên 100.000 dân",
                "en": "New cases in the community in a week per 100,000 residents",
            }
        ),
        days=7,
        breaks=(20, 50, 150),
    ),
    criteria=(
        Criterion(
            slug="adults-one-dose",
            name=_T(
                {
                    "vi": "Tỷ lệ người từ 18 tuổi đã tiêm ít nhất một liều vắc xin",
                    "en": "Share of people aged 18 and over with at least one dose of vaccine",
                }
            ),
            unit="%",
            least=0,
            most=100,
            breaks=(70,),
            unset=Unset.STRICTEST,
        ),
    ),
    matrix=(Row((0,), (1, 2, 3, 4)), Row((1,), (1, 1, 2, 3))),
    levels=four_levels(NAMES_OF_LEVELS),
    sources=_T(
        {
            "valid_from": Source(
                "4800/QĐ-BYT, 2021, article 2: from the day of signing, 12 October 2021", verified=True
            ),
            "valid_to": Source(
                "218/QĐ-BYT, 2022, article 2: replaces it from 27 January 2022", verified=True
            ),
            "levels": Source(
                "Resolution 128/NQ-CP, 2021: four levels, green, yellow, orange, red", verified=True
            ),
            "rate.breaks.0": Source(
                "Health sector of Hải Phòng, 2021, assessment under this decision: class 1 is 0 to under 20",
                verified=True,
            ),
            "rate.breaks.1": Source(
                "The classes of community transmission of WHO 2021, interim guidance of 14 June, which the "
                "other two breaks follow; not seen in the decision itself",
                verified=False,
            ),
            "rate.breaks.2": Source(
                "VnExpress International, 28 January 2022: very high risk from 150 under the old guideline",
                verified=True,
            ),
            "criteria.0": Source(
                "Notice 816/TB-UBND of Hà Nội, 26 November 2021: 93.9 % reached the least share of 70 %",
                verified=True,
            ),
            "matrix.0": Source(_UNCONFIRMED, verified=False),
            "matrix.0.3": Source(
                "VnExpress International, 28 January 2022: from 150 a region had a very high risk",
                verified=True,
            ),
            "matrix.1.0": Source("Hải Phòng, 2021: class 1, all districts on level 1", verified=True),
            "matrix.1.1": Source(
                _UNCONFIRMED
                + ". Ho Chi Minh City, week to 6 January 2022, about 35 per 100,000: level 1; but Hà Nội, "
                "26 November 2021, with 20 stayed on level 2",
                verified=False,
            ),
            "matrix.1.2": Source(
                "Ministry of Health, 22 October 2021: Ho Chi Minh City on level 2, with about 1,000 cases "
                "a day, some 75 per 100,000 a week",
                verified=True,
            ),
            "matrix.1.3": Source(
                "Hà Nội, 11 December 2021: Đống Đa district, with 177 per 100,000, on level 3", verified=True
            ),
        }
    ),
    notes=_T(
        {
            "vi": "Quyết định đếm ca mắc mới tại cộng đồng. Bản đồ đếm mọi ca xác định, nên cấp độ có thể "
            "cao hơn.",
            "en": "The decision counts new cases found in the community; the map counts every confirmed "
            "case, so a level may come out higher.",
        }
    ),
    left_out=_T(
        {
            "vi": "Yêu cầu 80 % người cao tuổi tiêm đủ liều; tiêu chí 3 về khả năng thu dung, điều trị; "
            "điều chỉnh của địa phương.",
            "en": "The demand that 80 % of older people be fully vaccinated; criterion 3, the capacity to "
            "admit and treat; adjustments by provinces.",
        }
    ),
)

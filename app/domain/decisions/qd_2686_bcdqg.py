"""Decision 2686/QĐ-BCĐQG of 31 May 2021: levels by the sources of infection in a commune, not by a rate."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Final

from app.domain.decisions.colours import four_levels
from app.domain.risk_decisions import Criterion, RiskDecision, Row, Source, Unset

_T = MappingProxyType

QD_2686_BCDQG: Final = RiskDecision(
    slug="qd-2686-bcdqg",
    number="2686/QĐ-BCĐQG",
    issuer=_T(
        {
            "vi": "Ban Chỉ đạo Quốc gia phòng, chống dịch COVID-19",
            "en": "National Steering Committee for COVID-19 Prevention and Control",
        }
    ),
    title=_T(
        {
            "vi": "Quy định đánh giá mức độ nguy cơ và các biện pháp hành chính tương ứng trong phòng, "
            "chống dịch COVID-19",
            "en": "Assessment of risk levels and the corresponding administrative measures against COVID-19",
        }
    ),
    valid_from=date(2021, 5, 31),
    valid_to=None,
    diseases=("covid-19",),
    noun=_T({"vi": "mức độ nguy cơ", "en": "risk level"}),
    rate=None,
    criteria=(
        Criterion(
            slug="judged-2686",
            name=_T(
                {
                    "vi": "Mức do ban chỉ đạo đánh giá, nhập cho từng phường",
                    "en": "Level judged by the steering committee, entered ward by ward",
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
    levels=four_levels(
        (
            ("bình thường mới", "new normal"),
            ("nguy cơ", "at risk"),
            ("nguy cơ cao", "high risk"),
            ("nguy cơ rất cao", "very high risk"),
        )
    ),
    sources=_T(
        {
            "valid_from": Source(
                "Thư Viện Pháp Luật, 1 June 2021, notice of new texts: in force from 31 May 2021",
                verified=True,
            ),
            "levels": Source(
                "Thư Viện Pháp Luật, 1 June 2021: four levels for every area from commune to country. "
                "Their colours: those of look.md, in the order green, yellow, orange, red of 2021",
                verified=True,
            ),
            "all": Source(
                "A level that somebody has judged is that level; the decision of 2021 has no rate",
                verified=True,
            ),
        }
    ),
    notes=_T(
        {
            "vi": "Mức độ dựa trên nguồn lây và khả năng kiểm soát, không dựa trên tỷ lệ ca bệnh. Vì vậy "
            "bản đồ chỉ hiện mức đã được nhập.",
            "en": "These levels follow from sources of infection and whether they are under control, not "
            "from a rate of cases. So the map shows only levels that were entered.",
        }
    ),
    left_out=_T(
        {
            "vi": "Các yếu tố dịch tễ của từng mức; văn bản chấm dứt hiệu lực của quyết định.",
            "en": "The epidemiological factors of each level; by which text it ceased to have effect.",
        }
    ),
)

"""The decisions on risk levels that ship. A city adds its own to them; none of these is ever overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.domain.decisions.qd_218_byt import QD_218_BYT
from app.domain.decisions.qd_2686_bcdqg import QD_2686_BCDQG
from app.domain.decisions.qd_4800_byt import QD_4800_BYT
from app.domain.risk_decisions import RiskDecision

DECISIONS: Final[Mapping[str, RiskDecision]] = MappingProxyType(
    {decision.slug: decision for decision in (QD_2686_BCDQG, QD_4800_BYT, QD_218_BYT)}
)

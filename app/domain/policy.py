"""What the city has decided. Kept in the database, read at every start, changed by an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.tracing_rules import TracingRule


class Basis(StrEnum):
    """Why a visit may be kept: pages either cite an order or ask freely, never both."""

    CONSENT = "consent"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The version of the consent text, or the order's number and validity, that a visit was made under."""

    kind: Basis
    reference: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The city's settings, all in one place."""

    city: str = "Thành phố Hồ Chí Minh"
    unit: str = "Trung tâm Kiểm soát bệnh tật Thành phố Hồ Chí Minh"
    """Who asks when an official calls: shown to a patient together with the hotline as call-back number."""
    zone: ZoneInfo = ZoneInfo("Asia/Ho_Chi_Minh")
    retention_days: int = 21
    """Days that visits are kept: at least what the active diseases need, see `domain/retention`."""
    diseases: tuple[str, ...] = ("covid-19", "influenza", "measles")
    """The active profiles: only these can be reported as new cases."""
    asks_contact: bool = True
    """Whether people are asked, after a check-in, how they may be told about a risk."""
    basis: LegalBasis = LegalBasis(Basis.CONSENT, "2026-11")
    hotline: str = "19009095"
    longest_stay: timedelta = timedelta(hours=16)
    """No stay is assumed to last longer, and no query looks further back for one."""
    oldest_entry: timedelta = timedelta(hours=48)
    """How late a phone may report an entry that it made without a network."""
    clock_skew: timedelta = timedelta(minutes=5)
    """How far ahead of the server's a phone's clock may be."""
    late_after: timedelta = timedelta(minutes=10)
    """An entry that arrives later than this was made offline and is flagged so."""
    re_entry: timedelta = timedelta(minutes=3)
    """Coming back within this time continues the same visit."""
    tracing_rule: TracingRule = TracingRule.DOSE
    """How exposures are counted; every trace keeps the rule it was made by."""
    openings_a_day: int = 60
    """How many contacts one official may open in a day."""
    code_grace: timedelta = timedelta(days=7)
    """How long a replaced code still works, so that posters can be changed in peace."""
    signed_posters: bool = False
    """Whether posters carry a signature that phones can check without a network: 41 modules instead of 29."""
    card_visits_a_day: int = 20
    """How often one card checks in on a day: a copied or shared card floods nothing."""
    notices_name_disease: bool = False
    """Whether a notice of an exposure names the disease: who reads over a shoulder reads it too."""

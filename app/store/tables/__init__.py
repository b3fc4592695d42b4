"""Every table. Rows are built only in `app.store`, from domain values, and never leave it.

SQLModel table classes do not validate; what the database holds are the keys and the CHECKs of the enums.
No row references a visit: a trace copies what it needs, so that a day of visits can be dropped whole.
"""

from sqlmodel import SQLModel

from app.store.tables.audit import AuditHeadRow, AuditRow
from app.store.tables.cards import CardRow
from app.store.tables.cases import CaseRow, CaseVisitRow, EventRow, ReleaseCodeRow, SubjectRow
from app.store.tables.city import AreaChangeRow, AreaRow, CaseCountRow, ImportRow, LegalBasisRow, SettingRow
from app.store.tables.diseases import DiseaseProfileRow
from app.store.tables.events import EventExposureRow, EventTraceRow
from app.store.tables.joins import JoinCodeRow, JoinedPersonRow
from app.store.tables.levels import RiskCriterionRow, RiskDecisionRow
from app.store.tables.links import InfectorDecisionRow, SourceRunRow
from app.store.tables.map_releases import MapReleaseRow
from app.store.tables.notices import NoticeRow, SendingRow
from app.store.tables.officials import OfficialRow, SessionRow, SignInLinkRow
from app.store.tables.people import DeviceTokenRow, PersonRow, SealedContactRow
from app.store.tables.places import CodeRow, OwnerRow, ScreenLinkRow, ShiftLinkRow, VenueRow, ZoneRow
from app.store.tables.poster_jobs import PosterJobRow
from app.store.tables.results import ResultRow
from app.store.tables.traces import ContactRow, ExposureRow, TraceListRow, TraceRow
from app.store.tables.visits import VisitRow

metadata = SQLModel.metadata

__all__ = [
    "AreaChangeRow",
    "AreaRow",
    "AuditHeadRow",
    "AuditRow",
    "CardRow",
    "CaseCountRow",
    "CaseRow",
    "CaseVisitRow",
    "CodeRow",
    "ContactRow",
    "DeviceTokenRow",
    "DiseaseProfileRow",
    "EventExposureRow",
    "EventRow",
    "EventTraceRow",
    "ExposureRow",
    "ImportRow",
    "InfectorDecisionRow",
    "JoinCodeRow",
    "JoinedPersonRow",
    "LegalBasisRow",
    "MapReleaseRow",
    "NoticeRow",
    "OfficialRow",
    "OwnerRow",
    "PersonRow",
    "PosterJobRow",
    "ReleaseCodeRow",
    "ResultRow",
    "RiskCriterionRow",
    "RiskDecisionRow",
    "ScreenLinkRow",
    "SealedContactRow",
    "SendingRow",
    "SessionRow",
    "SettingRow",
    "ShiftLinkRow",
    "SignInLinkRow",
    "SourceRunRow",
    "SubjectRow",
    "TraceListRow",
    "TraceRow",
    "VenueRow",
    "VisitRow",
    "ZoneRow",
    "metadata",
]

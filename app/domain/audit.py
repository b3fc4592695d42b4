"""What the audit chain says: who did what to which ids. Never a name, never what somebody typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.audit_detail import Json
from app.domain.ids import CaseId, OfficialId


class AuditAction(StrEnum):
    """What can be done under audit."""

    CARDS_ISSUED = "cards_issued"
    CARD_BLOCKED = "card_blocked"
    CARD_FORGOTTEN = "card_forgotten"
    CARD_READ = "card_read"
    CARD_REGISTERED = "card_registered"
    CARD_REPLACED = "card_replaced"
    CARD_UNBLOCKED = "card_unblocked"
    CARD_VISITS_SEEN = "card_visits_seen"
    CARD_VISITS_SHARED = "card_visits_shared"
    CARD_VISIT_WITHDRAWN = "card_visit_withdrawn"
    CASE_CHANGED = "case_changed"
    CASE_CLOSED = "case_closed"
    CASE_EXPORTED = "case_exported"
    CASE_READ = "case_read"
    CASE_REPORTED = "case_reported"
    CITY_OPENED = "city_opened"
    CITY_TRACED = "city_traced"
    CLOCK_CONFIRMED = "clock_confirmed"
    CODE_KEY_MADE = "code_key_made"
    CODE_KEY_RETIRED = "code_key_retired"
    CONTACT_DECIDED = "contact_decided"
    CONTACT_OPENED = "contact_opened"
    CONTACT_OPENING_APPROVED = "contact_opening_approved"
    CONTACT_OPENING_ASKED = "contact_opening_asked"
    CONTACT_OPENING_REFUSED = "contact_opening_refused"
    CONTACT_RESEALED = "contact_resealed"
    DISEASE_ACTIVATED = "disease_activated"
    DISEASE_ADDED = "disease_added"
    DISEASE_DEACTIVATED = "disease_deactivated"
    DISEASE_REVIEWED = "disease_reviewed"
    EVENT_APPROVED = "event_approved"
    EVENT_OPENED = "event_opened"
    EVENT_READ = "event_read"
    EVENT_TRACED = "event_traced"
    EVENT_TRACE_UNDONE = "event_trace_undone"
    INFECTOR_NAMED = "infector_named"
    INFECTOR_UNDONE = "infector_undone"
    LINKS_VIEWED = "links_viewed"
    LINK_ISSUED = "link_issued"
    MAP_EXPORTED = "map_exported"
    MAP_RELEASED = "map_released"
    MAP_VIEWED = "map_viewed"
    NOTICES_SENT = "notices_sent"
    NOTICES_TAKEN_BACK = "notices_taken_back"
    NOTICES_WITHDRAWN = "notices_withdrawn"
    OFFICIAL_ADDED = "official_added"
    OFFICIAL_DISABLED = "official_disabled"
    OFFICIAL_ENABLED = "official_enabled"
    OFFICIAL_SET_UP = "official_set_up"
    RELEASE_CODE_ISSUED = "release_code_issued"
    RELEASE_WITHDRAWN = "release_withdrawn"
    RETENTION_ENDED = "retention_ended"
    RETENTION_HELD = "retention_held"
    RISK_CRITERION_SET = "risk_criterion_set"
    RISK_DECISION_ADDED = "risk_decision_added"
    SECOND_CONTACTS_COUNTED = "second_contacts_counted"
    SESSIONS_ENDED = "sessions_ended"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_REFUSED = "sign_in_refused"
    SOURCES_SOUGHT = "sources_sought"
    TEST_RESULT_RECORDED = "test_result_recorded"
    TRACE_MADE = "trace_made"
    TRACE_UNDONE = "trace_undone"
    VISITS_EXPORTED = "visits_exported"
    VISITS_EXPORT_ASKED = "visits_export_asked"
    VISITS_EXPORT_ENDED = "visits_export_ended"
    VISITS_RELEASED = "visits_released"
    VISIT_ADDED = "visit_added"
    VISIT_REMOVED = "visit_removed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry before it is chained."""

    number: int
    at: datetime
    actor: OfficialId | None
    """None: nobody was signed in, or the installation itself."""
    action: str
    case: CaseId | None = None
    detail: Mapping[str, Json] = field(default_factory=dict)

"""Who among the officials may do what: one table, denied by default."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What an official is there for. One official has one role, so that no one person can do everything."""

    TRACER = "tracer"
    EPIDEMIOLOGIST = "epidemiologist"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """Everything that needs a permission, as scope and action."""

    ACTIVATE_DISEASE = "disease:activate"
    APPROVE_EVENT = "event:approve"
    APPROVE_OPENING = "opening:approve"
    ASK_TO_OPEN_CONTACT = "contact:ask-to-open"
    DECIDE_CONTACT = "contact:decide"
    EDIT_DISEASES = "disease:edit"
    """Add a profile, and review what another has added."""
    EXPORT_CASE = "case:export"
    FIND_SOURCES = "sources:find"
    """Opens pseudonyms in bulk, to compare with; what comes out are venues and counts."""
    ISSUE_RELEASE_CODE = "release-code:issue"
    MANAGE_CARDS = "card:manage"
    """Register, block and replace cards, and exercise their holders' rights at the station."""
    MANAGE_OFFICIALS = "officials:manage"
    NAME_INFECTOR = "infector:name"
    OPEN_EVENT = "event:open"
    READ_AUDIT = "audit:read"
    READ_CASE = "case:read"
    READ_EVENT = "event:read"
    """Place, time and counts; who was there is for those who trace, and for them after approval only."""
    RECORD_TEST_RESULT = "contact:record-test-result"
    REPORT_CASE = "case:report"
    SEND_NOTICE = "notice:send"
    """Tell contacts of an exposure, correct and withdraw it, and see how many have read it."""
    TRACE_CASE = "case:trace"
    TRACE_EVENT = "event:trace"
    VIEW_DISEASES = "disease:view"
    VIEW_EXACT_COUNTS = "map:view-exact"
    """Numbers below the threshold, inside one's own jurisdiction only."""
    VIEW_LINKS = "links:view"
    """Source venues, and chains of cases by their references."""
    VIEW_MAP = "map:view"


PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.TRACER: frozenset(
        {
            Permission.ASK_TO_OPEN_CONTACT,
            Permission.DECIDE_CONTACT,
            Permission.EXPORT_CASE,
            Permission.FIND_SOURCES,
            Permission.ISSUE_RELEASE_CODE,
            Permission.MANAGE_CARDS,
            Permission.NAME_INFECTOR,
            Permission.OPEN_EVENT,
            Permission.READ_CASE,
            Permission.READ_EVENT,
            Permission.RECORD_TEST_RESULT,
            Permission.REPORT_CASE,
            Permission.SEND_NOTICE,
            Permission.TRACE_CASE,
            Permission.TRACE_EVENT,
            Permission.VIEW_DISEASES,
            Permission.VIEW_EXACT_COUNTS,
            Permission.VIEW_LINKS,
            Permission.VIEW_MAP,
        }
    ),
    # Numbers and places, never a name: a case file is closed to this role.
    Role.EPIDEMIOLOGIST: frozenset(
        {
            Permission.EDIT_DISEASES,
            Permission.FIND_SOURCES,
            Permission.VIEW_DISEASES,
            Permission.VIEW_EXACT_COUNTS,
            Permission.VIEW_LINKS,
            Permission.VIEW_MAP,
        }
    ),
    # Who allows an opening or a list of people must have no hand in the trace that asks for it.
    Role.APPROVER: frozenset(
        {
            Permission.APPROVE_EVENT,
            Permission.APPROVE_OPENING,
            Permission.READ_EVENT,
            Permission.VIEW_DISEASES,
            Permission.VIEW_MAP,
        }
    ),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT, Permission.VIEW_DISEASES, Permission.VIEW_MAP}),
    # Who can make officials could make one of every role: so this one sees no personal data itself.
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.ACTIVATE_DISEASE,
            Permission.EDIT_DISEASES,
            Permission.MANAGE_OFFICIALS,
            Permission.VIEW_DISEASES,
        }
    ),
}

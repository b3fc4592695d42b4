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

    APPROVE_OPENING = "opening:approve"
    ASK_TO_OPEN_CONTACT = "contact:ask-to-open"
    DECIDE_CONTACT = "contact:decide"
    EXPORT_CASE = "case:export"
    ISSUE_RELEASE_CODE = "release-code:issue"
    MANAGE_OFFICIALS = "officials:manage"
    READ_AUDIT = "audit:read"
    READ_CASE = "case:read"
    REPORT_CASE = "case:report"
    TRACE_CASE = "case:trace"
    VIEW_EXACT_COUNTS = "map:view-exact"
    """Numbers below the threshold, inside one's own jurisdiction only."""
    VIEW_MAP = "map:view"


PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.TRACER: frozenset(
        {
            Permission.ASK_TO_OPEN_CONTACT,
            Permission.DECIDE_CONTACT,
            Permission.EXPORT_CASE,
            Permission.ISSUE_RELEASE_CODE,
            Permission.READ_CASE,
            Permission.REPORT_CASE,
            Permission.TRACE_CASE,
            Permission.VIEW_EXACT_COUNTS,
            Permission.VIEW_MAP,
        }
    ),
    # Numbers and places, never a name: a case file is closed to this role.
    Role.EPIDEMIOLOGIST: frozenset({Permission.VIEW_EXACT_COUNTS, Permission.VIEW_MAP}),
    # Who allows an opening must have no hand in the trace that asks for it.
    Role.APPROVER: frozenset({Permission.APPROVE_OPENING, Permission.VIEW_MAP}),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT, Permission.VIEW_MAP}),
    # Who can make officials could make one of every role: so this one sees no personal data itself.
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_OFFICIALS}),
}

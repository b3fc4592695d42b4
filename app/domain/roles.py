"""Who among the officials may do what: one table, denied by default."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an official is there for. One official has one role, so that no one person can do everything."""

    TRACER = "tracer"
    EPIDEMIOLOGIST = "epidemiologist"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

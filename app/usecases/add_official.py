"""An administrator adds an official."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.errors import InputRefused, Problem
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.sign_in_links import LinkPurpose
from app.store import audit, officials
from app.store.db import Session
from app.usecases.issue_link import NewLink, issue_link


def add_official(session: Session, new: Official, *, by: OfficialId | None, now: datetime) -> NewLink:
    """Keep a new official and make the link for setting up the account (by None: from the command line).

    Raises:
        InputRefused: the user name is taken.
    """
    if officials.by_user_name(session, new.user_name) is not None:
        raise InputRefused([Problem("user_name", "user_name_taken")])
    officials.add(session, new, now=now)
    link = issue_link(session, new, LinkPurpose.SET_UP, now)
    detail = {"official": new.id, "role": new.role}
    audit.record(session, actor=by, action=AuditAction.OFFICIAL_ADDED, detail=detail, now=now)
    return link

"""An owner replaces a code that was stolen or worn out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.issued_codes import IssuedCode
from app.domain.policy import Policy
from app.domain.venues import Venue
from app.store import issued_codes
from app.store.db import Session
from app.usecases.issue_code import issue_code


def replace_code(
    session: Session, venue: Venue, *, stolen: bool, policy: Policy, now: datetime
) -> IssuedCode:
    """Issue a new code. A stolen one stops at once; a worn one works on while posters are changed."""
    for code in issued_codes.codes_of(session, venue.id):
        if code.revoked_at is None and (code.valid_until is None or code.valid_until > now):
            grace = timedelta() if stolen else policy.code_grace
            ended = replace(code, valid_until=now + grace)
            issued_codes.save_code(session, replace(ended, revoked_at=now) if stolen else ended)
    return issue_code(session, venue.id, now)

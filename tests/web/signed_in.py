"""An official who is signed in, and what their looking leaves behind."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from uuid import uuid4

from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.domain.sessions import Session as SignedIn
from app.store import officials, sessions
from app.store.db import Database
from app.vault.tokens import digest, new_session_token, written
from app.web import cookies


def signed_in(
    database: Database, phone: Any, now: datetime, role: Role, jurisdiction: str | None = None
) -> Any:
    """The browser, with the cookie of a new official."""
    official = Official(OfficialId(uuid4()), f"o{uuid4().hex[:8]}", "Trần Văn Đức", role, jurisdiction)
    token = new_session_token()
    with database.writing() as session:
        officials.add(session, official, now=now)
        sessions.add(session, digest(token), SignedIn(official.id, None, now, now))
    phone.cookies.set(cookies.OFFICIAL, written(token))
    return phone


def audit_details(database: Database) -> list[dict[str, Any]]:
    """What the audit says beside each action, oldest first."""
    with database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT detail FROM audit ORDER BY number").scalars()
        return [row if isinstance(row, dict) else json.loads(row) for row in rows]


def frame_data(answer: Any) -> dict[str, Any]:
    """The JSON block of a map document."""
    found = re.search(r'id="case-map-data">(.*?)</script>', answer.text)
    assert found
    return json.loads(found[1])

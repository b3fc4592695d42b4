"""The made-up officials of a demo, one per role, and the links that sign in without a password."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import uuid4

from app.domain.errors import NotADemo
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Role
from app.domain.sign_in_links import LinkPurpose
from app.store import city, officials
from app.store.db import Session
from app.usecases.issue_link import NewLink, issue_link

DEMO_FACT: Final = "demo"
"""The installation's fact that says that nobody in this database is real."""


def demo_links(session: Session, *, now: datetime) -> list[NewLink]:
    """One link per role that signs in without a password, for ten minutes, from this machine alone.

    Raises:
        NotADemo: the database does not say that it is one.
    """
    if not is_demo(session):
        raise NotADemo
    return [issue_link(session, demo_official(session, role, now), LinkPurpose.DEMO, now) for role in Role]


def is_demo(session: Session) -> bool:
    """Whether nobody in this database is real."""
    return city.fact(session, DEMO_FACT) is True


def demo_official(session: Session, role: Role, now: datetime) -> Official:
    """The made-up official of a role, added when first asked for."""
    user_name = f"demo-{role}"
    if (found := officials.by_user_name(session, user_name)) is not None:
        return found[0]
    new = Official(OfficialId(uuid4()), user_name, f"Demo {role}", role, None)
    officials.add(session, new, now=now)
    return new

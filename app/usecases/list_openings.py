"""Somebody asks who opened their contact details."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.diseases import Disease
from app.domain.people import DeviceToken
from app.domain.policy import Policy
from app.store import diseases, own_visits
from app.store.db import Session
from app.usecases.find_own_names import Own, find_own_names


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening, without a word about anybody else: neither the case nor the official is named."""

    at: datetime
    unit: str
    """Whose official it was."""
    disease: Disease
    """What the case was about."""


def list_openings(session: Session, device: DeviceToken | None, *, policy: Policy) -> list[Opening]:
    """Every opening of contact details left by whom this browser speaks for, the newest first.

    Raises:
        NobodyHere: this browser speaks for nobody.
    """
    return openings_of(session, find_own_names(session, device), policy=policy)


def openings_of(session: Session, own: Own, *, policy: Policy) -> list[Opening]:
    """The same for somebody who is known already."""
    found = own_visits.openings(session, own.names)
    known = {slug: diseases.by_slug(session, slug) for slug in {slug for _, slug in found}}
    return [Opening(at, policy.unit, known[slug]) for at, slug in found]

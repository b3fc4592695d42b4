"""A second official has read a disease profile and stands for it."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.errors import DiseaseUnknown, OwnDisease
from app.domain.ids import OfficialId
from app.store import audit, diseases
from app.store.db import Session
from app.usecases.activate_disease import keep_long_enough


def review_disease(session: Session, slug: str, version: int, *, by: OfficialId, now: datetime) -> None:
    """Put a version in use for the cases of its disease; whether new ones are reported is activation's.

    Raises:
        DiseaseUnknown: no such profile or version.
        OwnDisease: it is one's own.
    """
    found = [kept for kept in diseases.versions(session, slug) if kept.version == version]
    if not found:
        raise DiseaseUnknown(slug)
    if found[0].added_by == by:
        raise OwnDisease(slug)
    if found[0].reviewed_at is not None:
        return
    diseases.save_review(session, slug, version, by=by, now=now)
    policy = keep_long_enough(session, now=now)
    detail = {"disease": slug, "version": version, "retention_days": policy.retention_days}
    audit.record(session, actor=by, action=AuditAction.DISEASE_REVIEWED, detail=detail, now=now)

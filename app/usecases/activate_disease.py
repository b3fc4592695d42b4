"""An administrator chooses which diseases are traced. Retention follows them upward by itself, never down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.disease_profiles import DISEASES
from app.domain.errors import DiseaseNotReviewed, DiseaseUnknown, LastDisease
from app.domain.ids import OfficialId
from app.domain.policy import Policy
from app.domain.retention import checked_retention, required_days
from app.store import audit, city, diseases
from app.store.db import Session


def activate(session: Session, slug: str, *, by: OfficialId | None, now: datetime) -> Policy:
    """Let new cases of a disease be reported, and keep visits for as long as its tracing asks.

    Raises:
        DiseaseUnknown: no such profile.
        DiseaseNotReviewed: only one person has seen it.
    """
    _must_be_usable(session, slug)
    before = city.policy(session)
    if slug in before.diseases:
        return before
    city.save_policy(session, replace(before, diseases=(*before.diseases, slug)), now=now)
    after = keep_long_enough(session, now=now)
    _record(session, AuditAction.DISEASE_ACTIVATED, slug, after, by=by, now=now)
    return after


def deactivate(session: Session, slug: str, *, by: OfficialId | None, now: datetime) -> Policy:
    """Let no new case of a disease be reported; those there are go on. Retention stays as it is.

    Raises:
        DiseaseUnknown: it is not active.
        LastDisease: no other is.
    """
    before = city.policy(session)
    if slug not in before.diseases:
        raise DiseaseUnknown(slug)
    left = tuple(other for other in before.diseases if other != slug)
    if not left:
        raise LastDisease(slug)
    after = replace(before, diseases=left)
    city.save_policy(session, after, now=now)
    _record(session, AuditAction.DISEASE_DEACTIVATED, slug, after, by=by, now=now)
    return after


def keep_long_enough(session: Session, *, now: datetime) -> Policy:
    """Raise the retention to what the active profiles need, where it is below."""
    policy = city.policy(session)
    needed = required_days(diseases.active(session).values())
    if needed <= policy.retention_days:
        return policy
    raised = replace(policy, retention_days=needed)
    city.save_policy(session, raised, now=now)
    return raised


def change_policy(session: Session, policy: Policy, *, now: datetime) -> None:
    """Keep what an administrator has decided. Diseases and retention are checked when either changes.

    Raises:
        DiseaseUnknown, DiseaseNotReviewed, LastDisease: about the diseases chosen.
        RetentionTooShort: visits would be gone before they are asked for.
    """
    before = city.policy(session)
    if (policy.diseases, policy.retention_days) != (before.diseases, before.retention_days):
        _must_suit_tracing(session, policy)
    city.save_policy(session, policy, now=now)


def _must_suit_tracing(session: Session, policy: Policy) -> None:
    if not policy.diseases:
        raise LastDisease
    for slug in policy.diseases:
        _must_be_usable(session, slug)
    known = diseases.profiles(session, policy.diseases)
    checked_retention(policy, [known[slug] for slug in policy.diseases])


def _must_be_usable(session: Session, slug: str) -> None:
    if slug in DISEASES:
        return
    kept = diseases.versions(session, slug)
    if not kept:
        raise DiseaseUnknown(slug)
    if all(version.reviewed_at is None for version in kept):
        raise DiseaseNotReviewed(slug)


def _record(
    session: Session,
    action: AuditAction,
    slug: str,
    policy: Policy,
    *,
    by: OfficialId | None,
    now: datetime,
) -> None:
    detail = {"disease": slug, "retention_days": policy.retention_days}
    audit.record(session, actor=by, action=action, detail=detail, now=now)

"""Somebody adds a disease profile; it counts for nothing until a second person has reviewed it."""

from __future__ import annotations

from datetime import datetime

from app.domain.audit import AuditAction
from app.domain.disease_profiles import DISEASES
from app.domain.errors import InputRefused, Problem
from app.domain.ids import OfficialId
from app.store import audit, diseases
from app.store.db import Session
from app.store.diseases import Kept
from app.usecases.read_profile import read_profile


def add_disease(session: Session, document: bytes, *, by: OfficialId | None, now: datetime) -> Kept:
    """Keep a profile as the next version of its slug (by None: from the command line).

    The same profile as the newest version is that version: sent twice, it is kept once.

    Raises:
        InputRefused: every problem of the document; or its slug is one that ships.
    """
    disease = read_profile(document)
    if disease.slug in DISEASES:
        raise InputRefused([Problem("slug", "shipped")])
    before = diseases.versions(session, disease.slug)
    if before and before[-1].disease == disease:
        return before[-1]
    kept = diseases.add(session, disease, by=by, now=now)
    detail = {"disease": disease.slug, "version": kept.version}
    audit.record(session, actor=by, action=AuditAction.DISEASE_ADDED, detail=detail, now=now)
    return kept

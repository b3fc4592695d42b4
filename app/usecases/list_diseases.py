"""An official chooses among the active diseases, and reads the names of all."""

from __future__ import annotations

from app.store import diseases
from app.store.db import Session


def list_diseases(session: Session, language: str = "en") -> dict[str, str]:
    """The names of the active profiles by slug, in the order of the city's policy."""
    return {slug: disease.called(language) for slug, disease in diseases.active(session).items()}


def disease_names(session: Session, language: str) -> dict[str, str]:
    """The names of every profile in use: cases keep theirs when it is not active any more."""
    return {slug: disease.called(language) for slug, disease in diseases.profiles(session).items()}

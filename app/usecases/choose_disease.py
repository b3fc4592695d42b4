"""Which disease a page is about. Shared by the pages over many cases: one disease at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.diseases import Disease
from app.store import diseases
from app.store.db import Session


@dataclass(frozen=True, slots=True)
class ChosenDisease:
    """The disease, and those to choose among."""

    disease: Disease
    choices: Mapping[str, Disease]


def choose_disease(session: Session, asked: str) -> ChosenDisease:
    """The disease asked for, else the first active one. Cases keep a disease that is not active any more."""
    active = diseases.active(session)
    known = active if asked in active else diseases.profiles(session)
    chosen = known.get(asked) or next(iter(active.values()))
    return ChosenDisease(chosen, {**active, chosen.slug: chosen})

"""Officials read the disease profiles: the list, and each value of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.domain.disease_profiles import DISEASES
from app.domain.diseases import Disease
from app.domain.distributions import Waiting
from app.domain.errors import DiseaseUnknown
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.retention import days_needed
from app.science.distributions import mean, quantile
from app.science.infectiousness import window_share
from app.store import city, diseases, officials
from app.store.db import Session
from app.store.diseases import Kept

LOW: Final = 0.025
HIGH: Final = 0.975


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile, shipped or one version of an added one."""

    disease: Disease
    kept: Kept | None
    """None: it ships."""
    active: bool
    """Whether new cases of the disease may be reported."""
    in_use: bool
    """Whether cases are traced by it: it ships, or it is the newest that was reviewed."""
    retention_days: int
    """For how long visits must be kept while it is active."""


@dataclass(frozen=True, slots=True)
class Times:
    """What a waiting time amounts to, in days."""

    mean: float
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class ProfileView:
    """Everything that the page of a profile shows."""

    profile: Profile
    others: list[Profile]
    """The other versions, the newest first."""
    incubation: Times
    infectiousness: Times
    serial_interval: Times
    window_share: float
    """Of infectiousness, what lies in the forward window."""
    people: dict[OfficialId, Official]
    """Who added and who reviewed it."""


def list_profiles(session: Session) -> list[Profile]:
    """One line a disease, those that ship first: of an added one its newest version."""
    chosen = city.policy(session).diseases
    found = [_shipped(disease, chosen) for disease in DISEASES.values()]
    of_slug: dict[str, list[Kept]] = {}
    for kept in diseases.versions(session):
        of_slug.setdefault(kept.disease.slug, []).append(kept)
    return found + [_added(versions, chosen)[0] for versions in of_slug.values()]


def view_profile(session: Session, slug: str, version: int | None = None) -> ProfileView:
    """One profile; of an added one the newest version, unless another is asked for.

    Raises:
        DiseaseUnknown: there is none.
    """
    chosen = city.policy(session).diseases
    if slug in DISEASES:
        every = [_shipped(DISEASES[slug], chosen)]
    else:
        every = _added(diseases.versions(session, slug), chosen)
    asked = [p for p in every if version is None or (p.kept is not None and p.kept.version == version)]
    if not asked:
        raise DiseaseUnknown(slug)
    profile = asked[0]
    disease, kept = profile.disease, profile.kept
    return ProfileView(
        profile,
        [other for other in every if other is not profile],
        _times(disease.incubation),
        _times(disease.infectiousness),
        _times(disease.serial_interval),
        window_share(disease),
        {} if kept is None else officials.by_ids(session, _people(kept)),
    )


def _people(kept: Kept) -> list[OfficialId]:
    return [official for official in (kept.added_by, kept.reviewed_by) if official is not None]


def _shipped(disease: Disease, chosen: tuple[str, ...]) -> Profile:
    return Profile(disease, None, disease.slug in chosen, in_use=True, retention_days=days_needed(disease))


def _added(versions: list[Kept], chosen: tuple[str, ...]) -> list[Profile]:
    """The newest version first."""
    used = max((kept.version for kept in versions if kept.reviewed_at is not None), default=None)
    return [
        Profile(
            kept.disease,
            kept,
            active=kept.disease.slug in chosen,
            in_use=kept.version == used,
            retention_days=days_needed(kept.disease),
        )
        for kept in reversed(versions)
    ]


def _times(waiting: Waiting) -> Times:
    low, median, high = (quantile(waiting, share) for share in (LOW, 0.5, HIGH))
    return Times(mean(waiting), low, median, high)

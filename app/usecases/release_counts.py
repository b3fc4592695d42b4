"""An operator releases the public map of a week; what is released never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.areas import Area, AreaKind, Import
from app.domain.audit import AuditAction
from app.domain.counts import WardDay, by_ward, larger
from app.domain.errors import NoAreas
from app.domain.map_release_errors import NoSafeRelease, NumbersMissing, WeekTooQuiet
from app.domain.map_releases import RULE, MapRelease, next_week, told_alone
from app.domain.policy import Policy
from app.domain.spans import local_day
from app.domain.windows import A_WEEK, Window
from app.science.disclosure import PUBLIC_K
from app.science.disclosure_blocks import choose_blocks, too_much_together
from app.science.disclosure_check import Earlier, safe_blocks
from app.science.disclosure_places import places_of
from app.science.disclosure_tree import Place
from app.science.errors import ContradictoryNumbers, NothingSafe
from app.store import areas, audit, counts, diseases, imports, map_releases
from app.store.db import Session
from app.usecases.choose_numbers import chosen_disease
from app.usecases.gather_counts import gather_counts

ATTACKED_TOGETHER = timedelta(days=14)
"""Releases of so many days before are attacked together with a new one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A release, and what only the installation knows of it."""

    release: MapRelease
    """Its number is 0 before it is made."""
    counted: int
    """All cases of the period; nobody is told."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A period's cases under the wards in force at its end."""

    wards: list[Area]
    places: tuple[Place, ...]
    boundaries: Import
    cases: dict[WardDay, int]
    import_ids: frozenset[int]
    own_cases: bool


def propose_release(
    session: Session,
    *,
    disease: str | None = None,
    until: date | None = None,
    complete: bool = False,
    policy: Policy,
    now: datetime,
) -> Proposal:
    """What the next release would say. A week where that tells enough, else two.

    Args:
        session: Reads.
        disease: Its slug; None is the one with the newest number.
        until: The last day of the week to begin with; None is the week after the last release.
        complete: The days after the newest number had no case, somebody says who knows.
        policy: For the zone that cuts the days.
        now: The time.

    Raises:
        NoAreas: no wards have been imported.
        PeriodReleased, PeriodUnfinished: see `next_week`.
        NumbersMissing: there is none up to the end of the period, or none of the disease.
        WeekTooQuiet: the second week is not over.
        NoSafeRelease: whatever was told would tell too much.
    """
    days = counts.days(session)
    slug = chosen_disease(disease, days, diseases.profiles(session, {*days}))
    today = local_day(now, policy.zone)
    before = map_releases.newest(session, slug)
    known = Window(*days.get(slug, (today, today)))
    week = next_week(before.period if before else None, until, newest=known.last, today=today, disease=slug)
    if slug not in days or week.last < known.first:
        raise NumbersMissing(week, None)
    _must_be_known(week, date.max if complete else known.last)
    period, counted = _enough(session, slug, week, today)
    _must_be_known(period, date.max if complete else known.last)
    in_period = by_ward(counted.cases, period)
    earlier = map_releases.since(session, slug, period.first - ATTACKED_TOGETHER)
    try:
        safe = safe_blocks(
            counted.places, in_period, PUBLIC_K, [Earlier(one.blocks, one.k) for one in earlier]
        )
    except (NothingSafe, ContradictoryNumbers) as fault:
        raise NoSafeRelease from fault
    codes = {ward.code for ward in counted.wards}
    elsewhere = sum(cases for ward, cases in in_period.items() if ward not in codes)
    release = MapRelease(
        number=0,
        disease=slug,
        period=period,
        k=PUBLIC_K,
        blocks=safe.blocks,
        elsewhere=told_alone(elsewhere, PUBLIC_K),
        late=None if before is None else told_alone(_late(session, slug, counted), PUBLIC_K),
        narrowest=safe.narrowest,
        rule=RULE,
        boundaries=counted.boundaries.id,
        sources=tuple(sorted(counted.import_ids)),
        own_cases=counted.own_cases,
        made_at=now,
    )
    return Proposal(release, sum(in_period.values()))


def release_counts(
    session: Session,
    *,
    disease: str | None = None,
    until: date | None = None,
    complete: bool = False,
    policy: Policy,
    now: datetime,
) -> Proposal:
    """Make the next release: `propose_release`, kept and written down.

    Raises:
        Refusal: see there.
    """
    proposed = propose_release(
        session, disease=disease, until=until, complete=complete, policy=policy, now=now
    )
    kept = map_releases.add(session, proposed.release, counted=proposed.counted)
    detail = {
        "number": kept.number,
        "disease": kept.disease,
        "first": kept.period.first,
        "last": kept.period.last,
        "blocks": len(kept.blocks),
        "together": kept.together,
    }
    audit.record(session, actor=None, action=AuditAction.MAP_RELEASED, detail=detail, now=now)
    return Proposal(kept, proposed.counted)


def _must_be_known(period: Window, newest: date) -> None:
    if newest < period.last:
        raise NumbersMissing(period, newest)


def _enough(session: Session, disease: str, week: Window, today: date) -> tuple[Window, _Counted]:
    """The week, or the two weeks that begin with it."""
    counted = _count(session, disease, week)
    if not too_much_together(choose_blocks(counted.places, by_ward(counted.cases, week), PUBLIC_K)):
        return week, counted
    fortnight = Window(week.first, week.last + timedelta(days=A_WEEK))
    if fortnight.last >= today:
        raise WeekTooQuiet(week, fortnight)
    return fortnight, _count(session, disease, fortnight)


def _count(session: Session, disease: str, period: Window) -> _Counted:
    wards = areas.areas(session, AreaKind.WARD, period.last)
    boundaries = imports.in_force(session, AreaKind.WARD, period.last)
    if boundaries is None or not wards:
        raise NoAreas
    found = gather_counts(session, disease, period, wards, boundaries)
    return _Counted(
        wards,
        places_of(wards, areas.drawn(session, AreaKind.WARD, period.last)),
        boundaries,
        larger(found.reported, found.own),
        found.import_ids,
        bool(sum(found.own.values())),
    )


def _late(session: Session, disease: str, counted: _Counted) -> int:
    """Cases of the periods of all releases that none of them has told."""
    released = map_releases.periods(session, disease)
    reach = Window(released[0].first, released[-1].last)
    found = gather_counts(session, disease, reach, counted.wards, counted.boundaries)
    every: Mapping[WardDay, int] = larger(found.reported, found.own)
    known = sum(
        cases
        for (_, day), cases in every.items()
        if any(period.first <= day <= period.last for period in released)
    )
    return known - map_releases.told(session, disease)

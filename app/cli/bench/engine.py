"""One rule, two speeds: the whole city's cases in sets against one case after the other."""

from __future__ import annotations

import resource
import time
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import numpy as np
import typer

from app.cli.bench.figures import Figure
from app.domain.assurance import Assurance
from app.domain.disease_profiles import DISEASES
from app.domain.diseases import Disease, Dose
from app.domain.ends import Ends
from app.domain.ids import VenueId, ZoneId
from app.domain.spaces import Space, space_of
from app.evaluation.reported import Reported, reported
from app.evaluation.seen import seen
from app.science.exposure_columns import Exposures, Setting, exposures
from app.science.presence_columns import Ints, Presences
from app.science.rooms import room_of
from app.science.tracing import Presence, tail_of
from app.science.tracing import exposures as exposures_of_one
from app.simulation.city import simulate
from app.simulation.columns import moment
from app.simulation.places import KINDS

_ONE_BY_ONE = 25
_START = date(2026, 3, 2)


def engine(people: Annotated[list[int], typer.Option(min=500)] = [10_000, 40_000]) -> list[Figure]:  # noqa: B006 - typer copies it
    """All reported cases of simulated cities of 21 days, without a database."""
    disease = DISEASES["covid-19"]
    figures = []
    for size in people:
        city = simulate(size, _START, _START + timedelta(days=20), 1)
        cases = reported(city, disease)
        looked = seen(city, city.scans, cases, disease)
        began = time.perf_counter()
        others, (mine, case) = looked.presences, looked.infectious
        read = time.perf_counter() - began
        spaces = [
            space_of(KINDS[kind], int(capacity))
            for kind, capacity in zip(city.places.kind, city.places.capacity, strict=True)
        ]
        began = time.perf_counter()
        found = _in_sets(mine, case, others, spaces, cases, disease)
        sets = time.perf_counter() - began
        pairs, one = _one_by_one(mine, case, others, spaces, cases, disease)
        print(f"{size:,} people, {len(city.scans.person):,} check-ins read as stays in {read:.2f} s")
        print(
            f"  {len(cases)} cases in sets: {len(found):,} exposures, {sets:.2f} s, "
            f"{len(found) / sets:,.0f} a second"
        )
        ratio = len(found) / sets / (pairs / one)
        print(f"  one case after the other: {pairs / one:,.0f} a second; in sets {ratio:.0f} times as many")
        print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
        figures += [
            Figure("engine", f"exposures in sets, {size:,} people", len(found) / sets, "/s"),
            Figure("engine", "beside one case after the other", ratio, "x"),
        ]
    return figures


def _dose(disease: Disease) -> Dose:
    assert disease.dose is not None  # noqa: S101 - COVID-19 has one
    return disease.dose


def _in_sets(
    mine: Presences, case: Ints, others: Presences, spaces: list[Space], cases: Reported, disease: Disease
) -> Exposures:
    rooms = [room_of(space, _dose(disease)) for space in spaces]
    tail, spread = tail_of(disease), _dose(disease).per_hour_spread
    return exposures(mine, others, Setting(cases.curves, case, rooms, mine.venue, tail, spread))


def _one_by_one(
    mine: Presences, case: Ints, others: Presences, spaces: list[Space], cases: Reported, disease: Disease
) -> tuple[int, float]:
    """Exposures and seconds of the pure function, over the first cases; the objects are made beforehand."""
    by_place: dict[tuple[VenueId, ZoneId | None], Space] = {
        (VenueId(UUID(int=n)), None): space for n, space in enumerate(spaces)
    }
    pairs, seconds = 0, 0.0
    for row in range(min(_ONE_BY_ONE, len(cases))):
        own = mine.take(case == row)
        there = others.take(np.isin(others.venue, own.venue) & (others.who != cases.who[row]))
        ill, beside = _presences(own), _presences(there)
        began = time.perf_counter()
        found = exposures_of_one(ill, beside, disease, curve=cases.curves[row], spaces=by_place)
        seconds += time.perf_counter() - began
        pairs += len(found)
    return pairs, seconds


def _presences(table: Presences) -> list[Presence]:
    columns = (table.who, table.venue, table.start, table.least_end, table.end, table.most_end)
    return [
        Presence(
            UUID(int=who),
            VenueId(UUID(int=venue)),
            None,
            moment(start),
            Ends(moment(least), moment(end), moment(most)),
            end_assumed=least != most,
            assurance=Assurance.STATIC,
        )
        for who, venue, start, least, end, most in zip(*(c.tolist() for c in columns), strict=True)
    ]

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from app.domain.assurance import Assurance
from app.domain.case_dates import Dates, Onset, Precision
from app.domain.disease_profiles import DISEASES
from app.domain.ends import Ends
from app.domain.ids import VenueId
from app.domain.infectious_days import infectious_span
from app.domain.spaces import space_of
from app.domain.venue_kinds import VenueKind
from app.science.case_meetings import Walk, ill_of, meetings, microseconds, shared_of
from app.science.infectiousness import curve_of
from app.science.infectors import Impossible, likely_infectors
from app.science.tracing import Presence, exposures
from app.science.visit_columns import NEVER

COVID, MPOX = DISEASES["covid-19"], DISEASES["mpox"]
ZONE, TODAY = ZoneInfo("Asia/Ho_Chi_Minh"), date(2026, 11, 23)
MALL, SHOP = VenueId(UUID(int=1)), VenueId(UUID(int=2))
SPACES = {(venue, None): space_of(VenueKind.RESTAURANT, 80) for venue in (MALL, SHOP)}


def walk(onset: int, *stays: tuple[VenueId, int, float, float], disease=COVID, isolated: int | None = None):
    """A case with its onset on a day of November and stays as venue, day, from and to which hour (UTC)."""
    who = uuid4()
    isolation = None if isolated is None else date(2026, 11, isolated)
    dates = Dates(Onset(date(2026, 11, onset)), None, isolation)
    presences = [
        Presence(who, venue, None, at(day, start), Ends.known(at(day, end)), False, Assurance.STATIC)
        for venue, day, start, end in stays
    ]
    return Walk(
        who,
        presences,
        curve_of(dates, disease, zone=ZONE, today=TODAY),
        infectious_span(dates, disease, zone=ZONE, today=TODAY),
    ), dates


def at(day: int, hour: float) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=hour)


def weighed(*cases, disease=COVID):
    walks = [one for one, _ in cases]
    met = meetings(walks, disease, SPACES)
    shared = shared_of(met, walks, disease)
    ill = ill_of([dates for _, dates in cases], disease, zone=ZONE, today=TODAY)
    return (
        met,
        shared,
        likely_infectors(
            ill,
            shared,
            serial_interval=disease.serial_interval,
            incubation=disease.incubation,
            reporting_share=0.5,
        ),
    )


def test_each_pair_has_the_exposures_that_a_trace_would_give_it():
    host, guest = walk(12, (SHOP, 12, 9, 12)), walk(17, (SHOP, 12, 10, 13))
    met, shared, _ = weighed(host, guest)
    assert set(met) == {(0, 1), (1, 0)}
    given = exposures(host[0].presences, guest[0].presences, COVID, curve=host[0].curve, spaces=SPACES)
    assert met[0, 1] == given
    row = int(np.flatnonzero(shared.infector == 0)[0])
    assert shared.hazard[row] == pytest.approx(given[0].parts.hours * COVID.dose.per_hour)
    assert shared.start[row] == microseconds(given[0].span.start)


def test_a_case_without_visits_meets_nobody():
    nowhere = Walk(uuid4(), [], None, walk(12)[0].infectious), walk(12)[1]
    met, shared, found = weighed(nowhere, walk(17, (SHOP, 12, 10, 13)))
    assert met == {}
    assert len(shared.hazard) == 0
    assert found.unknown.tolist() == [1, 1]


def test_a_meeting_outside_of_the_infectious_days_is_found_and_weighs_nothing():
    host, guest = walk(18, (SHOP, 12, 9, 12)), walk(17, (SHOP, 12, 10, 13))
    met, shared, found = weighed(host, guest)
    assert (0, 1) in met
    assert shared.hazard.tolist() == [0, 0]
    assert {Impossible(int(why)) for why in found.reasons} == {Impossible.NO_EXPOSURE}


def test_isolation_counts_from_the_end_of_its_day():
    met, _, found = weighed(walk(12, (SHOP, 14, 9, 12), isolated=13), walk(18, (SHOP, 14, 10, 13)))
    row = int(np.flatnonzero((found.infector == 0) & (found.infected == 1))[0])
    assert Impossible(int(found.reasons[row])) & Impossible.ISOLATED
    ill = ill_of([walk(12, isolated=13)[1], walk(12)[1]], COVID, zone=ZONE, today=TODAY)
    assert ill.isolated_at.tolist() == [microseconds(at(13, 17)), NEVER]
    same_day = weighed(walk(12, (SHOP, 13, 9, 12), isolated=13), walk(18, (SHOP, 13, 10, 13)))[2]
    assert same_day.weight.max() > 0, "the control: on the day itself it could"
    assert met


def test_an_uncertain_onset_is_an_interval():
    dates = Dates(Onset(date(2026, 11, 12), Precision.DAYS), None, None)
    ill = ill_of([dates], COVID, zone=ZONE, today=TODAY)
    assert (ill.onset_until - ill.onset_from).tolist() == [5 * 24 * 3600 * 1_000_000]


def test_time_that_a_mall_and_its_shop_both_hold_counts_once():
    alone = weighed(walk(12, (SHOP, 12, 9, 12)), walk(17, (SHOP, 12, 9, 12)))[1]
    twice = weighed(
        walk(12, (SHOP, 12, 9, 12), (MALL, 12, 9, 12)), walk(17, (SHOP, 12, 9, 12), (MALL, 12, 9, 12))
    )[1]
    once, both = (one.hazard[one.infector == 0].sum() for one in (alone, twice))
    assert both == pytest.approx(once)
    assert len(twice.hazard) == 2 * len(alone.hazard)


def test_without_a_dose_hours_within_the_infectious_days_count_and_others_do_not():
    ill = walk(6, (SHOP, 8, 9, 12), (MALL, 1, 9, 12), disease=MPOX)
    other = walk(16, (SHOP, 8, 10, 12), (MALL, 1, 9, 12), disease=MPOX)
    met, shared, _ = weighed(ill, other, disease=MPOX)
    assert all(exposure.parts is None for theirs in met.values() for exposure in theirs)
    by_day = {
        int(start): hazard
        for infector, start, hazard in zip(shared.infector, shared.start, shared.hazard, strict=True)
        if infector == 0
    }
    assert by_day[microseconds(at(8, 10))] == pytest.approx(2)
    assert by_day[microseconds(at(1, 9))] == 0

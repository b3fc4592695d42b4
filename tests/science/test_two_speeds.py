"""One rule, two speeds: random cities through the pure functions and through the columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import starmap
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assurance import Assurance
from app.domain.case_dates import Dates, Onset, Precision
from app.domain.disease_profiles import DISEASES
from app.domain.ends import Ends
from app.domain.ids import Pseudonym, VenueId, ZoneId, new_visit_id
from app.domain.opening_hours import Hours, OpeningHours
from app.domain.policy import Policy
from app.domain.registrations import Registration
from app.domain.spaces import space_of
from app.domain.stays import stays
from app.domain.venue_kinds import TYPICAL_STAY, VenueKind
from app.domain.venues import Venue, VenueState
from app.domain.visits import Visit
from app.science import exposure_columns, stay_columns
from app.science.infectiousness import curve_of
from app.science.presence_columns import Presences
from app.science.rooms import room_of
from app.science.tracing import Presence, exposures, tail_of

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COVID, POLICY = DISEASES["covid-19"], Policy()
KINDS = list(VenueKind)
minute = st.integers(0, 3000)


@dataclass(frozen=True)
class Row:
    who: int
    venue: int
    zone: int
    start: int
    least: int
    likely: int
    most: int


rows = st.builds(
    lambda who, venue, zone, start, steps: Row(
        who, venue, zone, start, *(start + 1 + sum(steps[: n + 1]) for n in range(3))
    ),
    st.integers(0, 6),
    st.integers(0, 3),
    st.integers(-1, 1),
    minute,
    st.lists(st.integers(0, 300), min_size=3, max_size=3),
)


def moment(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def microseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def presence(row: Row) -> Presence:
    return Presence(
        UUID(int=row.who),
        VenueId(UUID(int=row.venue)),
        None if row.zone < 0 else ZoneId(UUID(int=row.zone)),
        moment(row.start),
        Ends(moment(row.least), moment(row.likely), moment(row.most)),
        False,
        Assurance.STATIC,
    )


def columns(table: list[Row]) -> Presences:
    def column(name: str) -> np.ndarray:
        return np.array([getattr(row, name) for row in table], dtype=np.int64)

    def times(name: str) -> np.ndarray:
        return np.array([microseconds(moment(getattr(row, name))) for row in table], dtype=np.int64)

    return Presences(
        column("who"), column("venue"), column("zone"),
        times("start"), times("least"), times("likely"), times("most"),
    )  # fmt: skip


def curves():
    onsets = [Onset(date(2026, 11, 20)), Onset(date(2026, 11, 21), Precision.WEEK)]
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    dates = [*(Dates(onset, None, None) for onset in onsets), Dates(None, date(2026, 11, 22), None)]
    return [curve_of(one, COVID, zone=zone, today=date(2026, 11, 23)) for one in dates]


CURVES = curves()
SPACES = [space_of(kind, 20 + 30 * n) for n, kind in enumerate(KINDS[:4])]


@given(st.lists(rows, max_size=25), st.lists(st.tuples(rows, st.integers(0, 2)), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_the_same_pairs_and_parts_to_1e_9(others, cases):
    by_case = [
        (c, o, e)
        for c, (ill, which) in enumerate(cases)
        for o, other in enumerate(others)
        if other.who != ill.who
        for e in [
            pure(ill, [row for row in others if row.who != ill.who], which).get(
                sum(row.who != ill.who for row in others[:o])
            )
        ]
        if e is not None
    ]
    found = exposure_columns.exposures(
        columns([ill for ill, _ in cases]),
        columns(others),
        exposure_columns.Setting(
            CURVES,
            np.array([which for _, which in cases]),
            [room_of(space, COVID.dose) for space in SPACES],
            np.array([ill.venue for ill, _ in cases]),
            tail_of(COVID),
            COVID.dose.per_hour_spread,
        ),
    )
    assert [(c, o) for c, o, _ in by_case] == list(
        zip(found.case.tolist(), found.other.tolist(), strict=True)
    )
    for n, (_, _, exposure) in enumerate(by_case):
        assert found.together[n] == exposure.together // timedelta(microseconds=1)
        assert found.after[n] == exposure.after // timedelta(microseconds=1)
        for name in ("infectiousness", "through_air", "close_by", "least", "most"):
            assert getattr(found, name)[n] == pytest.approx(
                getattr(exposure.parts, name), rel=1e-9, abs=1e-12
            )


def pure(ill: Row, others: list[Row], which: int) -> dict[int, object]:
    """By position among the others. Each is marked by its place, as one person may be there twice."""
    marked = [replace(presence(row), who=UUID(int=1000 + n)) for n, row in enumerate(others)]
    spaces = {(VenueId(UUID(int=n)), None): space for n, space in enumerate(SPACES)}
    found = exposures([presence(ill)], marked, COVID, curve=CURVES[which], spaces=spaces)
    return {exposure.who.int - 1000: exposure for exposure in found}


def test_the_comparison_would_notice_another_rule():
    one, other = Row(0, 0, -1, 0, 60, 60, 60), Row(1, 0, -1, 0, 60, 60, 60)
    parts = pure(one, [other], 0)[0].parts
    assert parts.hours != pytest.approx(pure(one, [replace(other, most=61)], 0)[0].parts.hours, rel=1e-9)


VENUES = [
    Registration("Mall", "", VenueKind.MALL, 900, OpeningHours(), None, None, None),
    Registration("Shop", "", VenueKind.SHOP, 9, OpeningHours(), None, VenueId(UUID(int=0)), None),
    Registration("Bar", "", VenueKind.BAR, 90, OpeningHours(((Hours(960, 1560),),) * 7), None, None, None),
    Registration("Café", "", VenueKind.CAFE, 9, OpeningHours(((Hours(360, 1320),),) * 7), None, None, None),
]
PLACES = {
    VenueId(UUID(int=n)): Venue(VenueId(UUID(int=n)), there, None, VenueState.OPEN, NOON, None)
    for n, there in enumerate(VENUES)
}
scans = st.tuples(
    st.integers(0, 2),
    st.integers(0, 3),
    minute,
    st.one_of(st.none(), st.integers(0, 400)),
    st.integers(-1, 1),
)


@given(st.lists(scans, max_size=20))
@settings(max_examples=200, deadline=None)
def test_the_same_stays(table):
    visits = list(starmap(scanned, enumerate(table)))
    expected = sorted(
        (s.pseudonym.int, s.venue.int, *(microseconds(t) for t in (s.start, *s.ends.all())))
        for s in stays(visits, PLACES, POLICY)
    )
    closing = [PLACES[v.venue].registration.hours.closing(v.entered_at, POLICY.zone) for v in visits]
    found = stay_columns.stays_of(
        stay_columns.CheckIns(
            np.array([v.pseudonym.int for v in visits], dtype=np.int64),
            np.array([v.venue.int for v in visits], dtype=np.int64),
            np.array([-1 if v.zone is None else v.zone.int for v in visits], dtype=np.int64),
            np.array([microseconds(v.entered_at) for v in visits], dtype=np.int64),
            np.array([microseconds(v.left_at) if v.left_at else -1 for v in visits], dtype=np.int64),
            np.array([microseconds(c) if c else stay_columns.NEVER for c in closing], dtype=np.int64),
        ),
        np.array([TYPICAL_STAY[there.kind] // timedelta(microseconds=1) for there in VENUES]),
        np.array([-1, 0, -1, -1]),
        POLICY,
    )
    fields = ("who", "venue", "start", "least_end", "end", "most_end")
    assert expected == sorted(zip(*(getattr(found, field).tolist() for field in fields), strict=True))


def scanned(number: int, scan: tuple[int, int, int, int | None, int]) -> Visit:
    who, venue, start, stayed, zone = scan
    at = moment(start)
    left = None if stayed is None else moment(start + stayed)
    visit = new_visit_id(at, number)
    return Visit(
        VenueId(UUID(int=venue)),
        visit,
        Pseudonym(UUID(int=who)),
        Assurance.STATIC,
        at,
        1,
        zone=None if zone < 0 else ZoneId(UUID(int=zone)),
        left_at=left,
    )

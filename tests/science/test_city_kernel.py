"""One rule, three speeds: random cities through the columns, and through the compiled kernel."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from app.domain.assurance import Assurance
from app.domain.case_dates import Dates, Onset, Precision
from app.domain.disease_profiles import DISEASES
from app.domain.ends import Ends
from app.domain.ids import VenueId, ZoneId
from app.domain.spaces import space_of
from app.domain.venue_kinds import VenueKind
from app.science import city_kernel, exposure_columns
from app.science.city_cases import curves_table, milliseconds, rooms_table, rule_row
from app.science.city_columns import Cases, Shard, joined
from app.science.city_pairs import pairs
from app.science.infectiousness import curve_of
from app.science.presence_columns import Presences
from app.science.ranking import ranked
from app.science.rooms import room_of
from app.science.tracing import Presence, exposures, tail_of, threshold

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
START = milliseconds(NOON)
COVID, MPOX = DISEASES["covid-19"], DISEASES["mpox"]
KINDS = [VenueKind.MALL, VenueKind.SHOP, VenueKind.BAR, VenueKind.PARK]
SPACES = [space_of(kind, 20 + 30 * n) for n, kind in enumerate(KINDS)]
ROOMS = [room_of(space, COVID.dose) for space in SPACES]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DATES = [
    Dates(Onset(date(2026, 11, 20)), None, None),
    Dates(Onset(date(2026, 11, 21), Precision.WEEK), None, None),
    Dates(None, date(2026, 11, 22), None),
]
CURVES = [curve_of(one, COVID, zone=ZONE, today=date(2026, 11, 23)) for one in DATES]


def random_presence(random):
    """Who, venue, zone, start and three steps to its ends in milliseconds, weak evidence."""
    who, venue, zone = random.integers((0, 0, -1), (7, 4, 2)).tolist()
    steps = random.integers(0, (1, 2_000_000, 20_000_000)[random.integers(3)], 3, endpoint=True)
    return (
        who,
        venue,
        zone,
        int(random.integers(4 * 86_400_000)),
        tuple(steps.tolist()),
        bool(random.integers(2)),
    )


def random_city(seed):
    """A city of up to 60 stays, and up to 4 cases: which curve, and where each was."""
    random = np.random.default_rng(seed)
    city = [random_presence(random) for _ in range(random.integers(60))]
    mine = [
        [random_presence(random) for _ in range(random.integers(1, 12))] for _ in range(random.integers(1, 5))
    ]
    return city, [(int(random.integers(3)), theirs) for theirs in mine]


def ends(row):
    steps = row[4]
    return [1 + sum(steps[: n + 1]) for n in range(3)]


def shard_of(city, venues=range(4)):
    rows = sorted((row for row in city if row[1] in venues), key=lambda r: (r[1], r[3], r[0], r[2]))
    lengths = np.array([ends(row) for row in rows], dtype=np.int32).reshape(-1, 3)
    venue = np.array(venues, dtype=np.int32)
    first = np.searchsorted([row[1] for row in rows], [*venues, venue[-1] + 1])
    column = {n: np.array([row[n] for row in rows]) for n in (0, 2, 3, 5)}
    return Shard(
        START, int(lengths.max(initial=0)), venue, first.astype(np.int64), column[3].astype(np.uint32),
        *(np.ascontiguousarray(lengths[:, n]) for n in range(3)), column[0].astype(np.int32),
        column[2].astype(np.int16), column[5].astype(bool),
    )  # fmt: skip


def brief_from(disease, venue):
    return threshold(disease, SPACES[venue], Assurance.STAFF) / timedelta(milliseconds=1)


def cases_of(found, disease=COVID):
    """Each case is the person of its first presence."""
    rows = [row for _, theirs in found for row in theirs]
    lengths = np.array([ends(row) for row in rows], dtype=np.int32).reshape(-1, 3)
    curve_first, origin, given_off = curves_table(CURVES)
    return Cases(
        np.cumsum([0, *(len(theirs) for _, theirs in found)]),
        np.array([row[1] for row in rows], dtype=np.int32),
        np.array([row[2] for row in rows], dtype=np.int16),
        np.array([START + row[3] for row in rows], dtype=np.int64),
        *(np.ascontiguousarray(lengths[:, n]) for n in range(3)),
        np.array([row[5] for row in rows]),
        np.array([row[1] for row in rows], dtype=np.int32),
        np.array([brief_from(disease, row[1]) for row in rows]),
        np.arange(len(found) + 1),
        np.array([theirs[0][0] for _, theirs in found], dtype=np.int32),
        np.array([which for which, _ in found], dtype=np.int32),
        np.zeros(len(found), dtype=np.int32),
        curve_first, origin, given_off, rooms_table(ROOMS), np.array([rule_row(disease, dose=True)]),
    )  # fmt: skip


def as_presences(rows, who=None):
    table = np.array(
        [[r[0] if who is None else who[n], r[1], r[2], START + r[3]] for n, r in enumerate(rows)]
    )
    table = table.reshape(-1, 4)
    after = np.array([ends(row) for row in rows]).reshape(-1, 3)
    times = [1000 * table[:, 3], *(1000 * (table[:, 3] + after[:, n]) for n in range(3))]
    return Presences(*table[:, :3].T, *times)


def by_columns(city, found):
    shard = sorted(city, key=lambda r: (r[1], r[3], r[0], r[2]))
    rows = [row for _, theirs in found for row in theirs]
    mine = [theirs[0][0] for _, theirs in found for _ in theirs]
    curves = np.array([which for which, theirs in found for _ in theirs])
    result = exposure_columns.exposures(
        as_presences(rows, mine),
        as_presences(shard),
        exposure_columns.Setting(
            CURVES,
            curves,
            ROOMS,
            np.array([row[1] for row in rows]),
            tail_of(COVID),
            COVID.dose.per_hour_spread,
        ),
    )
    return [shard[n][0] for n in result.other], result


@pytest.mark.parametrize("seed", range(30))
def test_the_same_meetings_and_parts_as_the_columns_to_1e_9(seed):
    city, found = random_city(seed)
    persons, expected = by_columns(city, found)
    meetings = city_kernel.exposures(shard_of(city), cases_of(found))
    assert meetings.person.tolist() == persons
    case = np.repeat(range(len(found)), [len(theirs) for _, theirs in found])
    assert meetings.case.tolist() == case[expected.case].tolist()
    for name in ("hours", "least", "most"):
        np.testing.assert_allclose(getattr(meetings, name), getattr(expected, name), rtol=1e-9, atol=1e-13)
    likely = meetings.together >= 0
    together = np.where(likely, meetings.together, 0).astype(np.int64)
    assert (1000 * together).tolist() == expected.together.tolist()
    assert (1000 * np.where(likely, meetings.length - together, 0)).tolist() == expected.after.tolist()


def presence(row, who=None):
    start = NOON + timedelta(milliseconds=row[3])
    return Presence(
        UUID(int=row[0] if who is None else who), VenueId(UUID(int=row[1])),
        None if row[2] < 0 else ZoneId(UUID(int=row[2])), start,
        Ends(*(start + timedelta(milliseconds=end) for end in ends(row))), False,
        Assurance.STATIC if row[5] else Assurance.STAFF,
    )  # fmt: skip


@pytest.mark.parametrize("disease", [COVID, MPOX])
@pytest.mark.parametrize("seed", range(30))
def test_the_same_people_hours_and_bands_as_the_ranking_in_any_split_by_venue(disease, seed):
    (city, found), split = random_city(seed), seed % 5
    cases = cases_of(found, disease)
    parts = [shard_of(city, range(*some)) for some in ((0, split), (split, 4)) if some[0] < some[1]]
    result = pairs(joined([city_kernel.exposures(part, cases) for part in parts]), cases)
    spaces = {(VenueId(UUID(int=n)), None): space for n, space in enumerate(SPACES)}
    expected = []
    for n, (which, theirs) in enumerate(found):
        others = [presence(row) for row in city if row[0] != theirs[0][0]]
        listed = ranked(
            exposures(
                [presence(row, 99) for row in theirs], others, disease, curve=CURVES[which], spaces=spaces
            )
        )
        expected += [(n, one) for one in sorted(listed, key=lambda one: one.who)]
    assert list(zip(result.case, result.person, strict=True)) == [(n, one.who.int) for n, one in expected]
    assert result.exposures.tolist() == [len(one.exposures) for _, one in expected]
    assert result.band.tolist() == [one.band for _, one in expected]
    for name in ("hours", "least", "most"):
        values = [getattr(one, name) for _, one in expected]
        np.testing.assert_allclose(getattr(result, name), values, rtol=1e-9, atol=1e-12)
    if disease is COVID:
        sums = [result.part_hours[a:b].sum() for a, b in zip(result.first, result.first[1:], strict=False)]
        np.testing.assert_allclose(sums, result.hours, rtol=1e-9, atol=1e-12)


def test_the_comparison_would_notice_a_millisecond():
    row = (1, 2, -1, 0, (3_599_999, 0, 0), False)
    found = [(0, [replace_who(row, 0)])]
    hours = city_kernel.exposures(shard_of([row]), cases_of(found)).hours
    longer = city_kernel.exposures(shard_of([(*row[:4], (3_599_998, 0, 0), False)]), cases_of(found)).hours
    assert hours != pytest.approx(longer, rel=1e-9)


def replace_who(row, who):
    return (who, *row[1:])

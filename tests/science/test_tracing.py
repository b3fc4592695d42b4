from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.domain.assurance import Assurance
from app.domain.case_dates import Dates, Onset
from app.domain.disease_profiles import DISEASES
from app.domain.ends import Ends
from app.domain.ids import VenueId, ZoneId
from app.domain.spaces import Ventilation, space_of
from app.domain.venue_kinds import VenueKind
from app.science.comparing import compared
from app.science.infectiousness import curve_of
from app.science.ranking import Band, ranked
from app.science.tracing import Presence, exposures

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
COVID = DISEASES["covid-19"]
CASE = UUID(int=0)


CURVE = curve_of(
    Dates(Onset(date(2026, 11, 20)), None, None),
    COVID,
    zone=ZoneInfo("Asia/Ho_Chi_Minh"),
    today=date(2026, 11, 23),
)
SPACES = {(VenueId(UUID(int=n)), None): space_of(VenueKind.CAFE, 40) for n in range(1, 4)}


def at(
    start: float,
    end: float,
    *,
    who: int = 0,
    venue: int = 1,
    zone: int | None = None,
    least: float | None = None,
    most: float | None = None,
    **changed,
) -> Presence:
    values = {"end_assumed": False, "assurance": Assurance.STATIC} | changed
    ends = (end if least is None else least, end, end if most is None else most)
    return Presence(
        UUID(int=who),
        VenueId(UUID(int=venue)),
        None if zone is None else ZoneId(UUID(int=zone)),
        NOON + timedelta(minutes=start),
        Ends(*(NOON + timedelta(minutes=minute) for minute in ends)),
        **values,
    )


def dosed(case: list[Presence], others: list[Presence], **changed):
    return exposures(case, others, COVID, **({"curve": CURVE, "spaces": SPACES} | changed))


def shared(case: list[Presence], others: list[Presence]) -> list[tuple[int, int]]:
    found = exposures(case, others, COVID)
    return [(round(e.together.total_seconds() / 60), round(e.after.total_seconds() / 60)) for e in found]


def test_time_together_is_the_overlap():
    assert shared([at(0, 60)], [at(30, 55, who=1)]) == [(25, 0)]


def test_whoever_was_there_before_the_case_arrived_and_stayed_is_found():
    # NZ COVID Tracer matched on the arrival alone and missed this person.
    assert shared([at(0, 60)], [at(-30, 20, who=1)]) == [(20, 0)]


def test_whoever_comes_after_the_case_left_shares_its_air_for_half_an_hour():
    assert shared([at(0, 60)], [at(70, 120, who=1)]) == [(0, 20)]
    assert shared([at(0, 60)], [at(90, 120, who=1)]) == []


def test_touching_spans_do_not_meet():
    # The tail alone reaches on; for a disease that needs touch there is none.
    for disease, listed in ((COVID, 1), (DISEASES["mpox"], 0)):
        assert len(exposures([at(0, 60)], [at(60, 61, who=1)], disease)) == listed
        assert not exposures([at(0, 60)], [at(-10, 0, who=1)], disease)


def test_another_venue_is_not_met():
    assert shared([at(0, 60)], [at(0, 60, who=1, venue=2)]) == []


def test_a_zone_meets_itself_and_the_whole_venue_but_no_other_zone():
    case = [at(0, 60, zone=7)]
    others = [at(0, 60, who=1, zone=7), at(0, 60, who=2, zone=8), at(0, 60, who=3)]
    assert [e.who.int for e in exposures(case, others, COVID)] == [1, 3]


def test_the_weaker_evidence_counts():
    found = exposures(
        [at(0, 60, assurance=Assurance.STAFF)], [at(0, 60, who=1, assurance=Assurance.TYPED)], COVID
    )
    assert found[0].assurance is Assurance.TYPED


def test_the_longest_shared_time_comes_first_and_bands_follow_it():
    case = [at(0, 600)]
    others = [at(0, 10, who=1), at(0, 300, who=2), at(0, 70, who=3), at(0, 40, who=4)]
    people = ranked(exposures(case, others, COVID))
    assert [(p.who.int, p.band) for p in people] == [
        (2, Band.VERY_STRONG),
        (3, Band.STRONG),
        (4, Band.MODERATE),
        (1, Band.SLIGHT),
    ]


def test_time_in_nested_venues_counts_once():
    case = [at(0, 60, venue=1), at(10, 40, venue=2)]
    others = [at(0, 60, who=1, venue=1), at(10, 40, who=1, venue=2)]
    (person,) = ranked(exposures(case, others, COVID))
    assert person.together == timedelta(minutes=60)


def test_what_is_shared_in_a_shop_is_not_shared_in_its_mall_as_well():
    case = [at(0, 60, venue=1), at(10, 40, venue=2)]
    mall, shop = dosed(case, [at(0, 60, who=1, venue=1), at(10, 40, who=1, venue=2)])
    (person,) = ranked([mall, shop])
    stronger, weaker = sorted((mall, shop), key=lambda e: -e.parts.hours)
    assert stronger.parts.hours <= person.hours < stronger.parts.hours + weaker.parts.hours / 2


def test_days_add_up():
    day = 24 * 60
    case = [at(0, 30), at(day, day + 30)]
    others = [at(0, 30, who=1), at(day, day + 30, who=1)]
    (person,) = ranked(exposures(case, others, COVID))
    assert person.together == timedelta(minutes=60)
    assert len(person.exposures) == 2


presences = st.builds(
    lambda start, length, who, venue: at(start, start + length, who=who, venue=venue),
    st.integers(0, 500),
    st.integers(1, 300),
    st.integers(1, 5),
    st.integers(1, 3),
)
cases = st.lists(
    st.builds(
        lambda start, length, venue: at(start, start + length, venue=venue),
        st.integers(0, 500),
        st.integers(1, 300),
        st.integers(1, 3),
    ),
    max_size=4,
)


@given(cases, st.lists(presences, max_size=8))
def test_nobody_shares_more_time_than_they_were_there(case, others):
    for exposure in exposures(case, others, COVID):
        assert timedelta() <= exposure.together
        assert exposure.span.length == exposure.together + exposure.after
        assert exposure.after <= COVID.tail


@given(cases, st.lists(presences, max_size=8), st.randoms())
def test_the_order_of_the_input_changes_nothing(case, others, random):
    shuffled = random.sample(others, len(others))
    assert ranked(dosed(case, others)) == ranked(dosed(case, shuffled))


@given(cases, presences, st.integers(1, 299))
def test_splitting_a_stay_adds_no_time(case, other, minute):
    cut = other.span.start + timedelta(minutes=minute)
    if not other.span.contains(cut) or cut == other.span.start:
        return
    first = replace(other, ends=Ends.known(cut))
    second = replace(other, start=cut)
    whole = ranked(exposures(case, [other], COVID))
    parts = ranked(exposures(case, [first, second], COVID))
    assert [p.who for p in whole] == [p.who for p in parts]
    assert [p.together + p.after for p in whole] == [p.together + p.after for p in parts]


@given(cases, st.lists(presences, max_size=8))
def test_the_interval_holds_what_is_expected(case, others):
    for exposure in dosed(case, others):
        parts = exposure.parts
        assert 0 <= parts.least <= parts.hours <= parts.most
        assert parts.hours > 0


def test_longer_together_is_worth_more():
    found = dosed([at(0, 120)], [at(0, 10 * n, who=n) for n in range(1, 12)])
    worth = [exposure.parts.hours for exposure in found]
    assert worth == sorted(worth)
    assert len(set(worth)) == len(worth)


def test_whoever_comes_later_breathes_what_is_left_and_never_meets_the_case():
    soon, late = dosed([at(0, 60)], [at(60, 80, who=1), at(75, 95, who=2)])
    assert soon.parts.close_by == late.parts.close_by == 0
    assert soon.parts.through_air > late.parts.through_air > 0


def test_fresh_air_leaves_closeness():
    open_air = {(VenueId(UUID(int=1)), None): space_of(VenueKind.CAFE, 40, ventilation=Ventilation.OPEN_AIR)}
    (inside,) = dosed([at(0, 60)], [at(0, 60, who=1)])
    (outside,) = dosed([at(0, 60)], [at(0, 60, who=1)], spaces=open_air)
    assert outside.parts.through_air < inside.parts.through_air / 10
    assert outside.parts.close_by == inside.parts.close_by > 0


def test_a_crowd_makes_each_less_near():
    (alone,) = dosed([at(0, 60)], [at(0, 60, who=1)])
    crowded = dosed([at(0, 60)], [at(0, 60, who=n) for n in range(1, 60)])[0]
    assert crowded.parts.close_by < alone.parts.close_by
    assert crowded.parts.through_air == alone.parts.through_air


def test_a_zone_has_the_air_of_its_own():
    hall = {**SPACES, (VenueId(UUID(int=1)), ZoneId(UUID(int=7))): space_of(VenueKind.BAR, 10)}
    (venue,) = dosed([at(0, 60, zone=7)], [at(0, 60, who=1, zone=7)])
    (zone,) = dosed([at(0, 60, zone=7)], [at(0, 60, who=1, zone=7)], spaces=hall)
    assert zone.parts.through_air > venue.parts.through_air


def test_a_missing_check_out_lists_whoever_may_still_have_met():
    forgot = at(0, 60, least=15, most=150, end_assumed=True)
    found = dosed([forgot], [at(120, 140, who=1), at(200, 240, who=2)])
    (possible,) = found
    assert (possible.who.int, possible.together) == (1, timedelta())
    assert possible.parts.least == 0 < possible.parts.hours < possible.parts.most
    (sure,) = dosed([at(0, 150)], [at(120, 140, who=1)])
    assert sure.parts.hours > possible.parts.hours


def test_uncertain_ends_widen_the_interval():
    (known,) = dosed([at(0, 60)], [at(0, 60, who=1)])
    (assumed,) = dosed([at(0, 60)], [at(0, 60, who=1, least=15, most=150)])
    assert assumed.parts.least < known.parts.least
    (longer,) = dosed([at(0, 150)], [at(0, 60, who=1, least=15, most=150)])
    assert longer.parts.most > known.parts.most


def test_only_diseases_of_the_air_get_a_dose():
    for slug, disease in DISEASES.items():
        (found,) = exposures([at(0, 60)], [at(0, 60, who=1)], disease, curve=CURVE, spaces=SPACES)
        assert (found.parts is not None) == (disease.dose is not None), slug


def test_brief_on_weak_evidence_takes_longer_than_brief_on_strong():
    strict = replace(COVID, thresholds=replace(COVID.thresholds, weak=2.0))
    hall = {(VenueId(UUID(int=1)), None): space_of(VenueKind.MARKET, 500)}
    strong, weak = (
        exposures(
            [at(0, 60, assurance=Assurance.STAFF)],
            [at(0, 60, who=1, assurance=assurance)],
            strict,
            spaces=hall,
        )[0].threshold
        for assurance in (Assurance.DYNAMIC, Assurance.STATIC)
    )
    assert weak == 2 * strong


def test_two_traces_are_compared_by_person():
    one, two, three = (UUID(int=n) for n in (1, 2, 3))
    minute = timedelta(minutes=1)
    change = compared({one: minute, two: minute}, {two: 2 * minute, three: minute})
    assert (change.added, change.removed, change.longer, change.shorter) == ((three,), (one,), (two,), ())

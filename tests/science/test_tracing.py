from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.domain.assurance import Assurance
from app.domain.diseases import DISEASES
from app.domain.ids import VenueId, ZoneId
from app.domain.spans import Span
from app.science.comparing import compared
from app.science.ranking import Band, ranked
from app.science.tracing import Presence, exposures

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
COVID = DISEASES["covid-19"]
CASE = UUID(int=0)


def at(
    start: float, end: float, *, who: int = 0, venue: int = 1, zone: int | None = None, **changed
) -> Presence:
    values = {"end_assumed": False, "assurance": Assurance.STATIC} | changed
    return Presence(
        UUID(int=who),
        VenueId(UUID(int=venue)),
        None if zone is None else ZoneId(UUID(int=zone)),
        Span(NOON + timedelta(minutes=start), NOON + timedelta(minutes=end)),
        **values,
    )


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
    # The tail alone reaches on; for a disease without one, nobody is listed.
    contact = DISEASES["covid-19"]
    assert exposures([at(0, 60)], [at(60, 61, who=1)], contact)
    assert not exposures([at(0, 60)], [at(-10, 0, who=1)], contact)


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
    others = [at(0, 10, who=1), at(0, 300, who=2), at(0, 70, who=3), at(0, 20, who=4)]
    people = ranked(exposures(case, others, COVID), COVID)
    assert [(p.who.int, p.band) for p in people] == [
        (2, Band.VERY_LONG),
        (3, Band.LONG),
        (4, Band.SHORT),
        (1, Band.BRIEF),
    ]


def test_time_in_nested_venues_counts_once():
    case = [at(0, 60, venue=1), at(10, 40, venue=2)]
    others = [at(0, 60, who=1, venue=1), at(10, 40, who=1, venue=2)]
    (person,) = ranked(exposures(case, others, COVID), COVID)
    assert person.together == timedelta(minutes=60)


def test_days_add_up():
    day = 24 * 60
    case = [at(0, 30), at(day, day + 30)]
    others = [at(0, 30, who=1), at(day, day + 30, who=1)]
    (person,) = ranked(exposures(case, others, COVID), COVID)
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
    assert ranked(exposures(case, others, COVID), COVID) == ranked(exposures(case, shuffled, COVID), COVID)


@given(cases, presences, st.integers(1, 299))
def test_splitting_a_stay_adds_no_time(case, other, minute):
    cut = other.span.start + timedelta(minutes=minute)
    if not other.span.contains(cut) or cut == other.span.start:
        return
    first = Presence(other.who, other.venue, None, Span(other.span.start, cut), False, other.assurance)
    second = Presence(other.who, other.venue, None, Span(cut, other.span.end), False, other.assurance)
    whole = ranked(exposures(case, [other], COVID), COVID)
    parts = ranked(exposures(case, [first, second], COVID), COVID)
    assert [p.who for p in whole] == [p.who for p in parts]
    assert [p.together + p.after for p in whole] == [p.together + p.after for p in parts]


def test_two_traces_are_compared_by_person():
    one, two, three = (UUID(int=n) for n in (1, 2, 3))
    minute = timedelta(minutes=1)
    change = compared({one: minute, two: minute}, {two: 2 * minute, three: minute})
    assert (change.added, change.removed, change.longer, change.shorter) == ((three,), (one,), (two,), ())

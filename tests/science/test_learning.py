from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.domain.assurance import Assurance, Flag
from app.domain.disease_profiles import DISEASES
from app.domain.ends import Ends
from app.domain.ids import VenueId, ZoneId
from app.domain.spaces import SpaceKind, Ventilation, space_of
from app.domain.spans import Span
from app.domain.venue_kinds import VenueKind
from app.science.infectiousness import steady_curve
from app.science.learning import features_of
from app.science.ranking import ranked
from app.science.tracing import Presence, exposures

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
COVID = DISEASES["covid-19"]
CAFE, PARK = VenueId(UUID(int=101)), VenueId(UUID(int=102))
GARDEN = ZoneId(UUID(int=103))
SPACES = {
    (CAFE, None): space_of(VenueKind.CAFE, 40),
    (CAFE, GARDEN): space_of(VenueKind.CAFE, 20, ventilation=Ventilation.OPEN_AIR),
    (PARK, None): space_of(VenueKind.PARK, 500),
}


def there(start, end, *, who=0, venue=CAFE, zone=None, assurance=Assurance.STATIC, flags=Flag(0)):
    ends = Ends.known(NOON + timedelta(minutes=end))
    begins = NOON + timedelta(minutes=start)
    return Presence(UUID(int=who), venue, zone, begins, ends, False, assurance, flags)


def only(case, others):
    curve = steady_curve(Span(NOON, NOON + timedelta(hours=12)))
    (person,) = ranked(exposures(case, others, COVID, curve=curve, spaces=SPACES))
    return person


def test_the_features_are_those_of_the_list_and_say_no_place_person_or_time():
    case = [there(0, 60), there(120, 180, venue=PARK)]
    friend = only(
        case,
        [
            there(10, 75, who=7, flags=Flag.OFFLINE),
            there(120, 150, who=7, venue=PARK, assurance=Assurance.TYPED, flags=Flag.EDITED),
        ],
    )
    found = features_of(friend, SPACES, generation=1, days_to_sample=4)
    assert (found.minutes_together, found.minutes_after, found.exposures) == (80, 15, 2)
    assert found.minutes_by_space == {SpaceKind.OPEN_AIR: 30, SpaceKind.ROOM: 50}
    assert (found.assurance, found.flags) == ("typed", ("offline", "edited"))
    assert (found.generation, found.days_to_sample, found.band) == (1, 4, int(friend.band))
    assert found.least <= found.hours <= found.most
    words = str(asdict(found))
    for telling in (str(UUID(int=7)), str(CAFE), str(PARK), "2026", "datetime"):
        assert telling not in words


def test_a_zone_counts_as_the_kind_of_place_that_it_is():
    person = only([there(0, 60, zone=GARDEN)], [there(0, 60, who=7, zone=GARDEN)])
    found = features_of(person, SPACES, generation=1, days_to_sample=None)
    assert found.minutes_by_space == {SpaceKind.OPEN_AIR: 60}


def test_hours_are_too_coarse_to_be_a_fingerprint():
    person = only([there(0, 61)], [there(0, 59, who=7)])
    found = features_of(person, SPACES, generation=1, days_to_sample=None)
    for kept, exact in ((found.hours, person.hours), (found.least, person.least), (found.most, person.most)):
        assert len(f"{kept:.10g}".replace(".", "").lstrip("0")) <= 3
        assert abs(kept - exact) <= exact / 100

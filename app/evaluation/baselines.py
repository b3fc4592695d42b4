"""What there is to beat: whoever was there, the 15-minute rule, and the Corona-Warn-App's check-ins.

Where a missing check-out leaves no end, the first two read the same likely ends as the service; the third
checks people out by its own rule. The first two see the same forward window as we do, the third weights days
by its own table. A venue's score for looking back is what its cases shared there with other cases; venues of
the case without any such evidence stand behind, all equal. The same evidence names infectors.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from app.evaluation.lists import Answers, Listing, Ranker, summed
from app.evaluation.overlaps import Overlaps, minutes, whole
from app.evaluation.seen import Seen
from app.science.corona_warn_columns import Visits, corona_warn_city
from app.science.corona_warn_intervals import default_check_out
from app.simulation.columns import DAY, MINUTE, Floats, Ints, take

LEAST_MINUTES = 15
_CORONA_WARN_DAYS = 14
"""Days of check-ins that a case of the Corona-Warn-App shares."""


def any_overlap(seen: Seen) -> Answers:
    """Everybody who was there at the same time, in the order in which they met the case."""
    found = seen.overlaps
    order = np.lexsort((found.start, found.person, found.case))
    case, person, start = found.case[order], found.person[order], found.start[order]
    first = np.append(True, (np.diff(case) != 0) | (np.diff(person) != 0))[: len(case)]
    contacts = Listing.of(case[first], person[first], -start[first].astype(float))
    return _answers(seen, contacts, found, np.ones(len(found.case)))


def fifteen_minutes(seen: Seen) -> Answers:
    """Whoever shared a quarter of an hour or more of one local day, the most minutes first."""
    found = seen.overlaps
    people = len(seen.cases.row_of)
    together = _enough(seen, whole(found, people))
    case, person, shared = summed(together.case, together.person, minutes(together))
    evidence = _enough(seen, found)
    return _answers(seen, Listing.of(case, person, shared), evidence, minutes(evidence))


def _enough(seen: Seen, found: Overlaps) -> Overlaps:
    """Overlaps of days on which the pair shared enough; a night belongs to the day it began."""
    day = (found.start + seen.ahead) // DAY
    first, days = (int(day.min()), int(np.ptp(day)) + 1) if len(day) else (0, 1)
    pair = found.case * len(seen.cases.row_of) + found.person
    place = np.unique(pair * days + day - first, return_inverse=True)[1]
    total = np.bincount(place, minutes(found), minlength=1)
    return take(found, total[place] >= LEAST_MINUTES)


def corona_warn(seen: Seen) -> Answers:
    """Whoever has a day of high risk by the app's rule, the most normalised minutes first."""
    visits, cases = seen.visits, seen.cases
    check_out = np.array([_microseconds(minutes // MINUTE) for minutes in seen.typical.tolist()])
    end = np.where(visits.left >= 0, visits.left, visits.entered + check_out[visits.venue])
    case = cases.row_of[visits.who]
    released = (case >= 0) & (visits.entered < cases.reported_at[case])
    released &= visits.entered >= cases.reported_at[case] - _CORONA_WARN_DAYS * DAY
    mine = np.flatnonzero(released)
    there = np.isin(visits.venue, np.unique(visits.venue[mine]))
    days = corona_warn_city(
        Visits(visits.who[mine], visits.venue[mine], visits.entered[mine], end[mine]),
        cases.dated[case[mine]],
        Visits(visits.who[there], visits.venue[there], visits.entered[there], end[there]),
    )
    high = days.high
    row, person, shared = summed(cases.row_of[days.case[high]], days.person[high], days.minutes[high])
    contacts = Listing.of(row, person, shared)
    return _answers(seen, contacts, *_by_venue(seen, end, mine))


def _by_venue(seen: Seen, end: Ints, mine: Ints) -> tuple[Overlaps, Floats]:
    """Normalised minutes that two cases shared, venue by venue: as if each venue were a case of its own."""
    visits, cases = seen.visits, seen.cases
    wide = int(visits.venue.max(initial=0)) + 1
    row = cases.row_of[visits.who]
    known = np.flatnonzero(row >= 0)
    days = corona_warn_city(
        Visits(row[mine] * wide + visits.venue[mine], visits.venue[mine], visits.entered[mine], end[mine]),
        cases.dated[row[mine]],
        Visits(-1 - visits.who[known], visits.venue[known], visits.entered[known], end[known]),
    )
    case, venue, person = days.case // wide, days.case % wide, -1 - days.person
    other = cases.who[case] != person
    found = Overlaps(case, person, venue, days.day * DAY, (days.day + 1) * DAY)
    return take(found, other), days.minutes[other]


def _microseconds(typical_minutes: int) -> int:
    return default_check_out(typical_minutes) // timedelta(microseconds=1)


def _answers(seen: Seen, contacts: Listing, found: Overlaps, value: Floats) -> Answers:
    """Lists of contacts, and both kinds of looking back from what cases shared with each other."""
    cases = seen.cases
    ill = cases.row_of[found.person]
    back = (ill >= 0) & (found.start < cases.exposed_until[ill]) & (found.end > cases.exposed_from[ill])
    infected, infector, venue, value = ill[back], found.case[back], found.venue[back], value[back]
    own, case = seen.exposed
    sources = summed(
        np.concatenate((infected, case)),
        np.concatenate((venue, own.venue)),
        np.concatenate((value, np.zeros(len(case)))),
    )
    return Answers(
        contacts.take(cases.called(contacts.case, contacts.item)),
        Listing.of(*sources),
        Listing.of(*summed(infected, infector, value)),
    )


BASELINES = (
    Ranker("overlap", "any overlap", any_overlap),
    Ranker("minutes", "15 minutes", fifteen_minutes),
    Ranker("corona_warn", "Corona-Warn-App", corona_warn),
)

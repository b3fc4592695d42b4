"""Our own tracer, through the same public functions as the service, and nothing besides."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np

from app.domain.diseases import Disease, Dose
from app.domain.distributions import Waiting
from app.domain.spaces import space_of
from app.evaluation.lists import Answers, Listing, Ranker, summed
from app.evaluation.once import once
from app.evaluation.seen import Seen
from app.science.combining import infected_by_one
from app.science.exposure_columns import Exposures, Setting, exposures
from app.science.infectiousness import averaged
from app.science.infectors import Ill, Shared, likely_infectors
from app.science.rooms import Room, room_of
from app.science.tracing import tail_of
from app.science.visit_columns import NEVER
from app.simulation.columns import DAY, HOUR, Floats, Ints
from app.simulation.places import KINDS, Places

REPORTING_SHARE: Final = 0.5
"""Share of infections that become known cases, as the tracer believes."""
UNKNOWN: Final = 0.002
"""Of those present, how many are taken to be infectious and unknown: what a venue without a known case
weighs against one with a case. Assumed."""
_STEPS_A_DAY = 48


def dose_model(seen: Seen) -> Answers:
    """The exposure model: hazards summed by case and person, then saturated with the case's variability."""
    (cases, case), others = seen.infectious, seen.presences
    found = exposures(cases, others, _setting(seen, case))
    row, person = case[found.case], others.who[found.other]
    start, end = _spans(seen, found)
    group = row * len(seen.cases.row_of) + person
    hazard = found.hours * once(group, start, end, found.hours) * _dose(seen.disease).per_hour
    contacts = _contacts(seen, row, person, hazard)
    back = np.flatnonzero(seen.cases.row_of[person] >= 0)
    return Answers(
        contacts.take(seen.cases.called(contacts.case, contacts.item)),
        _sources(seen, found, hazard, back),
        _infectors(seen, found, hazard, back),
    )


OURS: Final = Ranker("ours", "exposure model", dose_model)


def _dose(disease: Disease) -> Dose:
    if disease.dose is None:
        raise ValueError(f"{disease.slug} has no dose: the evaluation is of diseases of the air")
    return disease.dose


def _rooms(places: Places, disease: Disease) -> tuple[tuple[Room, ...], Ints]:
    """The distinct rooms of the city, and which of them each venue is."""
    look, which = np.unique(np.stack((places.kind, places.capacity)), axis=1, return_inverse=True)
    dose = _dose(disease)
    rooms = tuple(room_of(space_of(KINDS[kind], int(capacity)), dose) for kind, capacity in look.T)
    return rooms, which.ravel()


def _setting(seen: Seen, case: Ints) -> Setting:
    disease = seen.disease
    rooms, which = _rooms(seen.places, disease)
    room = which[seen.infectious[0].venue]
    return Setting(seen.cases.curves, case, rooms, room, tail_of(disease), _dose(disease).per_hour_spread)


def _contacts(seen: Seen, row: Ints, person: Ints, hazard: Floats) -> Listing:
    case, item, dose = summed(row, person, hazard)
    chance = infected_by_one(dose, seen.disease.dispersion)
    return Listing(case, item, chance, chance)


def _spans(seen: Seen, found: Exposures) -> tuple[Ints, Ints]:
    """From coming together to parting, the tail included; where that is only possible, the most it may be."""
    cases, others = seen.infectious[0], seen.presences
    start = np.maximum(cases.start[found.case], others.start[found.other])
    likely = start + found.together + found.after
    tail = tail_of(seen.disease) // timedelta(microseconds=1)
    most = np.minimum(cases.most_end[found.case] + tail, others.most_end[found.other])
    return start, np.where(likely > start, likely, np.maximum(most, start + 1))


def _sources(seen: Seen, found: Exposures, hazard: Floats, back: Ints) -> Listing:
    """Where each case may have been infected: hazard from known cases and from unknown ones, hour by hour.

    Each hour is weighted by the density of an incubation from then to the case's onset.
    """
    start, end = (column[back] for column in _spans(seen, found))
    infected = seen.cases.row_of[seen.presences.who[found.other[back]]]
    known = hazard[back] * _density(seen, infected, (start + end) // 2)
    stays, case = seen.exposed
    rooms, which = _rooms(seen.places, seen.disease)
    hour = np.array([room.through_air + room.close_by for room in rooms])[which[stays.venue]]
    usual = np.array([room.usual for room in rooms])[which[stays.venue]]
    hours = (stays.end - stays.start) / HOUR
    unknown = UNKNOWN * _dose(seen.disease).per_hour * hours * hour * usual
    unknown *= _density(seen, case, (stays.start + stays.end) // 2)
    venue = seen.infectious[0].venue[found.case[back]]
    return Listing.of(
        *summed(
            np.concatenate((infected, case)),
            np.concatenate((venue, stays.venue)),
            np.concatenate((known, unknown)),
        )
    )


def _density(seen: Seen, case: Ints, at: Ints) -> Floats:
    """Density a day of being infected at a moment, given the case's onset; 0 outside its backward window."""
    cases = seen.cases
    days = (cases.onset_until[case] - at) / DAY
    width = ((cases.onset_until - cases.onset_from) / DAY)[case]
    found = np.zeros(len(case))
    for wide in np.unique(width):
        rows = width == wide
        found[rows] = _averaged_density(seen.disease.incubation, days[rows], float(wide))
    inside = (at >= cases.exposed_from[case]) & (at < cases.exposed_until[case])
    return np.where(inside, found, 0.0)


def _averaged_density(incubation: Waiting, days: Floats, width: float) -> Floats:
    """The incubation's density, averaged over an onset anywhere in the last `width` days before `days`."""
    grid = np.arange(0, 30 * _STEPS_A_DAY + 1) / _STEPS_A_DAY
    density = np.gradient(averaged(incubation, grid, width), grid)
    return np.asarray(np.interp(days, grid, density))


def _infectors(seen: Seen, found: Exposures, hazard: Floats, back: Ints) -> Listing:
    cases = seen.cases
    start, end = (column[back] for column in _spans(seen, found))
    infector = cases.row_of[seen.infectious[0].who[found.case[back]]]
    infected = cases.row_of[seen.presences.who[found.other[back]]]
    weighed = likely_infectors(
        Ill(cases.onset_from, cases.onset_until, np.full(len(cases), NEVER)),
        Shared(infector, infected, start, end, hazard[back]),
        serial_interval=seen.disease.serial_interval,
        incubation=seen.disease.incubation,
        reporting_share=REPORTING_SHARE,
    )
    listed = weighed.reasons == 0
    return Listing(
        weighed.infected[listed], weighed.infector[listed], weighed.weight[listed], weighed.weight[listed]
    )

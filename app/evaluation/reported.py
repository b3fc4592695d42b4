"""The index cases of a simulated city as its officials know them: report, onset or sample, household."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from app.domain.case_dates import Dates, Onset
from app.domain.diseases import Disease
from app.domain.infectious_days import infectious_span, onset_days
from app.domain.spans import local_day
from app.science.infectiousness import Curve, curve_of
from app.simulation.city import City
from app.simulation.columns import DAY, Bools, Ints, microseconds, midnight, moment

NOBODY = -1
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Reported:
    """One row a case, in the order of their reports; days begin at local midnight, in microseconds UTC."""

    who: Ints
    reported_at: Ints
    dated: Ints
    """The local date of onset, where there is none of the sample, in days since 1970."""
    onset_from: Ints
    onset_until: Ints
    """When the onset was, or would have been, as far as the officials can tell: [from, until)."""
    infectious_from: Ints
    infectious_until: Ints
    """The forward window of the profile, ended by the day of the sample: from then on people keep to home."""
    exposed_from: Ints
    exposed_until: Ints
    """The backward window: the incubation's 2.5 to 97.5 % before the onset."""
    curves: tuple[Curve, ...]
    """The profile's infectiousness for each."""
    row_of: Ints
    """By person: the case they are, or -1."""
    household: Ints
    """By person. Officials ask for it; no check-in is needed."""

    def __len__(self) -> int:
        return len(self.who)

    def called(self, case: Ints, person: Ints) -> Bools:
        """Which pairs of a case and a person belong on a list of people to call.

        The case's household is told without any list, and whoever was reported earlier has a file already.
        """
        known = self.row_of[person]
        first = (known >= 0) & (self.reported_at[known] <= self.reported_at[case])
        apart: Bools = self.household[person] != self.household[self.who[case]]
        return apart & ~first


def reported(city: City, disease: Disease) -> Reported:
    """All cases reported before the end of the last simulated day.

    The date of onset is told right where there is one: to the day, not to the hour.
    """
    end = midnight(city.until + timedelta(days=1), city.zone)
    infections = city.infections
    told = np.flatnonzero((infections.reported_at >= 0) & (infections.reported_at < end))
    told = told[np.lexsort((infections.person[told], infections.reported_at[told]))]
    samples = [local_day(moment(at), city.zone) for at in infections.tested_at[told].tolist()]
    onsets = [
        local_day(moment(at), city.zone) if at >= 0 else None for at in infections.onset_at[told].tolist()
    ]
    dates = [
        Dates(Onset(onset) if onset else None, sample, sample)
        for onset, sample in zip(onsets, samples, strict=True)
    ]
    days_told = [onset or sample for onset, sample in zip(onsets, samples, strict=True)]
    days = [onset_days(each, disease, today=city.until) for each in dates]
    spans = [
        infectious_span(each, disease, zone=city.zone, today=local_day(moment(at), city.zone))
        for each, at in zip(dates, infections.reported_at[told].tolist(), strict=True)
    ]
    onset_from = _midnights(city, [first for first, _ in days])
    onset_until = _midnights(city, [last + timedelta(days=1) for _, last in days])
    shortest, longest = disease.incubation_window
    row_of = np.full(len(city.residents), NOBODY, dtype=np.int64)
    row_of[infections.person[told]] = np.arange(len(told))
    return Reported(
        who=infections.person[told].astype(np.int64),
        reported_at=infections.reported_at[told],
        dated=np.array([(day - _EPOCH).days for day in days_told], dtype=np.int64),
        onset_from=onset_from,
        onset_until=onset_until,
        infectious_from=_moments([span.start for span in spans]),
        infectious_until=_moments([span.end for span in spans]),
        exposed_from=onset_from - longest * DAY,
        exposed_until=onset_until - shortest * DAY,
        curves=tuple(curve_of(each, disease, zone=city.zone, today=city.until) for each in dates),
        row_of=row_of,
        household=city.residents.household.astype(np.int64),
    )


def _midnights(city: City, days: list[date]) -> Ints:
    return np.array([midnight(day, city.zone) for day in days], dtype=np.int64)


def _moments(times: list[datetime]) -> Ints:
    return np.array([microseconds(time) for time in times], dtype=np.int64)

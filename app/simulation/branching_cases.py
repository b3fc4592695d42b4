"""The cases of one generation of an outbreak, as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.simulation.branching_settings import Course, Setting
from app.simulation.columns import Bools, Floats, Ints


@dataclass(slots=True, eq=False)
class Generation:
    """One row a case; times are days since the index cases were infected, infinity is never.

    What tracing changes as it goes is `identified` and `happened`; all else is drawn once.
    """

    outbreak: Ints
    infector: Ints
    """Row in the generation before."""
    exposed: Floats
    onset: Floats
    """When symptoms begin, or would, in a case without any."""
    symptoms: Floats
    """The same, but never for a case without any."""
    detectable: Bools
    """A test would be positive."""
    test_takes: Floats
    isolates: Bools
    shares: Bools
    """Names its contacts."""
    forward_takes: Floats
    """From the start of tracing the infector to reaching this case; infinity where it is not found."""
    backward_takes: Floats
    """From the start of tracing this case to reaching the infector."""
    identified: Floats
    happened: Bools
    """False where tracing, worked out later, turns out to have prevented the infection."""

    def __len__(self) -> int:
        return len(self.outbreak)

    def positive_at(self) -> Floats:
        """When the test's positive result arrives."""
        tested = self.detectable & (self.identified > self.exposed)
        return np.where(tested, self.identified + self.test_takes, np.inf)

    def isolated_at(self) -> Floats:
        """From quarantine a case goes into isolation with symptoms or a positive result."""
        ill = np.minimum(self.symptoms, self.positive_at())
        return np.where(self.symptoms <= self.identified, self.identified, ill)


def drawn(
    setting: Setting,
    exposed: Floats,
    outbreak: Ints,
    infector: Ints,
    *,
    before: Generation | None,
    rng: np.random.Generator,
) -> Generation:
    """Draw everything about newly infected cases but whom they infect; `before` is None for index cases."""
    count = len(exposed)

    def some(share: float) -> Bools:
        return rng.random(count, dtype=np.float32) < share

    course, response, tracing = setting.course, setting.response, setting.tracing
    onset = exposed + rng.lognormal(*course.incubation, count)
    symptoms = np.where(some(course.asymptomatic), np.inf, onset)
    shape, scale = response.identification
    noticed = symptoms + scale * rng.weibull(shape, count)
    test_shape, test_rate, added = response.testing
    shares, listed = some(tracing.shares), ~some(tracing.untraceable)
    forward_takes = backward_takes = np.full(count, np.inf)
    if before is not None and tracing.found:
        named = listed & before.shares[infector] & some(tracing.found)
        forward_takes = np.where(named, rng.lognormal(*tracing.delay, count), np.inf)
        naming = listed & shares & some(tracing.found)
        backward_takes = np.where(naming, rng.lognormal(*tracing.delay, count), np.inf)
    return Generation(
        outbreak=outbreak,
        infector=infector,
        exposed=exposed,
        onset=onset,
        symptoms=symptoms,
        detectable=some(response.sensitivity),
        test_takes=rng.gamma(test_shape, 1 / test_rate, count) + added,
        isolates=some(response.isolates),
        shares=shares,
        forward_takes=forward_takes,
        backward_takes=backward_takes,
        identified=np.where(some(response.identified), noticed, np.inf),
        happened=np.ones(count, dtype=bool),
    )


def infected_by(
    before: Generation, active: Bools, course: Course, rng: np.random.Generator
) -> tuple[Floats, Ints]:
    """When the next generation is exposed, and by which row of this one; `active` is by outbreak.

    Infections after recovery do not take place, nor those by a case that isolates and is identified already.
    The law of transmission is around onset and does not know of exposure: a few infect before they could.
    """
    ill, without = course.mean_infections
    strength = np.where(np.isinf(before.symptoms), without, ill)
    count = rng.poisson(strength * rng.gamma(course.dispersion, 1 / course.dispersion, len(before)))
    count[~(before.happened & active[before.outbreak])] = 0
    infector = np.repeat(np.arange(len(before)), count)
    scale, shape = course.transmission
    lean = shape / np.hypot(1, shape)
    skewed = lean * np.abs(rng.standard_normal(len(infector)))
    after_onset = scale * (skewed + np.sqrt(1 - lean**2) * rng.standard_normal(len(infector)))
    exposed = np.maximum(before.onset[infector] + after_onset, 0)
    kept = (after_onset < course.recovery) & ~prevented(before, infector, exposed)
    return exposed[kept], infector[kept]


def prevented(before: Generation, infector: Ints, exposed: Floats) -> Bools:
    """Which infections fall after the identification of an infector who isolates."""
    stopped: Bools = before.isolates[infector] & (exposed > before.identified[infector])
    return stopped

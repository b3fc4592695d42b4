"""Contact tracing over the generations of an outbreak, forward to the infected and backward to infectors.

What tracing changes lies in the past of what has been simulated: when an infector turns out to be found, some
of its infections did not take place, with all that followed. Everything only ever comes earlier, so sweeping
up and down the generations until nothing changes gives one answer, whatever the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from app.simulation.branching_cases import Generation, prevented
from app.simulation.branching_settings import Start, Tracing
from app.simulation.columns import Bools


def trace(generations: Sequence[Generation], tracing: Tracing, outbreaks: int) -> None:
    """Bring `identified` and `happened` up to date after the last generation was added.

    Args:
        generations: From the index cases on, at least two; changed in place.
        tracing: Which contacts are found.
        outbreaks: How many outbreaks the generations hold side by side.
    """
    if not tracing.found:
        return
    from_isolation = np.full(outbreaks, tracing.start is Start.ISOLATION)
    trace_forward(generations[-2], generations[-1], tracing.window, from_isolation)
    while tracing.backward:
        found = np.zeros(outbreaks, dtype=bool)
        for before, after in reversed(list(pairwise(generations))):
            found |= trace_backward(before, after, tracing.window, outbreaks)
        if not found.any():
            return
        if tracing.start is Start.PUBLISHED:
            from_isolation |= found
        for before, after in pairwise(generations):
            trace_forward(before, after, tracing.window, from_isolation)


def trace_forward(before: Generation, after: Generation, window: float, from_isolation: Bools) -> None:
    """Drop what did not happen after all, then reach the infected whom their infectors name.

    `from_isolation` says by outbreak whether tracing starts with isolation or with a positive test.
    """
    infector = after.infector
    after.happened &= before.happened[infector] & ~prevented(before, infector, after.exposed)
    start = np.where(from_isolation[before.outbreak], before.isolated_at(), before.positive_at())
    earliest = np.minimum(before.symptoms, before.identified) - window
    reached = np.where(after.exposed >= earliest[infector], start[infector] + after.forward_takes, np.inf)
    after.identified = np.minimum(after.identified, reached)


def trace_backward(before: Generation, after: Generation, window: float, outbreaks: int) -> Bools:
    """Reach the infectors whom the infected name after a positive test; in which outbreaks any was."""
    reached = after.positive_at() + after.backward_takes
    named = after.happened & (after.exposed >= np.minimum(after.symptoms, after.identified) - window)
    rows = np.flatnonzero(named & (reached < before.identified[after.infector]))
    np.minimum.at(before.identified, after.infector[rows], reached[rows])
    found = np.zeros(outbreaks, dtype=bool)
    found[after.outbreak[rows]] = True
    return found

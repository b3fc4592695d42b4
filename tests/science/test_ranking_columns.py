"""The order of a list over columns is that of `ranking`."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest

from app.domain.assurance import Assurance, Flag
from app.domain.spans import Span
from app.science.dose import Parts
from app.science.ranking import ranked
from app.science.ranking_columns import Shared, order_of
from app.science.trace_columns import BY_WEAKNESS
from app.science.tracing import WEAKNESS, Exposure

START = datetime(2026, 11, 2, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def exposure(rng: random.Random, who: int, *, dose: bool) -> Exposure:
    start = START + timedelta(minutes=rng.choice([0, 5, 30, 600]))
    # Few lengths and few doses, so that many are equal and the later parts of the order decide.
    length, together = rng.choice([(20, 20), (20, 10), (60, 60), (45, 0)])
    likely = rng.random() < 0.9
    parts = Parts(1.0, rng.choice([0.1, 0.2]), rng.choice([0.0, 0.1]), 0.0, 1.0) if dose else None
    return Exposure(
        who=UUID(int=who + 1),
        venue=UUID(int=rng.randrange(3) + 1),
        zone=None,
        span=Span(start, start + timedelta(minutes=length)),
        together=timedelta(minutes=together if likely else 0),
        after=timedelta(minutes=length - together if likely else 0),
        assumed=False,
        assurance=rng.choice([*Assurance]),
        flags=Flag(0),
        parts=parts,
    )


@pytest.mark.parametrize("dose", [True, False])
def test_the_order_is_that_of_the_people(dose):
    rng = random.Random(3)
    listed = [exposure(rng, who, dose=dose) for who in range(300) for _ in range(rng.choice([1, 1, 1, 2, 4]))]
    microsecond = timedelta(microseconds=1)
    times = [(e.span.start - EPOCH, e.span.end - EPOCH, e.together, e.after) for e in listed]
    start, end, together, after = np.array([[t // microsecond for t in row] for row in times]).T
    names = ("infectiousness", "through_air", "close_by", "least", "most")
    order = order_of(
        Shared(
            who=np.array([e.who.int - 1 for e in listed]),
            venue=np.array([e.venue.int - 1 for e in listed]),
            start=start,
            end=end,
            together=together,
            after=after,
            weakness=np.array([WEAKNESS[e.assurance] for e in listed]),
            parts={n: np.array([getattr(e.parts, n) for e in listed]) for n in names} if dose else None,
        )
    )
    assert BY_WEAKNESS[0] is Assurance.STAFF
    assert order.tolist() == [one.who.int - 1 for one in ranked(listed)]
    assert order.tolist() != sorted(order.tolist())

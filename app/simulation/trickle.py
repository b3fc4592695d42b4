"""A small window of a simulated day, for a demonstration that goes on by itself while it is watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from app.simulation.columns import Ints, microseconds
from app.simulation.scans import Scans


@dataclass(frozen=True, slots=True, eq=False)
class Trickle:
    """Rows of the scans, in the order in which a server would hear of them."""

    check_ins: Ints
    check_outs: Ints


def trickle(scans: Scans, begin: datetime, end: datetime) -> Trickle:
    """The check-ins and check-outs that reach the server in [begin, end).

    A check-out counts from the moment of leaving, but never before its check-in has arrived: a phone without
    a network sends both together. Windows that meet share nothing and leave nothing out. The city must have
    been simulated to the day of the window: simulate to tomorrow to carry on past midnight.
    """
    first, last = microseconds(begin), microseconds(end)
    heard_in = scans.received
    heard_out = np.where(scans.left >= 0, np.maximum(scans.left, scans.received), np.int64(-1))
    came = np.flatnonzero((heard_in >= first) & (heard_in < last))
    went = np.flatnonzero((heard_out >= first) & (heard_out < last))
    return Trickle(
        came[np.argsort(heard_in[came], kind="stable")], went[np.argsort(heard_out[went], kind="stable")]
    )

"""What a check-in can prove, and what lowers it."""

from __future__ import annotations

from enum import IntFlag, StrEnum


class Assurance(StrEnum):
    """How a check-in was made: what a printed code, a typed one, a card, a screen or staff can prove."""

    STATIC = "static"
    TYPED = "typed"
    CARD = "card"
    DYNAMIC = "dynamic"
    STAFF = "staff"


class Flag(IntFlag):
    """What lowers the assurance of a visit: shown to officials as counted groups, never dropped."""

    CLOSED_HOURS = 1
    BURST = 2
    IMPOSSIBLE_TRAVEL = 4
    OFFLINE = 8
    EDITED = 16

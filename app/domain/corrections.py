"""Why a person corrects when a visit of theirs ended."""

from __future__ import annotations

from enum import StrEnum


class Correction(StrEnum):
    """The reason that is kept with a corrected check-out."""

    FORGOT = "forgot"
    WRONG_TIME = "wrong_time"
    LEFT_EARLIER = "left_earlier"
    STAYED_LONGER = "stayed_longer"

"""The rules by which a city may trace."""

from __future__ import annotations

from enum import StrEnum


class TracingRule(StrEnum):
    """Kept with every trace, so that a list says how it came about."""

    DOSE = "dose-1"
    """Shared air and closeness, weighed by infectiousness and place."""
    OVERLAP = "overlap-1"
    """Minutes together, and half of those in the air left behind."""
    CORONA_WARN = "corona-warn-1"
    """The Corona-Warn-App's: minutes weighted by the day since onset."""

"""Why a file does not become a basemap."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Stable slugs; words for people belong to the caller."""

    NOT_OSM = "not-osm"
    UNREADABLE = "unreadable"
    NOTHING_INSIDE = "nothing-inside"


class BasemapRefused(ValueError):
    """The file makes no basemap, and the one in force stays; `detail` is for a person, in English."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

"""The one clause that keeps each official to a jurisdiction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from app.domain.officials import Official


def covered(jurisdiction: Any, official: Official) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """`Official.covers` as a clause: every list of cases, subjects and events carries it."""
    return true() if official.jurisdiction is None else col(jurisdiction) == official.jurisdiction

"""Decisions on risk levels that a city has added, and what it has said of their criteria."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from app.store.tables.fields import at_field, json_field


class RiskDecisionRow(SQLModel, table=True):
    """One version of a decision. Its document never changes: a correction is the next version."""

    __tablename__ = "risk_decisions"
    slug: str = Field(primary_key=True, max_length=32)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    document: Any = json_field()
    added_at: datetime = at_field()


class RiskCriterionRow(SQLModel, table=True):
    """What a criterion measured from a day on. Rows are only added: of one day's the newest counts."""

    __tablename__ = "risk_criteria"
    id: int | None = Field(default=None, primary_key=True)
    criterion: str = Field(max_length=32)
    area_code: str = Field(max_length=16)
    """Empty: the whole city."""
    valid_from: date
    value: float
    set_at: datetime = at_field()

"""What was learnt from tests of followed contacts, without the contacts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.domain import test_results
from app.store.tables.fields import WITHOUT_ROWID, id_field, json_field, word_field


class ResultRow(SQLModel, table=True):
    """One result with what the exposure was made of. The id is random, so that the order tells nothing.

    `contact` stands only while the case keeps its copies: until then the result can be corrected.
    """

    __tablename__ = "test_results"
    __table_args__ = (UniqueConstraint("contact"), WITHOUT_ROWID)
    id: UUID = id_field(primary=True)
    contact: UUID | None = id_field(references="contacts.id", optional=True)
    disease: str = Field(max_length=32)
    rule: str = Field(max_length=40)
    result: test_results.Result = word_field(test_results.Result, "test_result")
    week: str = Field(max_length=8)
    """ISO week of recording, 2026-W48: a date would say more."""
    features: Any = json_field()

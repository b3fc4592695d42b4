"""The audit chain: insert-only, ids only."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from app.store.tables.fields import (
    at_field,
    id_field,
    json_field,
    sealed_field,
)


class AuditRow(SQLModel, table=True):
    """One entry of the chain: who did what to which ids, and the hash over it and its predecessor."""

    __tablename__ = "audit"
    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: datetime = at_field()
    actor: UUID | None = id_field(optional=True)
    action: str = Field(max_length=40, index=True)
    case: UUID | None = id_field(optional=True, index=True)
    detail: Any = json_field()
    hash: bytes = sealed_field(32)


class AuditHeadRow(SQLModel, table=True):
    """The end of the chain: one row, locked while an entry is appended."""

    __tablename__ = "audit_head"
    id: int = Field(primary_key=True)
    number: int = Field(sa_type=BigInteger)
    hash: bytes = sealed_field(32)

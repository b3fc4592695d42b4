"""Shorthand for the columns that most tables share."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, LargeBinary, SmallInteger
from sqlmodel import Field, SQLModel

from app.domain.assurance import Flag
from app.store.columns import NAMING, Flags, Id, Instant, Json, words

# Every table module imports this one first, so each constraint gets its name.
SQLModel.metadata.naming_convention = NAMING

WITHOUT_ROWID = {"sqlite_with_rowid": False}
"""Rows live inside the primary key's tree: one tree instead of two on SQLite."""


def id_field(
    *, references: str | None = None, optional: bool = False, index: bool = False, primary: bool = False
) -> Any:
    """A 16-byte id."""
    targets = [ForeignKey(references)] if references else []
    column: Column[UUID] = Column(Id, *targets, nullable=optional, index=index, primary_key=primary)
    return Field(default=None, sa_column=column) if optional else Field(sa_column=column)


def at_field(*, optional: bool = False) -> Any:
    """A moment."""
    return Field(default=None, sa_type=Instant, nullable=True) if optional else Field(sa_type=Instant)


def sealed_field(size: int, *, optional: bool = False, primary: bool = False, unique: bool = False) -> Any:
    """Bytes that mean nothing without a key, or a digest: at most `size` of them."""
    column: Column[bytes] = Column(LargeBinary(size), nullable=optional, primary_key=primary, unique=unique)
    return Field(default=None, sa_column=column) if optional else Field(sa_column=column)


def word_field(kind: type[StrEnum], name: str) -> Any:
    """An enum in words."""
    return Field(sa_column=Column(words(kind, name), nullable=False))


def count_field() -> Any:
    """A small number, 0 unless somebody says otherwise."""
    return Field(default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0"))


def flags_field() -> Any:
    """What lowers the assurance of a visit."""
    return Field(sa_column=Column(Flags(Flag), nullable=False))


def json_field() -> Any:
    """A small document."""
    return Field(sa_column=Column(Json, nullable=False))


class Worth(SQLModel):
    """What a row of an exposure is made of: `tracing.Exposure` says what each means."""

    together: float
    """Seconds, as the two below."""
    after: float
    threshold: float
    counted: float | None = None
    on_shift: bool = False
    infectiousness: float | None = None
    """With the rest one of `dose.Parts`, or none of them is there."""
    through_air: float | None = None
    close_by: float | None = None
    least: float | None = None
    most: float | None = None

"""What the city has decided, and what it has taken in: settings, bases, imports, areas, counts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.domain.policy import Basis
from app.store.tables.fields import (
    WITHOUT_ROWID,
    at_field,
    json_field,
    sealed_field,
    word_field,
)


class SettingRow(SQLModel, table=True):
    """What the city has decided, and what the installation knows of itself, by name."""

    __tablename__ = "settings"
    name: str = Field(primary_key=True, max_length=64)
    value: Any = json_field()
    changed_at: datetime = at_field()


class LegalBasisRow(SQLModel, table=True):
    """Consent versions and orders that visits were made under."""

    __tablename__ = "legal_bases"
    __table_args__ = (UniqueConstraint("kind", "reference"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: Basis = word_field(Basis, "basis_kind")
    reference: str = Field(max_length=120)
    valid_from: datetime = at_field()


class ImportRow(SQLModel, table=True):
    """One file taken in: the source and version that maps and exports show."""

    __tablename__ = "imports"
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    source: str = Field(max_length=200)
    sha256: bytes = sealed_field(32)
    rows: int
    imported_at: datetime = at_field()
    valid_from: date | None = None
    """Boundaries: the day from which they are valid; None is always."""
    in_force: bool = False
    """Boundaries: the version of their kind that venues and lists go by now."""
    districts: int = 0
    """Wards: how many former districts came with them, as areas of this same version."""
    population: str = Field(default="", max_length=200)
    """Boundaries: where their populations come from, and of which year."""
    wards_version: int | None = None
    """Case counts: the version of the wards whose codes they use."""


class AreaChangeRow(SQLModel, table=True):
    """Where an old ward went: whole, or a share of it."""

    __tablename__ = "area_changes"
    id: int | None = Field(default=None, primary_key=True)
    old_code: str = Field(max_length=16, index=True)
    new_code: str = Field(max_length=16)
    share: float
    changed_on: date | None = None
    import_id: int = Field(foreign_key="imports.id")


class AreaRow(SQLModel, table=True):
    """A ward, district or province as one version of the boundaries draws it."""

    __tablename__ = "areas"
    __table_args__ = WITHOUT_ROWID
    version: int = Field(primary_key=True, foreign_key="imports.id")
    code: str = Field(primary_key=True, max_length=16)
    kind: str = Field(max_length=16)
    parent_code: str | None = Field(default=None, max_length=16)
    name: str = Field(max_length=120)
    name_en: str = Field(max_length=120)
    population: int | None = None
    approximate: bool = False
    west: float
    south: float
    east: float
    north: float
    drawn: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """WKB, simplified, for pictures; before the full outline, which a map never reads."""
    geometry: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """WKB in full: it decides where a point lies."""


class CaseCountRow(SQLModel, table=True):
    """Cases by day and ward as the city gets them from elsewhere; the newest import of a ward's day wins."""

    __tablename__ = "case_counts"
    __table_args__ = WITHOUT_ROWID
    disease: str = Field(primary_key=True, max_length=32)
    day: date = Field(primary_key=True)
    area_code: str = Field(primary_key=True, max_length=16)
    cases: int
    import_id: int = Field(foreign_key="imports.id")

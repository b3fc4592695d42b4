"""What a file of areas holds, before anything is checked."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the properties to read; code and name must be there, the others may be missing."""

    code: str = "code"
    name: str = "name"
    name_en: str = "name_en"
    kind: str = "unit_type"
    population: str = "population"
    parent: str = ""
    """The code of the larger area that a feature belongs to; empty: the file does not say."""
    parent_name: str = ""


@dataclass(frozen=True, slots=True)
class Feature:
    """One record as it stands in the file; `geometry` in degrees, or None, or why it cannot be built."""

    properties: dict[str, Any]
    geometry: Any
    broken: str = ""

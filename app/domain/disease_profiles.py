"""The disease profiles that ship. A city adds its own to them; none of these is ever overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.domain.diseases import Disease
from app.domain.profiles.covid_19 import COVID_19
from app.domain.profiles.ebola import EBOLA
from app.domain.profiles.influenza import INFLUENZA
from app.domain.profiles.measles import MEASLES
from app.domain.profiles.mpox import MPOX
from app.domain.profiles.pertussis import PERTUSSIS

DISEASES: Final[Mapping[str, Disease]] = MappingProxyType(
    {disease.slug: disease for disease in (COVID_19, INFLUENZA, MEASLES, PERTUSSIS, MPOX, EBOLA)}
)

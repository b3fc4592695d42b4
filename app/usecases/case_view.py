"""Everything that the page of a case shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.assurance import Flag
from app.domain.case_visits import CaseVisit
from app.domain.cases import Case
from app.domain.contacts import Contact
from app.domain.diseases import Disease
from app.domain.ids import PersonId, VenueId, ZoneId
from app.domain.releases import Release
from app.domain.subjects import Subject
from app.domain.venues import Venue
from app.science.comparing import Change
from app.science.ranking import Listed
from app.store.traces import Trace


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release and the patient's own words with it."""

    release: Release
    missing: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything the page of a case shows."""

    case: Case
    disease: Disease
    subject: Subject
    visits: list[CaseVisit]
    venues: dict[VenueId, Venue]
    zone_names: dict[ZoneId, str]
    """Of the parts of venues where somebody was."""
    releases: list[ReleaseView]
    trace: Trace | None
    listed: list[Listed]
    """The part shown of the co-present people in the order in which to call, without the flags left out."""
    count: int
    """How many there are in all."""
    flag_counts: Mapping[Flag, int]
    """People with at least one exposure under each flag: the groups an official includes or leaves out."""
    reachable: set[PersonId]
    """Who of those shown left contact details on any day."""
    contacts: dict[PersonId, Contact]
    change: Change | None
    """Against the trace before, when there is one."""
    outdated: bool
    """Whether the case has changed since the trace in force was made."""

"""One's own data as JSON: the same document as a download and from the programming interface.

Names are those of the interface. Contact details are sealed, so only the days are told to which they belong.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from app.domain.assurance import Assurance, Flag
from app.domain.corrections import Correction
from app.domain.join_errors import NobodyHere
from app.domain.joins import Kind
from app.domain.policy import Basis, Policy
from app.domain.privacy import PRIVACY_NOTICE
from app.store.notices import Notice
from app.usecases.export_own_data import OwnData, export_own_data
from app.usecases.show_own_visits import OwnVisit
from app.web.api_documents import Problems
from app.web.deps import Device, Ghe, Now, Reading

router = APIRouter(prefix="/api/v1", tags=["own data"])


class BasisOut(BaseModel):
    """Why a visit may be kept."""

    kind: Basis
    reference: str


class OwnVisitOut(BaseModel):
    """One visit."""

    visit: UUID
    venue: UUID
    venue_name: str
    venue_address: str
    zone_name: str | None
    entered_at: AwareDatetime
    left_at: AwareDatetime | None = Field(description="null: never checked out; see ends_at")
    ends_at: AwareDatetime = Field(description="When it ended, or is assumed to have ended")
    received_at: AwareDatetime
    withdrawn_at: AwareDatetime | None
    companions: int
    children: int
    assurance: Assurance
    flags: list[str]
    correction: Correction | None
    first_left_at: AwareDatetime | None
    basis: BasisOut
    in_case_file: bool = Field(description="A case's file holds a copy that this person handed over")
    version: int


class OpeningOut(BaseModel):
    """An official opened the contact details."""

    opened_at: AwareDatetime
    unit: str
    disease: str


class NoticeOut(BaseModel):
    """Something that the person was told: one version of it."""

    kind: str = Field(description="exposure, or contact_opened")
    published_at: AwareDatetime
    read_at: AwareDatetime | None
    version: int
    withdrawn: bool = Field(description="This version says that the ones before no longer count")
    exposed_on: date | None
    until_on: date | None = Field(description="The day that the advice names")


class LinkedOut(BaseModel):
    """A browser that was linked."""

    kind: Kind
    linked_at: AwareDatetime


class OwnDataOut(BaseModel):
    """Everything that is kept about whom the cookie speaks for."""

    exported_at: AwareDatetime
    city: str
    privacy_notice: str
    retention_days: int
    person: UUID
    visits: list[OwnVisitOut]
    contact_days: list[date] = Field(
        description="Days with sealed contact details; nobody here can read them"
    )
    openings: list[OpeningOut]
    notices: list[NoticeOut]
    linked: list[LinkedOut]
    tokens: int = Field(description="Browsers and recovery codes that open this")


@router.get(
    "/my-data",
    name="my_data",
    summary="Everything that is kept about me",
    responses={404: {"model": Problems}},
)
def my_data(ghe: Ghe, session: Reading, device: Device, now: Now) -> OwnDataOut:
    """By the cookie alone: a browser that has checked in asks for what is kept about it."""
    if device is None:
        raise NobodyHere
    data = export_own_data(session, device, keys=ghe.keys, policy=ghe.policy, now=now)
    return own_data_out(data, ghe.policy, exported_at=now)


def own_data_out(data: OwnData, policy: Policy, *, exported_at: AwareDatetime) -> OwnDataOut:
    """One's data as JSON carries it."""
    return OwnDataOut(
        exported_at=exported_at,
        city=policy.city,
        privacy_notice=PRIVACY_NOTICE,
        retention_days=policy.retention_days,
        person=data.person,
        visits=[_visit_out(own) for own in data.visits],
        contact_days=list(data.contact_days),
        openings=[
            OpeningOut(opened_at=one.at, unit=one.unit, disease=one.disease.slug) for one in data.openings
        ],
        notices=[_notice_out(notice) for notice in data.notices],
        linked=[LinkedOut(kind=one.kind, linked_at=one.joined_at) for one in data.joined],
        tokens=data.tokens,
    )


def _notice_out(notice: Notice) -> NoticeOut:
    sending = notice.sending
    return NoticeOut(
        kind=notice.kind,
        published_at=notice.published_at,
        read_at=notice.read_at,
        version=1 if sending is None else sending.version,
        withdrawn=sending is not None and sending.withdraws,
        exposed_on=notice.exposed_on,
        until_on=notice.until_on,
    )


def _visit_out(own: OwnVisit) -> OwnVisitOut:
    visit = own.visit
    return OwnVisitOut(
        visit=visit.id,
        venue=visit.venue,
        venue_name=own.venue.name,
        venue_address=own.venue.registration.address,
        zone_name=own.zone or None,
        entered_at=visit.entered_at,
        left_at=visit.left_at,
        ends_at=own.ends_at,
        received_at=visit.received_at,
        withdrawn_at=visit.withdrawn_at,
        companions=visit.companions,
        children=visit.children,
        assurance=visit.assurance,
        flags=[flag.name.lower() for flag in Flag if visit.flags & flag and flag.name],
        correction=visit.correction,
        first_left_at=visit.first_left_at,
        basis=BasisOut(kind=own.basis.kind, reference=own.basis.reference),
        in_case_file=own.in_case_file,
        version=visit.version,
    )

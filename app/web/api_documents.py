"""What phones and the interface say to each other, as documents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.domain.addresses import LONGEST_ADDRESS
from app.domain.companions import MOST_COMPANIONS
from app.domain.ids import VenueId, VisitId
from app.domain.people import SealedContact
from app.usecases.find_visit import VisitKey
from app.usecases.give_receipt import ContactAnswer, Receipt
from app.web.sealed_contacts import read_sealed


class Problems(BaseModel):
    """A refusal as RFC 9457 tells it."""

    type: str
    title: str
    status: int
    detail: str


REFUSED: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": Problems} for code in (400, 404, 409, 410, 413, 422, 429, 503)
}
"""How every route of the interface may refuse."""


class ContactIn(BaseModel):
    """Contact details sealed on the phone; what is wrong with them refuses them and never the visit."""

    model_config = ConfigDict(extra="forbid")

    epoch: Annotated[str, Field(examples=["2026-11-23"], description="The local day that they are sealed to")]
    person: Annotated[str, Field(description="`person` of an earlier receipt")]
    blob: Annotated[str, Field(description="338 bytes in base64url: version, encapsulated key, sealed text")]

    def sealed(self) -> SealedContact:
        """As the use cases take it."""
        return read_sealed(epoch=self.epoch, person=self.person, blob=self.blob)


class NewCheckIn(BaseModel):
    """One check-in as a phone sends it; sending it again is safe."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[
        str,
        Field(
            max_length=LONGEST_ADDRESS,
            examples=["0000-0000-0000-00000"],
            description="What stands behind /V/: 17 characters; 27 from a screen, 123 from a signed poster",
        ),
    ]
    visit: Annotated[UUID, Field(description="UUID version 7, made at the scan: it holds the time of entry")]
    device: Annotated[
        str | None,
        Field(
            max_length=60,
            description=(
                "256 random bits that the phone keeps, base64url without padding. "
                "A browser's cookie comes first; one without gets it from the answer"
            ),
        ),
    ] = None
    typed: Annotated[bool, Field(description="The nine digits were typed instead of scanned")] = False
    seen: Annotated[str, Field(max_length=60, description="From the page that a screen's code opened")] = ""
    companions: Annotated[int, Field(ge=0, le=MOST_COMPANIONS, description="People without a check-in")] = 0
    children: Annotated[int, Field(ge=0, le=MOST_COMPANIONS, description="Those of them under 16")] = 0
    left_at: Annotated[
        AwareDatetime | None, Field(description="When the visit ended, where it ended before it was sent")
    ] = None
    contact: ContactIn | None = None


class VisitIn(BaseModel):
    """Which visit, for whoever holds its check-out token."""

    model_config = ConfigDict(extra="forbid")

    venue: UUID
    visit: UUID
    token: Annotated[str, Field(max_length=40)]

    def key(self, version: int | None = None) -> VisitKey:
        """As the use cases ask for it."""
        return VisitKey(VenueId(self.venue), VisitId(self.visit), self.token, version)


class NewCheckOut(VisitIn):
    """The end of a visit, or that it goes on; sending it again is safe."""

    left_at: Annotated[
        AwareDatetime | None, Field(description="When the person left; null: they are still there")
    ]
    version: Annotated[
        int | None,
        Field(description="Of the visit as the phone knew it: a change that comes late undoes no newer one"),
    ] = None


class ReceiptOut(BaseModel):
    """What is kept, once it is durable."""

    visit: UUID
    venue: UUID
    venue_name: str
    venue_address: str
    zone_name: str | None
    entered_at: AwareDatetime
    left_at: datetime | None
    withdrawn_at: datetime | None
    version: int
    check_out_token: str
    person: Annotated[UUID, Field(description="Whom contact details are sealed for")]
    contact: Annotated[ContactAnswer | None, Field(description="null: none came with the check-in")]


def receipt_document(receipt: Receipt) -> dict[str, Any]:
    """The fields of `ReceiptOut`."""
    visit, venue = receipt.visit, receipt.venue
    return {
        "visit": visit.id,
        "venue": venue.id,
        "venue_name": venue.name,
        "venue_address": venue.registration.address,
        "zone_name": receipt.zone_name,
        "entered_at": visit.entered_at,
        "left_at": visit.left_at,
        "withdrawn_at": visit.withdrawn_at,
        "version": visit.version,
        "check_out_token": receipt.check_out_token,
        "person": receipt.person,
        "contact": receipt.contact,
    }


def receipt_out(receipt: Receipt) -> ReceiptOut:
    """A receipt as JSON carries it."""
    return ReceiptOut(**receipt_document(receipt))

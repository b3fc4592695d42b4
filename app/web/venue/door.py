"""The staff page at a door: cards are scanned one after the other, and what became of each is said at once.

A hand scanner types the number and presses Enter, so the form alone does everything; the script sends it
without leaving the page. What answers a scan never says whose card it is.
"""

from __future__ import annotations

from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.domain.card_errors import DoorUndoOver
from app.domain.card_numbers import parse_card_number
from app.domain.errors import NotNow, Refusal, VisitUnknown, VisitWithdrawn
from app.domain.ids import OwnerId, VenueId, VisitId
from app.usecases import staff_door
from app.usecases.gather_check_ins import CheckIn
from app.usecases.give_receipt import Receipt
from app.usecases.staff_door import AtDoor, Change, DoorKey
from app.web import card_numbers, pages
from app.web.deps import Ghe, Now, Owner
from app.web.state import Installation

router = APIRouter(prefix="/venue", include_in_schema=False)

_PATIENCE: Final = 15.0
_TOLD: Final = (*card_numbers.AT_THE_FIELD, VisitUnknown, VisitWithdrawn, DoorUndoOver)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said about the card that was scanned last."""

    kind: str = ""
    """came, here, leave, stay or undo; refused; or nothing yet."""
    at: AtDoor | None = None
    message: str = ""
    typed: str = ""
    status: int = 200


@router.get("/{venue}/door", name="staff_door")
def door(request: Request, venue: UUID, ghe: Ghe, owner: Owner) -> HTMLResponse:
    """The field, ready for the first card."""
    return _page(request, ghe, VenueId(venue), owner, _Said())


@router.post("/{venue}/door", name="scan_card")
def scan(
    request: Request,
    venue: UUID,
    ghe: Ghe,
    owner: Owner,
    now: Now,
    number: Annotated[str, Form(max_length=card_numbers.LONGEST)] = "",
) -> HTMLResponse:
    """A card is scanned: its holder is checked in, or is here already, or the card says why not."""
    with ghe.database.reading() as session:
        found = staff_door.staff_door(session, VenueId(venue), owner, policy=ghe.policy, now=now)
    try:
        command = staff_door.scan(found, parse_card_number(number), now=now)
        with card_numbers.looking_up(request, ghe, now, owner.bytes):
            receipt = _recorded(ghe, command)
    except _TOLD as refusal:
        return _refused(request, ghe, VenueId(venue), owner, refusal, number)
    here = staff_door.at_door(receipt.visit, keys=ghe.keys, policy=ghe.policy)
    said = _Said("came" if receipt.visit.id == command.visit else "here", here)
    return _page(request, ghe, VenueId(venue), owner, said)


@router.post("/{venue}/door/{change}", name="change_by_card")
def change(
    request: Request,
    venue: UUID,
    change: Change,
    ghe: Ghe,
    owner: Owner,
    now: Now,
    visit: Annotated[UUID, Form()],
    token: Annotated[str, Form(max_length=40)],
) -> HTMLResponse:
    """The holder leaves, or does not after all, or it was the wrong card."""
    try:
        with ghe.database.writing() as session:
            done = staff_door.change_by_card(
                session,
                VenueId(venue),
                owner,
                DoorKey(VisitId(visit), token),
                change,
                keys=ghe.keys,
                policy=ghe.policy,
                now=now,
            )
    except _TOLD as refusal:
        return _refused(request, ghe, VenueId(venue), owner, refusal)
    return _page(request, ghe, VenueId(venue), owner, _Said(change.value, done))


def _recorded(ghe: Installation, command: CheckIn) -> Receipt:
    """The receipt once it is durable.

    Raises:
        Refusal: as `check_in`.
        NotNow: it took too long; scanning again finds what was recorded.
    """
    try:
        result = ghe.recorder.submit(command).result(_PATIENCE)
    except NotInTime:
        raise NotNow from None
    if isinstance(result, Refusal):
        raise result
    return result


def _refused(
    request: Request, ghe: Installation, venue: VenueId, owner: OwnerId, refusal: Refusal, typed: str = ""
) -> HTMLResponse:
    status, message = card_numbers.told(request, ghe, refusal)
    return _page(request, ghe, venue, owner, _Said("refused", None, message, typed, status))


def _page(request: Request, ghe: Installation, venue: VenueId, owner: OwnerId, said: _Said) -> HTMLResponse:
    now = ghe.clock()
    with ghe.database.reading() as session:
        found = staff_door.staff_door(session, venue, owner, policy=ghe.policy, now=now)
    return pages.render(
        request,
        "venue/door.html",
        policy=ghe.policy,
        status=said.status,
        again=pages.Again(f"/venue/{venue}/door", ()) if request.method == "POST" else None,
        door=found,
        said=said,
        now=now,
        page_class="venue",
    )

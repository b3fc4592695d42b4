"""What a citizen does at a door: open the poster's address, check in.

Plain forms. Nothing here needs script, storage or a cookie: the visit's id, the browser's first token and the
check-out token travel in the forms, so a reload sends the same visit again and keeps it once.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from app.domain.assurance import Assurance
from app.domain.errors import NotNow, Refusal, VisitIdMalformed
from app.domain.ids import VisitId
from app.domain.people import SealedContact
from app.usecases import open_poster_address
from app.usecases.gather_check_ins import CheckIn
from app.usecases.read_scanned import read_scanned
from app.vault.tokens import read_token, written
from app.web import cookies, guesses, pages
from app.web.citizen.receipt_page import new_receipt_page, receipt_page
from app.web.citizen.recovery import recovery_of
from app.web.deps import Device, Ghe, Now, Reading
from app.web.forms import uuid_field
from app.web.sealed_contacts import LARGEST_CHECK_IN, read_sealed

router = APIRouter(include_in_schema=False)


@router.get("/V/{code}", name="doorstep_printed")
@router.get("/v/{code}", name="doorstep")
def doorstep(
    request: Request, code: str, ghe: Ghe, session: Reading, device: Device, now: Now
) -> HTMLResponse:
    """The venue's name and address before anything is recorded, or the receipt of a visit still open."""
    scanned = read_scanned(code, ghe.keys)
    with guesses.scanned(request, ghe.guesses, now, device).looking_up():
        door = open_poster_address.open_poster_address(
            session,
            scanned.code,
            device,
            screen=scanned.screen,
            keys=ghe.keys,
            policy=ghe.policy,
            now=now,
        )
    if door.here is not None:
        return receipt_page(request, ghe, door.here, already=True, scanned_again=True)
    return pages.render(
        request,
        "citizen/door.html",
        policy=ghe.policy,
        door=door,
        device=written(door.fresh_device) if door.fresh_device else "",
        by="typed" if request.query_params.get("by") == "typed" else "static",
    )


@router.post("/V/{code}", name="check_in_printed", max_body_size=LARGEST_CHECK_IN)
@router.post("/v/{code}", name="check_in", max_body_size=LARGEST_CHECK_IN)
async def check_in(request: Request, code: str, ghe: Ghe) -> Response:
    """The tap that checks in: 200 with the receipt after the commit; a reload repeats, changes nothing."""
    if ghe.recorder.crowded:
        raise NotNow  # before anything is read
    form = await request.form()
    own = read_token(request.cookies.get(cookies.DEVICE))
    device = own or read_token(str(form.get("device", "")))
    if device is None:
        raise VisitIdMalformed("no device")
    assurance = Assurance.TYPED if form.get("by") == "typed" else Assurance.STATIC
    visit = VisitId(uuid_field(str(form.get("visit", ""))))
    scanned = read_scanned(code, ghe.keys)
    command = CheckIn(
        scanned.code,
        visit,
        device,
        assurance,
        scanned.screen,
        str(form.get("seen", "")),
        contact=_sealed(form),
    )
    with guesses.scanned(request, ghe.guesses, ghe.clock(), device).looking_up():
        result = await ghe.recorder.record(command)
        if isinstance(result, Refusal):
            raise result
    recovery = recovery_of(form, device) if own is None else ""
    page = new_receipt_page(request, ghe, result, recovery=recovery)
    if own is None:
        cookies.put(page, cookies.DEVICE, device, seconds=cookies.DEVICE_SECONDS)
    return page


def _sealed(form: FormData) -> SealedContact | None:
    """The contact details that a phone's script sealed beside the visit, from its own copy."""
    blob, person, epoch = (str(form.get(name, "")) for name in ("sealed", "person", "epoch"))
    return read_sealed(epoch=epoch, person=person, blob=blob) if blob else None

"""An owner prints what is smaller than a poster, the signs of the week, and how to hang a poster."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.errors import SignsNotReady
from app.domain.ids import VenueId
from app.usecases import find_own_venue, print_guide, print_sheet, print_signs, view_venue
from app.usecases.print_sheet import SheetKind
from app.usecases.sheet_file import SheetForm
from app.web import pages, words
from app.web.deps import Ghe, Now, Owner, Reading
from app.web.sign_shapes import shape_of
from app.web.signs import drawn_sign
from app.web.venue.poster import file_answer
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking
from qr.sign_sheet import Sign

router = APIRouter(prefix="/venue", include_in_schema=False)

STEPS: Final = (
    N_("Hang it 90 to 120 cm high, measured to the middle of the code. A wheelchair user can scan it too."),
    N_("Hang it inside the door, where people stop. Outside it gets wet, and others paste over it."),
    N_("Keep 50 cm away from the corner of the room, so that a wheelchair can come close."),
    N_("More than 30 people an hour: two posters at each entrance, at least 1 m apart."),
    N_("Print on matt paper. Glossy paper and plastic film dazzle the camera."),
    N_("Stick raised tape on the four marks beside the code. People who cannot see find it by touch."),
    N_("Scan it once a week yourself. The page that opens must name this venue."),
)
"""How to hang a poster: on the page in one language, on paper in both."""


@router.get("/{venue}/sheet/{kind}.{form}", name="sheet")
def sheet(
    venue: UUID, kind: SheetKind, form: SheetForm, ghe: Ghe, session: Reading, owner: Owner, now: Now
) -> Response:
    """A sheet with the newest code."""
    view = view_venue.view_venue(session, VenueId(venue), owner, keys=ghe.keys, policy=ghe.policy, now=now)
    code = view.codes[0]
    content = print_sheet.print_sheet(
        kind,
        view.venue,
        code,
        public_url=ghe.settings.public_url,
        keys=ghe.keys,
        policy=ghe.policy,
        vietnamese=words.gettext("vi"),
        form=form,
        now=now,
    )
    return file_answer(content, form, f"ghe-{kind}-{code.code[-5:]}")


@router.get("/{venue}/signs.{form}", name="signs_sheet")
def signs(
    venue: UUID,
    form: SheetForm,
    ghe: Ghe,
    session: Reading,
    owner: Owner,
    now: Now,
    week: date | None = None,
) -> Response:
    """The signs of the hour of this week, or of the one that begins on the Monday `week`."""
    found = find_own_venue.owned(session, VenueId(venue), owner)
    weeks = print_signs.printable_weeks(ghe.keys, policy=ghe.policy, now=now)
    monday = week or weeks[0]
    if monday not in weeks:
        raise SignsNotReady(monday.isoformat())
    content = print_signs.print_signs(
        found,
        monday,
        keys=ghe.keys,
        policy=ghe.policy,
        vietnamese=words.gettext("vi"),
        drawn=_drawn,
        form=form,
        now=now,
    )
    return file_answer(content, form, f"ghe-signs-{monday:%Y-%m-%d}")


@router.get("/{venue}/guide", name="guide")
def guide_page(request: Request, venue: UUID, ghe: Ghe, session: Reading, owner: Owner) -> HTMLResponse:
    """How to hang a poster."""
    found = find_own_venue.owned(session, VenueId(venue), owner)
    return pages.render(
        request, "venue/guide.html", policy=ghe.policy, venue=found, steps=STEPS, page_class="venue"
    )


@router.get("/{venue}/guide.{form}", name="guide_sheet")
def guide_sheet(venue: UUID, form: SheetForm, ghe: Ghe, session: Reading, owner: Owner, now: Now) -> Response:
    """The same to be printed."""
    find_own_venue.owned(session, VenueId(venue), owner)
    content = print_guide.print_guide(
        STEPS, policy=ghe.policy, vietnamese=words.gettext("vi"), form=form, now=now
    )
    return file_answer(content, form, "ghe-guide")


def _drawn(number: int) -> Sign:
    sign = drawn_sign(number)
    return Sign(shape_of(sign.path), sign.digits)

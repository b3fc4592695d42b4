"""An owner prints the codes of zones: one sheet for one zone, or one document for all of them."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.domain.ids import VenueId, ZoneId
from app.domain.stay_errors import ZoneUnknown
from app.store import venues
from app.usecases import arrange_zones, print_poster, print_sheet
from app.usecases.print_sheet import SheetKind
from app.usecases.sheet_file import SheetForm
from app.web import words
from app.web.deps import Ghe, Now, Owner, Reading
from app.web.venue.poster import file_answer
from qr.paper import Paper

router = APIRouter(prefix="/venue/{venue}/zones", include_in_schema=False)

_PAPERS: Final = {"a4": Paper.A4, "a5": Paper.A5}


@router.get("/all/{kind}.pdf", name="all_zones_sheet")
def all_zones(venue: UUID, kind: SheetKind, ghe: Ghe, session: Reading, owner: Owner, now: Now) -> Response:
    """The codes of all zones in one document: stickers fill whole sheets, others have a page each."""
    found, coded = arrange_zones.zones_of(session, VenueId(venue), owner)
    if not coded:
        raise ZoneUnknown(str(venue))
    content = print_sheet.print_zones(
        kind,
        found,
        coded,
        public_url=ghe.settings.public_url,
        keys=ghe.keys,
        policy=ghe.policy,
        vietnamese=words.gettext("vi"),
        now=now,
    )
    return file_answer(content, SheetForm.PDF, f"ghe-{kind}")


@router.get("/{zone}/poster.{form}", name="zone_poster")
def poster(
    venue: UUID,
    zone: UUID,
    form: SheetForm,
    ghe: Ghe,
    session: Reading,
    owner: Owner,
    now: Now,
    paper: Annotated[str, Query(pattern="^a[45]$")] = "a4",
) -> Response:
    """The poster of a zone's newest code."""
    found, there, code = arrange_zones.find_zone(session, VenueId(venue), owner, ZoneId(zone))
    parent = found.registration.parent
    content = print_poster.print_poster(
        found,
        code,
        parent=None if parent is None else venues.get(session, parent),
        public_url=ghe.settings.public_url,
        keys=ghe.keys,
        policy=ghe.policy,
        vietnamese=words.gettext("vi"),
        form=form,
        paper=_PAPERS[paper],
        now=now,
        zone=there,
    )
    return file_answer(content, form, f"ghe-{code.code[-5:]}")


@router.get("/{zone}/sheet/{kind}.{form}", name="zone_sheet")
def sheet(
    venue: UUID,
    zone: UUID,
    kind: SheetKind,
    form: SheetForm,
    ghe: Ghe,
    session: Reading,
    owner: Owner,
    now: Now,
) -> Response:
    """A smaller sheet with a zone's newest code."""
    found, there, code = arrange_zones.find_zone(session, VenueId(venue), owner, ZoneId(zone))
    content = print_sheet.print_sheet(
        kind,
        found,
        code,
        public_url=ghe.settings.public_url,
        keys=ghe.keys,
        policy=ghe.policy,
        vietnamese=words.gettext("vi"),
        form=form,
        now=now,
        zone=there,
    )
    return file_answer(content, form, f"ghe-{kind}-{code.code[-5:]}")

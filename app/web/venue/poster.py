"""An owner prints the poster."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.domain.ids import VenueId
from app.usecases import print_poster, view_venue
from app.usecases.sheet_file import SheetForm
from app.web import words
from app.web.deps import Ghe, Now, Owner, Reading
from qr.paper import Paper

router = APIRouter(prefix="/venue", include_in_schema=False)

_PAPERS: Final = {"a4": Paper.A4, "a5": Paper.A5}


@router.get("/{venue}/poster.{form}", name="poster")
def poster(
    venue: UUID,
    form: SheetForm,
    ghe: Ghe,
    session: Reading,
    owner: Owner,
    now: Now,
    paper: Annotated[str, Query(pattern="^a[45]$")] = "a4",
) -> Response:
    """The poster of the newest code."""
    view = view_venue.view_venue(session, VenueId(venue), owner, keys=ghe.keys, policy=ghe.policy, now=now)
    code = view.codes[0]
    content = print_poster.print_poster(
        view.venue,
        code,
        parent=view.parent,
        public_url=ghe.settings.public_url,
        keys=ghe.keys,
        policy=ghe.policy,
        vietnamese=words.gettext("vi"),
        form=form,
        paper=_PAPERS[paper],
        now=now,
    )
    return file_answer(content, form, f"ghe-{code.code[-5:]}")


def file_answer(content: bytes, form: SheetForm, name: str) -> Response:
    """A sheet to look at and print; a drawing is kept, since a browser would run what it opens."""
    media = {"pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml"}[form]
    way = "attachment" if form is SheetForm.SVG else "inline"
    return Response(
        content, media_type=media, headers={"content-disposition": f'{way}; filename="{name}.{form}"'}
    )

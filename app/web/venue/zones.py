"""An owner divides a venue into zones or tables and prints a code for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import InputRefused, NameNotPrintable, Problem
from app.domain.ids import OwnerId, VenueId, ZoneId
from app.domain.typed_codes import grouped_typed
from app.store.db import Session
from app.usecases import arrange_zones
from app.web import pages, words
from app.web.deps import Ghe, Now, Owner, Reading, Writing
from app.web.forms import whole_number
from app.web.problems import problem_words
from app.web.state import Installation
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

router = APIRouter(prefix="/venue/{venue}/zones", include_in_schema=False)

_TABLE: Final = N_("Dining table")
"""What tables are called on the page of a Vietnamese city, whatever the owner's language: guests read it."""
Typed = Annotated[str, Form(max_length=400)]


@router.get("", name="zones")
def zones_page(request: Request, venue: UUID, ghe: Ghe, session: Reading, owner: Owner) -> HTMLResponse:
    """The zones that there are."""
    return _page(request, ghe, session, VenueId(venue), owner)


@router.post("", name="add_zone")
def add_zone(
    request: Request,
    venue: UUID,
    ghe: Ghe,
    session: Writing,
    owner: Owner,
    now: Now,
    name: Typed = "",
    capacity: Typed = "",
) -> Response:
    """One more zone."""
    try:
        arrange_zones.add_zone(session, VenueId(venue), owner, name, _capacity(capacity), now=now)
    except (InputRefused, NameNotPrintable) as refused:
        typed = {"name": name, "capacity": capacity}
        return _page(request, ghe, session, VenueId(venue), owner, refused=refused, typed=typed)
    return _back(request, venue)


@router.post("/tables", name="add_tables")
def add_tables(
    request: Request, venue: UUID, ghe: Ghe, session: Writing, owner: Owner, now: Now, count: Typed = ""
) -> Response:
    """Tables 1 to n in one step."""
    try:
        wanted = _count(count)
        word = words.gettext("vi")(_TABLE)
        arrange_zones.add_tables(session, VenueId(venue), owner, word, wanted, now=now)
    except InputRefused as refused:
        return _page(request, ghe, session, VenueId(venue), owner, refused=refused, typed={"count": count})
    return _back(request, venue)


@router.get("/{zone}", name="zone")
def zone_page(
    request: Request, venue: UUID, zone: UUID, ghe: Ghe, session: Reading, owner: Owner
) -> HTMLResponse:
    """One zone: its code, its sheets, its name."""
    return _zone_page(request, ghe, session, VenueId(venue), ZoneId(zone), owner)


@router.post("/{zone}", name="rename_zone")
def rename_zone(
    request: Request,
    venue: UUID,
    zone: UUID,
    ghe: Ghe,
    session: Writing,
    owner: Owner,
    name: Typed = "",
    capacity: Typed = "",
) -> Response:
    """Another name or capacity."""
    try:
        arrange_zones.rename_zone(session, VenueId(venue), owner, ZoneId(zone), name, _capacity(capacity))
    except (InputRefused, NameNotPrintable) as refused:
        typed = {"name": name, "capacity": capacity}
        return _zone_page(
            request, ghe, session, VenueId(venue), ZoneId(zone), owner, refused=refused, typed=typed
        )
    return _back(request, venue)


@router.post("/{zone}/remove", name="remove_zone")
def remove_zone(
    request: Request, venue: UUID, zone: UUID, session: Writing, owner: Owner, now: Now
) -> Response:
    """End the zone and its code."""
    arrange_zones.remove_zone(session, VenueId(venue), owner, ZoneId(zone), now=now)
    return _back(request, venue)


def _count(text: str) -> int:
    """The number typed.

    Raises:
        InputRefused: it is no number, or nothing.
    """
    number = whole_number(text)
    if number is None:
        raise InputRefused([Problem("count", "number" if text.strip() else "missing")])
    return number


def _capacity(text: str) -> int | None:
    """The number typed, or none.

    Raises:
        InputRefused: it is no number.
    """
    number = whole_number(text)
    if number is None and text.strip():
        raise InputRefused([Problem("capacity", "number")])
    return number


def _back(request: Request, venue: UUID) -> Response:
    return RedirectResponse(f"/venue/{venue}/zones{pages.kept_language(request)}", 303)


def _wrong(request: Request, refused: InputRefused | NameNotPrintable | None) -> Sequence[tuple[str, str]]:
    translate = words.gettext(words.language(request))
    if refused is None:
        return ()
    if isinstance(refused, NameNotPrintable):
        problem = Problem("name", "unprintable", (("characters", refused.characters),))
        return [("name", problem_words(problem, translate))]
    return [(p.field, problem_words(p, translate)) for p in refused.problems]


def _again(request: Request, typed: dict[str, str] | None) -> pages.Again | None:
    """What was typed, to be said wrong in the other language too."""
    return None if typed is None else pages.Again(request.url.path, list(typed.items()))


def _page(
    request: Request,
    ghe: Installation,
    session: Session,
    venue: VenueId,
    owner: OwnerId,
    *,
    refused: InputRefused | NameNotPrintable | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    found, coded = arrange_zones.zones_of(session, venue, owner)
    return pages.render(
        request,
        "venue/zones.html",
        policy=ghe.policy,
        status=400 if refused else 200,
        errors=_wrong(request, refused),
        again=_again(request, typed),
        venue=found,
        zones=[(zone, grouped_typed(code.typed)) for zone, code in coded],
        table=words.gettext("vi")(_TABLE),
        typed={"name": "", "capacity": "", "count": ""} | (typed or {}),
        page_class="venue",
    )


def _zone_page(
    request: Request,
    ghe: Installation,
    session: Session,
    venue: VenueId,
    zone: ZoneId,
    owner: OwnerId,
    *,
    refused: InputRefused | NameNotPrintable | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    found, there, code = arrange_zones.find_zone(session, venue, owner, zone)
    kept = {"name": there.name, "capacity": str(there.capacity or "")}
    return pages.render(
        request,
        "venue/zone.html",
        policy=ghe.policy,
        status=400 if refused else 200,
        errors=_wrong(request, refused),
        again=_again(request, typed),
        venue=found,
        zone=there,
        code=code,
        typed_code=grouped_typed(code.typed),
        host=ghe.settings.public_url.partition("//")[2],
        typed=typed or kept,
        page_class="venue",
    )

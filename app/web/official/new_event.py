"""An official opens an event: finds the venue, says when it was and why it is looked into."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.contacts import checked_reason
from app.domain.errors import InputRefused, Problem
from app.domain.ids import EventId, VenueId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.store.db import Session
from app.usecases import open_event
from app.usecases.list_diseases import list_diseases
from app.web import words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official.access import needs
from app.web.official.case_forms import Posted, typed
from app.web.official.events import back_to_event
from app.web.official.tracing_forms import read_stay
from app.web.official.work_page import work_page
from app.web.state import Installation

router = APIRouter(prefix="/official/events", include_in_schema=False)

_GIVEN: Final = ("venue", "disease", "day-day", "day-month", "day-year", "entered", "left")
"""What a page that leads here may fill in, under the names of the form."""
Opener = Annotated[Official, Depends(needs(Permission.OPEN_EVENT))]


@router.get("/new", name="new_event")
def new_event(
    request: Request,
    ghe: Ghe,
    session: Reading,
    official: Opener,
    q: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    """Find the venue, then say when and why."""
    given = {name: request.query_params[name][:100] for name in _GIVEN if name in request.query_params}
    return _page(request, ghe, session, official, {"id": str(uuid4()), "q": q} | given)


@router.post("/new", name="open_event")
def open_one(
    request: Request, ghe: Ghe, session: Writing, official: Opener, form: Posted, now: Now
) -> Response:
    """Open the event."""
    posted = typed(form)
    event = _event_id(posted)
    try:
        venue, start, end = _when(posted, ghe)
        opened = open_event.open_event(
            session,
            official,
            event,
            venue,
            disease=posted.get("disease", ""),
            start=start,
            end=end,
            reason=posted.get("reason", ""),
            policy=ghe.policy,
            now=now,
        )
    except InputRefused as refused:
        return _page(request, ghe, session, official, posted, refused)
    return back_to_event(request, opened.id)


def _event_id(posted: Mapping[str, str]) -> EventId:
    """The id that the form came with.

    Raises:
        InputRefused: the form was damaged on its way.
    """
    try:
        return EventId(UUID(posted.get("id", "")))
    except ValueError:
        raise InputRefused([Problem("id", "form")]) from None


def _when(posted: Mapping[str, str], ghe: Installation) -> tuple[VenueId, datetime, datetime]:
    """Where and from when to when, in UTC: Python subtracts two times of one zone by the wall clock.

    Raises:
        InputRefused: what is wrong with them, and with the reason beside them.
    """
    try:
        venue, start, end = read_stay(posted, ghe.policy)
    except InputRefused as refused:
        problems = list(refused.problems)
        try:
            checked_reason(posted.get("reason", ""))
        except InputRefused as also:
            problems += also.problems
        raise InputRefused(problems) from None
    return venue, start.astimezone(UTC), end.astimezone(UTC)


def _page(
    request: Request,
    ghe: Installation,
    session: Session,
    official: Official,
    posted: Mapping[str, str],
    refused: InputRefused | None = None,
) -> HTMLResponse:
    q = posted.get("q", "")
    try:
        chosen = VenueId(UUID(posted.get("venue", "")))
    except ValueError:
        chosen = None
    return work_page(
        request,
        ghe,
        "official/new_event.html",
        official,
        refused=refused,
        q=q,
        posted=posted,
        venues=open_event.find_venues(session, official, q, chosen),
        diseases=list_diseases(session, words.language(request)).items(),
    )

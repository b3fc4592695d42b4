"""Events: the list, one event with who was there, its trace, its approval."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.ids import EventId
from app.domain.notices import Ground
from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases import approve_event, list_events, trace_event, undo_event_trace, view_event, view_notices
from app.web import pages, words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official.access import needs
from app.web.official.event_words import person_row
from app.web.official.work_page import work_page

router = APIRouter(prefix="/official/events", include_in_schema=False)

Reader = Annotated[Official, Depends(needs(Permission.READ_EVENT))]
Tracer = Annotated[Official, Depends(needs(Permission.TRACE_EVENT))]
Approver = Annotated[Official, Depends(needs(Permission.APPROVE_EVENT))]

PAGE: Final = 100
"""People on one page of the list."""


@router.get("", name="events")
def events(
    request: Request,
    ghe: Ghe,
    session: Reading,
    official: Reader,
    after: Annotated[str, Query(max_length=80)] = "",
) -> HTMLResponse:
    """The official's events, the last opened first."""
    lines = list_events.list_events(session, official, after=_cursor(after))
    last = lines[list_events.PAGE - 1].event if len(lines) > list_events.PAGE else None
    return work_page(
        request,
        ghe,
        "official/events.html",
        official,
        lines=lines[: list_events.PAGE],
        next_after="" if last is None else f"{last.opened_at.isoformat()}_{last.id}",
    )


@router.get("/{event}", name="event")
def event(
    request: Request,
    event: UUID,
    ghe: Ghe,
    session: Reading,
    official: Reader,
    now: Now,
    first: Annotated[int, Query(alias="from", ge=1)] = 1,
) -> HTMLResponse:
    """The event: what is asked, how many were there and, once that is approved, who. It is written down."""
    with ghe.database.writing() as recording:
        view_event.record_event_reading(recording, official, EventId(event), now=now)
    view = view_event.view_event(session, official, EventId(event))
    lang = words.language(request)
    translate = words.gettext(lang)
    shown = (view.listed or [])[first - 1 : first - 1 + PAGE]
    return work_page(
        request,
        ghe,
        "official/event.html",
        official,
        view=view,
        people=[
            person_row(rank, person, translate, lang, ghe.policy)
            for rank, person in enumerate(shown, start=first)
        ],
        told=(
            view_notices.view_notices(session, official, Ground(event=EventId(event)), ghe.policy)
            if official.may(Permission.SEND_NOTICE) and view.event.approved_by is not None
            else None
        ),
        first=first,
        next_from=first + PAGE if len(view.listed or []) >= first + PAGE else None,
    )


@router.post("/{event}/trace", name="trace_event")
def trace(request: Request, event: UUID, ghe: Ghe, session: Writing, official: Tracer, now: Now) -> Response:
    """List who was there."""
    trace_event.trace_event(session, official, EventId(event), keys=ghe.keys, policy=ghe.policy, now=now)
    return back_to_event(request, event, "#people")


@router.post("/{event}/trace/undo", name="undo_event_trace")
def undo(request: Request, event: UUID, session: Writing, official: Tracer, now: Now) -> Response:
    """Put the newest trace aside."""
    undo_event_trace.undo_event_trace(session, official, EventId(event), now=now)
    return back_to_event(request, event, "#people")


@router.post("/{event}/approve", name="approve_event")
def approve(request: Request, event: UUID, session: Writing, official: Approver, now: Now) -> Response:
    """Let those who trace see who was there."""
    approve_event.approve_event(session, official, EventId(event), now=now)
    return back_to_event(request, event)


def back_to_event(request: Request, event: UUID, part: str = "") -> RedirectResponse:
    """To the event's page, or to a part of it, after something was done."""
    return RedirectResponse(f"/official/events/{event}{pages.kept_language(request)}{part}", 303)


def _cursor(after: str) -> tuple[datetime, UUID] | None:
    moment, _, last = after.partition("_")
    try:
        return datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        return None

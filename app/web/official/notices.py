"""A tracer tells contacts of an exposure: choose, look at it as people read it, send, correct, withdraw.

The same pages for a case and for an approved event. What is shown here are numbers of people, never who.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import CaseUnknown, InputRefused, Problem
from app.domain.ids import CaseId, EventId
from app.domain.notices import UNDO_WITHIN, Advice, Draft, Ground, draft
from app.domain.officials import Official
from app.domain.roles import Permission
from app.store.db import Session
from app.usecases import send_notices, view_notices, withdraw_notices
from app.usecases.gather_notices import find_reach, find_threads, thread_of
from app.web import pages, words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.notice_words import preview_messages
from app.web.official.access import needs
from app.web.official.case_forms import Posted, typed
from app.web.official.work_page import work_page
from app.web.state import Installation
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

router = APIRouter(include_in_schema=False)

Sender = Annotated[Official, Depends(needs(Permission.SEND_NOTICE))]

ADVICE_NAMES: Final = {
    Advice.WATCH: N_("Watch for symptoms"),
    Advice.TEST: N_("Take a test"),
    Advice.STAY_HOME: N_("Stay at home and call"),
    Advice.NOTHING: N_("Nothing to do"),
}
"""For officials, who choose."""

_CASE: Final = "/official/cases/{case}/notices"
_EVENT: Final = "/official/events/{event}/notices"


def _ground(request: Request) -> Ground:
    """What the address speaks of.

    Raises:
        CaseUnknown: it holds no id.
    """
    given = request.path_params
    try:
        if "case" in given:
            return Ground(case=CaseId(UUID(given["case"])))
        return Ground(event=EventId(UUID(given["event"])))
    except ValueError:
        raise CaseUnknown("malformed") from None


Of = Annotated[Ground, Depends(_ground)]


def here(ground: Ground) -> str:
    """The page of a case, or of an event."""
    return f"/official/cases/{ground.case}" if ground.case else f"/official/events/{ground.event}"


@router.get(_CASE, name="case_notices")
@router.get(_EVENT, name="event_notices")
def notices(request: Request, of: Of, ghe: Ghe, session: Reading, official: Sender, now: Now) -> HTMLResponse:
    """What people were told, in which version, and how many have read it."""
    return _list(request, of, ghe, session, official, now)


@router.get(_CASE + "/new", name="new_case_notice")
@router.get(_EVENT + "/new", name="new_event_notice")
def new_notice(
    request: Request,
    of: Of,
    ghe: Ghe,
    session: Reading,
    official: Sender,
    corrects: Annotated[UUID | None, Query()] = None,
) -> HTMLResponse:
    """The form: what to do, for how many days; a correction begins with what was sent."""
    reach = find_reach(session, official, of, ghe.policy)
    thread = thread_of(find_threads(session, of), corrects) if corrects else None
    sent = (
        {} if thread is None else {"advice": thread.head.draft.advice.value, "place": thread.head.draft.place}
    )
    days = reach.disease.follow_up_days if thread is None else thread.head.draft.days
    posted = {"days": str(days), "corrects": str(corrects or ""), "sending": str(uuid4()), **sent}
    return _form(request, of, ghe, session, official, posted)


@router.post(_CASE + "/preview", name="preview_case_notice")
@router.post(_EVENT + "/preview", name="preview_event_notice")
def preview(
    request: Request, of: Of, ghe: Ghe, session: Reading, official: Sender, form: Posted, now: Now
) -> HTMLResponse:
    """The notice in the words that people read, in both languages, and to how many it goes."""
    posted = typed(form)
    try:
        written = _draft(posted)
    except InputRefused as refused:
        return _form(request, of, ghe, session, official, posted, refused)
    ready = send_notices.preview_notices(
        session, official, of, written, corrects=_uuid(posted.get("corrects", "")), policy=ghe.policy, now=now
    )
    return work_page(
        request,
        ghe,
        "official/notice_preview.html",
        official,
        reach=ready.reach,
        corrects=ready.corrects,
        people=len(ready.told),
        messages=preview_messages(ready, written, ghe.policy.hotline),
        shows_at=now + UNDO_WITHIN,
        posted=posted,
        here=here(of),
    )


@router.post(_CASE, name="send_case_notice")
@router.post(_EVENT, name="send_event_notice")
def send(
    request: Request, of: Of, ghe: Ghe, session: Writing, official: Sender, form: Posted, now: Now
) -> Response:
    """Send what was looked at."""
    posted = typed(form)
    try:
        send_notices.send_notices(
            session,
            official,
            of,
            _draft(posted),
            sending=_uuid(posted.get("sending", "")) or uuid4(),
            corrects=_uuid(posted.get("corrects", "")),
            policy=ghe.policy,
            now=now,
        )
    except InputRefused as refused:
        return _form(request, of, ghe, session, official, posted, refused)
    return _back(request, of)


@router.post(_CASE + "/{sending}/take-back", name="take_back_case_notice")
@router.post(_EVENT + "/{sending}/take-back", name="take_back_event_notice")
def take_back(
    request: Request, of: Of, sending: UUID, ghe: Ghe, session: Writing, official: Sender, now: Now
) -> Response:
    """Take back what nobody could read yet."""
    withdraw_notices.take_back_notices(session, official, of, sending, policy=ghe.policy, now=now)
    return _back(request, of)


@router.post(_CASE + "/{sending}/withdraw", name="withdraw_case_notice")
@router.post(_EVENT + "/{sending}/withdraw", name="withdraw_event_notice")
def withdraw(
    request: Request,
    of: Of,
    sending: UUID,
    ghe: Ghe,
    session: Writing,
    official: Sender,
    form: Posted,
    now: Now,
) -> Response:
    """Say to people that their notice no longer counts."""
    posted = typed(form)
    try:
        withdraw_notices.withdraw_notices(
            session,
            official,
            of,
            sending,
            only_strayed=posted.get("who") == "strayed",
            reason=posted.get("reason", ""),
            withdrawal=_uuid(posted.get("withdrawal", "")) or uuid4(),
            policy=ghe.policy,
            now=now,
        )
    except InputRefused as refused:
        named = InputRefused([Problem(f"reason-{sending}", p.kind, p.values) for p in refused.problems])
        return _list(request, of, ghe, session, official, now, named, posted)
    return _back(request, of)


def _list(
    request: Request,
    of: Ground,
    ghe: Installation,
    session: Session,
    official: Official,
    now: datetime,
    refused: InputRefused | None = None,
    posted: Mapping[str, str] | None = None,
) -> HTMLResponse:
    return work_page(
        request,
        ghe,
        "official/notices.html",
        official,
        refused=refused,
        view=view_notices.view_notices(session, official, of, ghe.policy),
        advice_names=ADVICE_NAMES,
        here=here(of),
        now=now,
        posted=posted or {},
        new_id=lambda: str(uuid4()),
        minutes=UNDO_WITHIN.seconds // 60,
    )


def _form(
    request: Request,
    of: Ground,
    ghe: Installation,
    session: Session,
    official: Official,
    posted: Mapping[str, str],
    refused: InputRefused | None = None,
) -> HTMLResponse:
    translate = words.gettext(words.language(request))
    return work_page(
        request,
        ghe,
        "official/notice_form.html",
        official,
        refused=refused,
        reach=find_reach(session, official, of, ghe.policy),
        choices=[(advice.value, translate(name), "") for advice, name in ADVICE_NAMES.items()],
        posted=posted,
        here=here(of),
    )


def _draft(posted: Mapping[str, str]) -> Draft:
    return draft(
        posted.get("advice", ""), posted.get("days", ""), posted.get("place", ""), posted.get("reason", "")
    )


def _back(request: Request, of: Ground) -> RedirectResponse:
    return RedirectResponse(f"{here(of)}/notices{pages.kept_language(request)}", 303)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

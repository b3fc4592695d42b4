"""My data: the first page, a lost phone, and what ends or begins a browser's right to see it."""

from __future__ import annotations

from contextlib import suppress

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.domain.join_errors import NobodyHere
from app.domain.recovery_codes import grouped_recovery
from app.usecases.end_other_browsers import end_other_browsers
from app.usecases.read_notices import count_unread
from app.usecases.recover_person import make_recovery_code
from app.usecases.show_own_visits import summarise
from app.usecases.unlink_browser import unlink_browser
from app.web import cookies
from app.web.citizen.my_device import ByCookie, Mine, Posted
from app.web.citizen.my_page import my_page, start_page
from app.web.deps import Ghe, Now, Reading, Writing

router = APIRouter(prefix="/my", include_in_schema=False)


@router.get("", name="my")
def my(request: Request, ghe: Ghe, session: Reading, mine: ByCookie, now: Now) -> HTMLResponse:
    """How much is kept; no place is named here."""
    summary = None
    with suppress(NobodyHere):
        summary = summarise(session, mine.device, keys=ghe.keys)
    return start_page(request, ghe, mine, summary, unread=count_unread(session, mine.device, now=now))


@router.post("", name="my_by_code")
def my_by_code(request: Request, ghe: Ghe, session: Reading, mine: Posted, now: Now) -> HTMLResponse:
    """The same for a browser without cookies, which posts its recovery code."""
    return my(request, ghe, session, mine, now)


@router.get("/lost", name="lost_phone")
def lost(request: Request, ghe: Ghe, mine: ByCookie) -> HTMLResponse:
    """What to do when a phone is gone."""
    return my_page(request, ghe, "citizen/my_lost.html", mine, ended=None)


@router.post("/lost", name="lost_phone_by_code")
def lost_by_code(request: Request, ghe: Ghe, mine: Posted) -> HTMLResponse:
    """The same for a browser without cookies."""
    return lost(request, ghe, mine)


@router.post("/lost/end-others", name="end_other_browsers")
def end_others(request: Request, ghe: Ghe, session: Writing, mine: Posted) -> HTMLResponse:
    """Nothing but this browser speaks for this person any more."""
    ended = end_other_browsers(session, mine.device)
    return my_page(request, ghe, "citizen/my_lost.html", mine, shown_once=True, ended=ended)


@router.post("/recovery-code", name="make_recovery_code")
def recovery_code(request: Request, ghe: Ghe, session: Writing, mine: Posted) -> HTMLResponse:
    """A new recovery code, shown once."""
    code = grouped_recovery(make_recovery_code(session, mine.device))
    return my_page(request, ghe, "citizen/my_recovery_code.html", mine, shown_once=True, code=code)


@router.post("/unlink", name="unlink_browser")
def unlink(request: Request, ghe: Ghe, session: Writing, mine: Posted) -> HTMLResponse:
    """This browser begins anew."""
    unlink_browser(session, mine.device)
    page = my_page(request, ghe, "citizen/my_unlinked.html", Mine(None), shown_once=True)
    cookies.drop(page, cookies.DEVICE)
    return page

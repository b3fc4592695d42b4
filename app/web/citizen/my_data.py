"""Who opened my details, taking my data away, and deleting everything."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.privacy import PRIVACY_NOTICE
from app.store.notices import Notice
from app.usecases.delete_person import delete_person
from app.usecases.export_own_data import export_own_data
from app.usecases.list_openings import list_openings
from app.usecases.show_own_visits import summarise
from app.web import cookies, words
from app.web.citizen.my_device import ByCookie, Mine, Posted
from app.web.citizen.my_page import my_page
from app.web.citizen.my_visits import lines_of
from app.web.citizen.my_words import KINDS
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.notice_words import NO_LONGER, message
from app.web.own_data import own_data_out

router = APIRouter(prefix="/my", include_in_schema=False)

_WIPED: Final = '"storage"'
"""What a browser forgets as well: the diary, its own copy of the details, what waits to be sent."""


@router.get("/openings", name="my_openings")
def openings(request: Request, ghe: Ghe, session: Reading, mine: ByCookie) -> HTMLResponse:
    """When, whose official, and for which disease."""
    found = list_openings(session, mine.device, policy=ghe.policy)
    language = words.language(request)
    rows = [(one, one.disease.called(language)) for one in found]
    return my_page(request, ghe, "citizen/my_openings.html", mine, openings=rows)


@router.post("/openings", name="my_openings_by_code")
def openings_by_code(request: Request, ghe: Ghe, session: Reading, mine: Posted) -> HTMLResponse:
    """The same for a browser without cookies."""
    return openings(request, ghe, session, mine)


@router.get("/export", name="my_export")
def export(request: Request, ghe: Ghe, session: Reading, mine: ByCookie, now: Now) -> HTMLResponse:
    """Everything on one page, to be read or printed."""
    data = export_own_data(session, mine.device, keys=ghe.keys, policy=ghe.policy, now=now)
    language = words.language(request)
    translate = words.gettext(language)
    return my_page(
        request,
        ghe,
        "citizen/my_export.html",
        mine,
        data=data,
        lines=lines_of(data.visits, translate),
        days=[words.calendar(day) for day in data.contact_days],
        openings=[(one, one.disease.called(language)) for one in data.openings],
        notices=[
            (notice.published_at, _said(notice, language, ghe.policy.hotline)) for notice in data.notices
        ],
        joined=[(translate(KINDS[one.kind]), one.joined_at) for one in data.joined],
        privacy_notice=PRIVACY_NOTICE,
        now=now,
    )


def _said(notice: Notice, language: str, hotline: str) -> str:
    """One version of a notice as one line."""
    if notice.sending is not None and notice.sending.withdraws:
        return words.gettext(language)(NO_LONGER[0])
    told = message(notice, None, language, hotline)
    return " ".join(part for part in (f"{told.heading}.", told.where, told.action, told.call) if part)


@router.post("/export", name="my_export_by_code")
def export_by_code(request: Request, ghe: Ghe, session: Reading, mine: Posted, now: Now) -> HTMLResponse:
    """The same for a browser without cookies."""
    return export(request, ghe, session, mine, now)


@router.post("/export.json", name="my_export_json")
def export_json(ghe: Ghe, session: Reading, mine: Posted, now: Now) -> Response:
    """The same as a file for programs: the document of /api/v1/my-data."""
    data = export_own_data(session, mine.device, keys=ghe.keys, policy=ghe.policy, now=now)
    body = own_data_out(data, ghe.policy, exported_at=now).model_dump_json(indent=2)
    headers = {"content-disposition": 'attachment; filename="ghe-my-data.json"'}
    return Response(body, headers=headers, media_type="application/json")


@router.get("/delete", name="my_delete")
def ask_to_delete(request: Request, ghe: Ghe, session: Reading, mine: ByCookie) -> HTMLResponse:
    """What would be gone, and what stays."""
    summary = summarise(session, mine.device, keys=ghe.keys)
    return my_page(request, ghe, "citizen/my_delete.html", mine, summary=summary)


@router.post("/delete", name="my_delete_by_code")
def ask_to_delete_by_code(request: Request, ghe: Ghe, session: Reading, mine: Posted) -> HTMLResponse:
    """The same for a browser without cookies."""
    return ask_to_delete(request, ghe, session, mine)


@router.post("/delete/everything", name="delete_person")
def delete(request: Request, ghe: Ghe, session: Writing, mine: Posted, now: Now) -> HTMLResponse:
    """Everything that can be gone is gone; this browser is a new one from here."""
    deleted = delete_person(session, mine.device, keys=ghe.keys, now=now)
    page = my_page(
        request, ghe, "citizen/my_deleted.html", Mine(None), shown_once=True, deleted=deleted, now=now
    )
    cookies.drop(page, cookies.DEVICE)
    page.headers["clear-site-data"] = _WIPED
    return page

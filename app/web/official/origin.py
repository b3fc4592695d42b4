"""Where a case was infected, and by whom: the likely ones, and what an official says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.cases import CaseState
from app.domain.errors import InputRefused, Problem
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.store.db import Session
from app.usecases import name_infector, undo_infector, view_case, view_origin
from app.usecases.view_origin import Candidate, OriginView
from app.web import words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official import link_words
from app.web.official.access import needs
from app.web.official.case_forms import Posted, typed
from app.web.official.work_page import work_page
from app.web.pages import kept_language
from app.web.state import Installation

router = APIRouter(prefix="/official/cases/{case}/origin", include_in_schema=False)

Reader = Annotated[Official, Depends(needs(Permission.READ_CASE))]
Namer = Annotated[Official, Depends(needs(Permission.NAME_INFECTOR))]
NONE_OF_THESE = "none"
_SHOWN = 10
"""Cases that are listed at most, of the likely and of the impossible."""


@router.get("", name="origin")
def origin(
    request: Request, case: UUID, ghe: Ghe, session: Reading, official: Reader, now: Now
) -> HTMLResponse:
    """Backward from the case. Reading it is reading the case, and is written down."""
    with ghe.database.writing() as recording:
        view_case.record_reading(recording, official, CaseId(case), now=now)
    return _page(request, ghe, session, official, CaseId(case), now=now)


@router.post("", name="name_infector")
def name(
    request: Request, case: UUID, ghe: Ghe, session: Writing, official: Namer, form: Posted, now: Now
) -> Response:
    """Say who infected the case."""
    posted = typed(form)
    try:
        name_infector.name_infector(
            session,
            official,
            CaseId(case),
            _chosen(posted),
            reference=posted.get("reference", ""),
            reason=posted.get("reason", ""),
            now=now,
        )
    except InputRefused as refused:
        return _page(request, ghe, session, official, CaseId(case), now=now, refused=refused, posted=posted)
    return _back(request, case)


@router.post("/undo", name="undo_infector")
def undo(request: Request, case: UUID, session: Writing, official: Namer, now: Now) -> Response:
    """Put that aside."""
    undo_infector.undo_infector(session, official, CaseId(case), now=now)
    return _back(request, case)


def _chosen(posted: Mapping[str, str]) -> CaseId | None:
    """The case that was chosen; None where none of them is, or another is named by its reference.

    Raises:
        InputRefused: nothing was chosen.
    """
    chosen = posted.get("infector", "")
    if chosen == NONE_OF_THESE or posted.get("reference", "").strip():
        return None
    try:
        return CaseId(UUID(chosen))
    except ValueError:
        raise InputRefused([Problem("infector", "choose_infector")]) from None


def _back(request: Request, case: UUID) -> RedirectResponse:
    return RedirectResponse(f"/official/cases/{case}/origin{kept_language(request)}#infectors", 303)


def _page(
    request: Request,
    ghe: Installation,
    session: Session,
    official: Official,
    case: CaseId,
    *,
    now: datetime,
    refused: InputRefused | None = None,
    posted: Mapping[str, str] = MappingProxyType({}),
) -> HTMLResponse:
    view = view_origin.view_origin(session, official, case, keys=ghe.keys, policy=ghe.policy, now=now)
    translate = words.gettext(words.language(request))
    return work_page(
        request,
        ghe,
        "official/origin.html",
        official,
        refused=refused,
        view=view,
        posted=posted,
        none_of_these=NONE_OF_THESE,
        may_name=view.case.state is CaseState.OPEN and official.may(Permission.NAME_INFECTOR),
        gatherings=_gatherings(request, ghe, official, view, translate),
        likely=[_candidate(one, view, translate, ghe) for one in view.likely[:_SHOWN]],
        more_likely=max(len(view.likely) - _SHOWN, 0),
        impossible=[_candidate(one, view, translate, ghe) for one in view.impossible[:_SHOWN]],
        more_impossible=max(len(view.impossible) - _SHOWN, 0),
        unknown=link_words.percent(view.unknown, translate),
    )


def _gatherings(
    request: Request, ghe: Installation, official: Official, view: OriginView, translate: words.Gettext
) -> list[dict[str, object]]:
    kept = kept_language(request)
    rows: list[dict[str, object]] = []
    for one in view.gatherings:
        visit, venue = one.venue, view.venues[one.venue.venue]
        opens = (
            official.may(Permission.OPEN_EVENT)
            and venue.id in view.open_to_event
            and link_words.can_be_traced(one.span, view.kept_from, ghe.policy)
        )
        rows.append(
            {
                "venue": venue,
                "visit": visit,
                "band": link_words.band(one.share, translate),
                "event": link_words.event_address(venue, view.case.disease, ghe.policy, kept, one.span)
                if opens
                else "",
            }
        )
    return rows


def _candidate(
    one: Candidate, view: OriginView, translate: words.Gettext, ghe: Installation
) -> dict[str, object]:
    met, more = link_words.meetings(one.exposures, view.venues, translate, ghe.policy)
    return {
        "case": one.case,
        "band": link_words.band(one.weight, translate),
        "percent": link_words.percent(one.weight, translate),
        "apart": link_words.apart(one.apart, translate),
        "met": met,
        "more": more,
        "reasons": link_words.reasons(one.reasons, one.exposures, translate),
    }

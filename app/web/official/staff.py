"""An administrator's page: who the officials are, a new one, a new link, disabled and enabled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import InputRefused
from app.domain.ids import OfficialId
from app.domain.officials import Official
from app.domain.roles import Permission
from app.store.db import Session
from app.usecases import add_official, disable_official, issue_link, list_officials
from app.web import pages, words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official.access import needs
from app.web.official.frame import ROLES, frame
from app.web.official.link_page import link_page
from app.web.official.official_form import OfficialForm
from app.web.pages import kept_language
from app.web.problems import problem_words
from app.web.state import Installation

router = APIRouter(prefix="/official/staff", include_in_schema=False)

Manager = Annotated[Official, Depends(needs(Permission.MANAGE_OFFICIALS))]


@router.get("", name="staff")
def staff(
    request: Request,
    ghe: Ghe,
    session: Reading,
    manager: Manager,
    after: Annotated[str, Query(max_length=60)] = "",
) -> HTMLResponse:
    """Everybody, by user name."""
    return _list(request, ghe, session, manager, OfficialForm(), after=after)


@router.post("", name="add_official")
def add(
    request: Request,
    ghe: Ghe,
    session: Writing,
    manager: Manager,
    form: Annotated[OfficialForm, Form()],
    now: Now,
) -> Response:
    """Add one and show the link, this once."""
    try:
        link = add_official.add_official(session, form.read(), by=manager.id, now=now)
    except InputRefused as refused:
        translate = words.gettext(words.language(request))
        problems = [(p.field, problem_words(p, translate)) for p in refused.problems]
        return _list(request, ghe, session, manager, form, errors=problems)
    return link_page(request, ghe, manager, link)


@router.post("/{official}/link", name="new_official_link")
def new_link(
    request: Request, official: UUID, ghe: Ghe, session: Writing, manager: Manager, now: Now
) -> Response:
    """A new link, shown this once."""
    link = issue_link.new_link(session, OfficialId(official), by=manager.id, now=now)
    return link_page(request, ghe, manager, link)


@router.post("/{official}/disable", name="disable_official")
def disable(request: Request, official: UUID, session: Writing, manager: Manager, now: Now) -> Response:
    """Take an account out of service."""
    disable_official.disable(session, OfficialId(official), by=manager.id, now=now)
    return _back(request)


@router.post("/{official}/enable", name="enable_official")
def enable(request: Request, official: UUID, session: Writing, manager: Manager, now: Now) -> Response:
    """Take it back."""
    disable_official.enable(session, OfficialId(official), by=manager.id, now=now)
    return _back(request)


def _list(
    request: Request,
    ghe: Installation,
    session: Session,
    manager: Official,
    form: OfficialForm,
    *,
    after: str = "",
    errors: Sequence[tuple[str, str]] = (),
) -> HTMLResponse:
    translate = words.gettext(words.language(request))
    shown, next_after = list_officials.list_officials(session, after=after)
    return pages.render(
        request,
        "official/staff.html",
        policy=ghe.policy,
        status=400 if errors else 200,
        errors=errors,
        form=form,
        people=shown,
        roles={role: translate(label) for role, label in ROLES.items()},
        after=after,
        next_after=next_after,
        **frame(request, manager),
    )


def _back(request: Request) -> Response:
    return RedirectResponse(f"/official/staff{kept_language(request)}", 303)

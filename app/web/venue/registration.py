"""An owner registers a venue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import InputRefused
from app.domain.ids import VenueId
from app.usecases import register_venue, sign_in_owner
from app.web import cookies, guesses, pages, words
from app.web.deps import Ghe, MaybeOwner, Now, Writing
from app.web.kinds import VENTILATIONS, VENUE_KINDS, WEEKDAYS
from app.web.problems import problem_words
from app.web.read_registration import read_registration
from app.web.registration_form import MISSING, RegistrationForm, blank
from app.web.state import Installation

router = APIRouter(prefix="/venue", include_in_schema=False)


@router.get("/new", name="new_venue")
def new_venue(request: Request, ghe: Ghe) -> HTMLResponse:
    """The registration form."""
    return _form_page(request, ghe, blank(uuid4()))


@router.post("/new", name="register_venue")
def register(
    request: Request,
    form: Annotated[RegistrationForm, Form()],
    ghe: Ghe,
    session: Writing,
    owner: MaybeOwner,
    now: Now,
) -> Response:
    """Keep the venue, unless something is wrong with it or it looks like one that exists."""
    translate = words.gettext(words.language(request))
    if form.different == "change":
        return _form_page(request, ghe, form)
    try:
        watch = guesses.typed(request, ghe.guesses, now, known=False)
        registration = read_registration(session, form, watch)
    except InputRefused as refused:
        problems = [(p.field, problem_words(p, translate, MISSING)) for p in refused.problems]
        return _form_page(request, ghe, form, status=400, errors=problems)
    alike = [v for v in register_venue.look_alikes(session, registration) if v.id != form.id]
    if alike and form.different != "yes":
        again = pages.Again("/venue/new", form.fields())
        return pages.render(
            request, "venue/alike.html", policy=ghe.policy, again=again, alike=alike, page_class="venue"
        )
    new = sign_in_owner.add_owner(session, now=now) if owner is None else None
    registered = register_venue.register_venue(
        session, VenueId(form.id), registration, new.owner if new else owner, now=now
    )
    if new is None:
        return RedirectResponse(f"/venue/{registered.venue.id}{pages.kept_language(request)}", 303)
    page = pages.render(
        request,
        "venue/registered.html",
        policy=ghe.policy,
        again=pages.SHOWN_ONCE,
        registered=registered,
        key=new.key,
        page_class="venue",
    )
    cookies.put(page, cookies.OWNER, new.cookie, seconds=cookies.OWNER_SECONDS)
    return page


def _form_page(
    request: Request,
    ghe: Installation,
    form: RegistrationForm,
    *,
    status: int = 200,
    errors: Sequence[tuple[str, str]] = (),
) -> HTMLResponse:
    translate = words.gettext(words.language(request))
    return pages.render(
        request,
        "venue/new.html",
        policy=ghe.policy,
        status=status,
        errors=errors,
        again=pages.Again("/venue/new", form.fields()) if request.method == "POST" else None,
        form=form,
        venue_kinds=[(kind.value, translate(label)) for kind, label in VENUE_KINDS.items()],
        ventilations=[(kind.value, translate(label)) for kind, label in VENTILATIONS.items()],
        weekdays=WEEKDAYS,
        page_class="venue",
    )

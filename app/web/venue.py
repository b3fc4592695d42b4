"""What a venue's owner does: register, print the poster, see how full it is, replace the code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import InputRefused, OwnerKeyUnknown
from app.domain.ids import VenueId
from app.usecases import print_poster, register_venue, sign_in_owner, view_venue
from app.usecases.print_poster import PosterFormat
from app.vault.tokens import read_token
from app.web import cookies, pages, words
from app.web.deps import Ghe, MaybeOwner, Now, Owner, Reading, Writing
from app.web.errors import answer_to, problem_words
from app.web.kinds import VENUE_KINDS, WEEKDAYS
from app.web.registration_form import MISSING, RegistrationForm, blank, read_registration
from app.web.signs import drawn_sign
from app.web.state import Installation
from qr.sheet import Paper

router = APIRouter(prefix="/venue", include_in_schema=False)

_PAPERS: Final = {"a4": Paper.A4, "a5": Paper.A5}


@router.get("", name="my_venues")
def my_venues(request: Request, ghe: Ghe, session: Reading, owner: Owner) -> HTMLResponse:
    """The owner's list."""
    found = view_venue.my_venues(session, owner)
    return pages.render(request, "venue/list.html", policy=ghe.policy, venues=found, page_class="venue")


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
        registration = read_registration(session, form)
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


@router.get("/sign-in", name="owner_sign_in")
def sign_in_page(request: Request, ghe: Ghe) -> HTMLResponse:
    """The form for the owner key."""
    return pages.render(request, "venue/sign_in.html", policy=ghe.policy, typed="", page_class="venue")


@router.post("/sign-in", name="owner_sign_in_now")
def sign_in(
    request: Request, ghe: Ghe, session: Writing, now: Now, key: Annotated[str, Form(max_length=60)] = ""
) -> Response:
    """Come back with the owner key."""
    try:
        cookie = sign_in_owner.sign_in_owner(session, key, now=now)
    except OwnerKeyUnknown as refusal:
        answer = answer_to(refusal)
        translate = words.gettext(words.language(request))
        problem = f"{translate(answer.title)}. {translate(answer.help)}"
        return pages.render(
            request,
            "venue/sign_in.html",
            policy=ghe.policy,
            status=answer.status,
            errors=[("key", problem)],
            typed=key,
            page_class="venue",
        )
    response = RedirectResponse(f"/venue{pages.kept_language(request)}", 303)
    cookies.put(response, cookies.OWNER, cookie, seconds=cookies.OWNER_SECONDS)
    return response


@router.post("/sign-out", name="owner_sign_out")
def sign_out(request: Request, session: Writing, now: Now) -> Response:
    """Leave this browser."""
    cookie = read_token(request.cookies.get(cookies.OWNER))
    if cookie is not None:
        sign_in_owner.sign_out(session, cookie, now=now)
    response = RedirectResponse(f"/{pages.kept_language(request)}", 303)
    cookies.drop(response, cookies.OWNER)
    return response


@router.get("/{venue}", name="venue")
def venue_page(
    request: Request, venue: UUID, ghe: Ghe, session: Reading, owner: Owner, now: Now
) -> HTMLResponse:
    """How full it is, its sign of the hour, its code and its poster."""
    view = view_venue.view_venue(session, VenueId(venue), owner, keys=ghe.keys, policy=ghe.policy, now=now)
    an_hour_ago = now - timedelta(hours=1)
    last = view_venue.sign_of_the_hour(view.venue.id, keys=ghe.keys, policy=ghe.policy, now=an_hour_ago)
    return pages.render(
        request,
        "venue/venue.html",
        policy=ghe.policy,
        view=view,
        signs=[drawn_sign(view.sign), drawn_sign(last)],
        now=now,
        host=ghe.settings.public_url.partition("//")[2],
        page_class="venue",
    )


@router.get("/{venue}/poster.{form}", name="poster")
def poster(
    venue: UUID,
    form: PosterFormat,
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
        policy=ghe.policy,
        vietnamese=words.gettext("vi"),
        form=form,
        paper=_PAPERS[paper],
        now=now,
    )
    media = {"pdf": "application/pdf", "png": "image/png"}[form]
    name = f"ghe-{code.code[-5:]}.{form}"
    return Response(content, media_type=media, headers={"content-disposition": f'inline; filename="{name}"'})


@router.post("/{venue}/code", name="replace_code")
def replace_code(
    request: Request,
    venue: UUID,
    ghe: Ghe,
    session: Writing,
    owner: Owner,
    now: Now,
    why: Annotated[str, Form(pattern="^(stolen|worn)$")],
) -> Response:
    """A new code: at once for a stolen one, with a grace period for a worn one."""
    found = register_venue.owned(session, VenueId(venue), owner)
    register_venue.replace_code(session, found, stolen=why == "stolen", policy=ghe.policy, now=now)
    return RedirectResponse(f"/venue/{venue}{pages.kept_language(request)}", 303)


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
        weekdays=WEEKDAYS,
        page_class="venue",
    )

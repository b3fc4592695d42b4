"""Disease profiles: the list, each value of one with its source, a new one, its review, what is active."""

from __future__ import annotations

import json
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from app.domain.disease_files import written_disease
from app.domain.errors import InputRefused
from app.domain.officials import Official
from app.domain.roles import Permission
from app.store import city
from app.store.db import Session
from app.usecases import activate_disease, add_disease, review_disease, view_diseases
from app.web import pages, words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official.access import needs
from app.web.official.case_forms import Posted
from app.web.official.disease_lines import lines, percent
from app.web.official.disease_words import MODES
from app.web.official.frame import frame
from app.web.pages import kept_language
from app.web.problems import problem_words
from app.web.state import Installation

router = APIRouter(prefix="/official/diseases", include_in_schema=False)

Reader = Annotated[Official, Depends(needs(Permission.VIEW_DISEASES))]
Editor = Annotated[Official, Depends(needs(Permission.EDIT_DISEASES))]
Chooser = Annotated[Official, Depends(needs(Permission.ACTIVATE_DISEASE))]
_MEDIA_TYPE: Final = "application/json; charset=utf-8"


@router.get("", name="diseases")
def diseases(request: Request, ghe: Ghe, session: Reading, official: Reader) -> HTMLResponse:
    """Every profile, one line each."""
    return _list(request, ghe, session, official)


@router.post("", name="add_disease")
def add(request: Request, ghe: Ghe, session: Writing, official: Editor, form: Posted, now: Now) -> Response:
    """Take in a document; everything that is wrong with it is named, and it stays in the form."""
    document = _document(form)
    try:
        kept = add_disease.add_disease(session, document, by=official.id, now=now)
    except InputRefused as refused:
        return _list(request, ghe, session, official, typed=document, refused=refused)
    return _to(request, f"/{kept.disease.slug}")


@router.get("/{slug}", name="disease")
def disease(
    request: Request, slug: str, ghe: Ghe, session: Reading, official: Reader, version: int | None = None
) -> HTMLResponse:
    """One profile: every value, its unit, its source."""
    view = view_diseases.view_profile(session, slug, version)
    lang = words.language(request)
    return pages.render(
        request,
        "official/disease.html",
        policy=ghe.policy,
        view=view,
        profile=view.profile,
        name=view.profile.disease.called(lang),
        lines=lines(view, words.gettext(lang), lang),
        window_share=percent(view.window_share, lang),
        may=_may(official),
        **frame(request, official),
    )


@router.get("/{slug}/document", name="disease_document")
def document(slug: str, session: Reading, _official: Reader, version: int | None = None) -> Response:
    """The profile as the document that it was, or could have been, added from."""
    found = view_diseases.view_profile(session, slug, version).profile.disease
    text = json.dumps(written_disease(found), ensure_ascii=False, indent=2) + "\n"
    headers = {"content-disposition": f'attachment; filename="{found.slug}.json"'}
    return Response(text.encode(), media_type=_MEDIA_TYPE, headers=headers)


@router.post("/{slug}/versions/{version}/review", name="review_disease")
def review(request: Request, slug: str, version: int, ghe: Ghe, official: Editor, now: Now) -> Response:
    """Stand for what another has added."""
    with ghe.database.writing() as session:
        review_disease.review_disease(session, slug, version, by=official.id, now=now)
        policy = city.policy(session)
    ghe.policy = policy
    return _to(request, f"/{slug}")


@router.post("/{slug}/activate", name="activate_disease")
def activate(request: Request, slug: str, ghe: Ghe, official: Chooser, now: Now) -> Response:
    """Let new cases be reported with it; where visits are now kept longer, the list says so."""
    with ghe.database.writing() as session:
        policy = activate_disease.activate(session, slug, by=official.id, now=now)
    ghe.policy = policy
    return _to(request, f"/{slug}")


@router.post("/{slug}/deactivate", name="deactivate_disease")
def deactivate(request: Request, slug: str, ghe: Ghe, official: Chooser, now: Now) -> Response:
    """Let no new case be reported with it."""
    with ghe.database.writing() as session:
        policy = activate_disease.deactivate(session, slug, by=official.id, now=now)
    ghe.policy = policy
    return _to(request, f"/{slug}")


def _list(
    request: Request,
    ghe: Installation,
    session: Session,
    official: Official,
    *,
    typed: bytes = b"",
    refused: InputRefused | None = None,
) -> HTMLResponse:
    lang = words.language(request)
    translate = words.gettext(lang)
    problems = refused.problems if refused is not None else ()
    errors = [("document", f"{p.field}: {problem_words(p, translate)}") for p in problems]
    return pages.render(
        request,
        "official/diseases.html",
        policy=ghe.policy,
        status=400 if errors else 200,
        errors=errors,
        profiles=view_diseases.list_profiles(session),
        modes={mode: translate(label) for mode, label in MODES.items()},
        typed=typed.decode("utf-8", "replace"),
        may=_may(official),
        **frame(request, official),
    )


def _document(form: FormData) -> bytes:
    """The file that was chosen, else what was typed."""
    file, typed = form.get("file"), form.get("document")
    if isinstance(file, UploadFile) and file.filename:
        with file.file as opened:
            return opened.read()
    return typed.encode() if isinstance(typed, str) else b""


def _may(official: Official) -> dict[str, bool]:
    return {permission.name: official.may(permission) for permission in Permission}


def _to(request: Request, path: str = "") -> Response:
    return RedirectResponse(f"/official/diseases{path}{kept_language(request)}", 303)

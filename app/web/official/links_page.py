"""What the pages over many cases have in common: tabs, and the disease that they are about."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.domain.officials import Official
from app.domain.roles import Permission
from app.usecases.choose_disease import ChosenDisease
from app.web import words
from app.web.official.work_page import work_page
from app.web.pages import kept_language
from app.web.state import Installation
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

TABS: Final = (
    ("/official/sources", N_("Sources"), Permission.VIEW_LINKS),
    ("/official/people", N_("People"), Permission.READ_CASE),
    ("/official/chains", N_("Chains"), Permission.VIEW_LINKS),
)


def links_page(
    request: Request,
    ghe: Installation,
    template: str,
    official: Official,
    chosen: ChosenDisease,
    **values: Any,
) -> HTMLResponse:
    """A page under its tab."""
    lang = words.language(request)
    translate, kept = words.gettext(lang), kept_language(request)
    here, disease = request.url.path, chosen.disease.slug
    also = kept.replace("?", "&")
    return work_page(
        request,
        ghe,
        template,
        official,
        here=here,
        tabs=[
            (f"{href}?disease={disease}{also}", translate(label), href == here)
            for href, label, permission in TABS
            if official.may(permission)
        ],
        disease=chosen.disease,
        diseases=[(slug, one.called(lang)) for slug, one in chosen.choices.items()],
        **values,
    )

"""A page of case work: the officials' frame, the words and choices of cases, and what went wrong."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from app.domain.errors import InputRefused
from app.domain.officials import Official
from app.domain.roles import Permission
from app.web import pages, words
from app.web.official import case_words
from app.web.official.frame import frame
from app.web.problems import problem_words
from app.web.state import Installation
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

MISSING: Final = {
    "name": N_("Give the person's name"),
    "reason": N_("Give a reason"),
    "day": N_("Give the day"),
    "sampled": N_("Give the day of the sample"),
}
"""What a missing field is called, where the words of every form would not say which it is."""


def work_page(
    request: Request,
    ghe: Installation,
    template: str,
    official: Official,
    *,
    refused: InputRefused | None = None,
    **values: Any,
) -> HTMLResponse:
    """A page for a signed-in official; with problems it answers 400 and shows them at the top."""
    translate = words.gettext(words.language(request))
    problems = [(p.field, problem_words(p, translate, MISSING)) for p in refused.problems] if refused else []
    return pages.render(
        request,
        template,
        policy=ghe.policy,
        status=400 if problems else 200,
        errors=problems,
        may={permission.name: official.may(permission) for permission in Permission},
        day=words.calendar,
        w=case_words,
        classifications=[(c.value, translate(label)) for c, label in case_words.CLASSIFICATIONS.items()],
        precisions=[(p.value, translate(label)) for p, label in case_words.PRECISIONS.items()],
        **frame(request, official),
        **values,
    )


def back_to_case(request: Request, case: UUID, part: str = "") -> RedirectResponse:
    """To the case's page, or to a part of it, after something was done."""
    return RedirectResponse(f"/official/cases/{case}{pages.kept_language(request)}{part}", 303)

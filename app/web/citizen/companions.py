"""Who came along with a citizen: asked after the visit is recorded, never before."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.domain.errors import InputRefused, Problem
from app.usecases import change_visit
from app.web import words
from app.web.citizen.receipt_page import receipt_page
from app.web.citizen.visit import Key
from app.web.deps import Ghe, Writing
from app.web.forms import whole_number
from app.web.problems import problem_words

router = APIRouter(include_in_schema=False)


@router.post("/visit/companions", name="companions")
def companions(
    request: Request,
    key: Key,
    ghe: Ghe,
    session: Writing,
    companions: Annotated[str, Form(max_length=20)] = "",
    children: Annotated[str, Form(max_length=20)] = "",
) -> HTMLResponse:
    """How many people came along, and how many of them are under 16."""
    try:
        people, young = _counts(companions, children)
        receipt = change_visit.bring(session, key, people, young, keys=ghe.keys, policy=ghe.policy)
    except InputRefused as refused:
        translate = words.gettext(words.language(request, "citizen/receipt.html"))
        return receipt_page(
            request,
            ghe,
            change_visit.show(session, key, keys=ghe.keys, policy=ghe.policy),
            already=True,
            status=400,
            errors=[(p.field, problem_words(p, translate)) for p in refused.problems],
            company={"companions": companions, "children": children},
        )
    return receipt_page(request, ghe, receipt, already=True)


def _counts(companions: str, children: str) -> tuple[int, int]:
    """What was typed as numbers; whoever names only the children came with just these.

    Raises:
        InputRefused: no numbers.
    """
    read = {
        field: whole_number(text) if text.strip() else 0
        for field, text in (("companions", companions), ("children", children))
    }
    problems = [Problem(field, "number") for field, count in read.items() if count is None]
    if problems:
        raise InputRefused(problems)
    young = read["children"] or 0
    return (read["companions"] or 0) if companions.strip() else young, young

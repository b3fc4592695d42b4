"""A tracer notes how the test of a followed contact came out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.errors import InputRefused, Problem
from app.domain.ids import CaseId
from app.domain.officials import Official
from app.domain.retention import AFTER_CLOSING
from app.domain.roles import Permission
from app.domain.spans import local_day
from app.domain.test_results import KeptResult, Result
from app.store.db import Session
from app.usecases import record_test_result
from app.web import words
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.official import exposure_words
from app.web.official.access import needs
from app.web.official.case_forms import Posted, day_parts, typed
from app.web.official.work_page import back_to_case, work_page
from app.web.state import Installation
from app.web.words import mark as N_  # noqa: N812 - gettext's customary name for marking

router = APIRouter(prefix="/official/cases/{case}/contacts/{contact}", include_in_schema=False)

Recorder = Annotated[Official, Depends(needs(Permission.RECORD_TEST_RESULT))]

RESULTS: Final = {
    Result.POSITIVE: N_("Positive"),
    Result.NEGATIVE: N_("Negative"),
    Result.NOT_TESTED: N_("Not tested"),
}


@router.get("/result", name="test_result")
def test_result(
    request: Request, case: UUID, contact: UUID, ghe: Ghe, session: Reading, official: Recorder
) -> HTMLResponse:
    """The form, with what was recorded before."""
    return _page(request, ghe, session, official, case, contact)


@router.post("/result", name="record_test_result")
def record(
    request: Request,
    case: UUID,
    contact: UUID,
    ghe: Ghe,
    session: Writing,
    official: Recorder,
    form: Posted,
    now: Now,
) -> Response:
    """Keep the result; recorded again, it takes the place of the one before."""
    posted = typed(form)
    try:
        result, sampled_on = _read(posted)
        record_test_result.record_test_result(
            session,
            official,
            CaseId(case),
            contact,
            result=result,
            sampled_on=sampled_on,
            policy=ghe.policy,
            now=now,
        )
    except InputRefused as refused:
        return _page(request, ghe, session, official, case, contact, posted, refused)
    return back_to_case(request, case, "#people")


def _read(posted: Mapping[str, str]) -> tuple[Result, date | None]:
    """How it came out, and when the sample was taken.

    Raises:
        InputRefused: every problem at once.
    """
    problems: list[Problem] = []
    sampled_on = day_parts(posted, "sampled", problems)
    try:
        result = Result(posted.get("result", ""))
    except ValueError:
        raise InputRefused([Problem("result", "choose_result"), *problems]) from None
    if problems and result is not Result.NOT_TESTED:
        raise InputRefused(problems)
    return result, sampled_on


def _page(
    request: Request,
    ghe: Installation,
    session: Session,
    official: Official,
    case: UUID,
    contact: UUID,
    posted: Mapping[str, str] = MappingProxyType({}),
    refused: InputRefused | None = None,
) -> HTMLResponse:
    followed = record_test_result.find_followed(session, official, CaseId(case), contact)
    lang = words.language(request)
    translate = words.gettext(lang)
    last = max(exposure.span.end for exposure in followed.listed.exposures)
    return work_page(
        request,
        ghe,
        "official/test_result.html",
        official,
        refused=refused,
        followed=followed,
        strength=exposure_words.strength(followed.listed, translate, lang),
        last=last,
        results=[(result.value, translate(label), "") for result, label in RESULTS.items()],
        posted=dict(posted) or _as_typed(followed.kept, local_day(last, ghe.policy.zone)),
        kept_days=AFTER_CLOSING.days,
    )


def _as_typed(kept: KeptResult | None, last: date) -> dict[str, str]:
    """What was recorded before. Of the sample's day its distance from the last exposure is kept."""
    if kept is None:
        return {}
    found = {"result": kept.result.value}
    if kept.features.days_to_sample is not None:
        day = last + timedelta(days=kept.features.days_to_sample)
        found |= {f"sampled-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    return found

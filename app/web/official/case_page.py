"""The page of a case, drawn again after every action with what went wrong, if something did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.domain.assurance import Flag
from app.domain.cases import CaseState
from app.domain.errors import InputRefused
from app.domain.ids import CaseId, PersonId
from app.domain.infectious_days import infected_days, infectious_days
from app.domain.notices import Ground
from app.domain.officials import Official
from app.domain.roles import Permission
from app.domain.spans import local_day
from app.store.db import Session
from app.usecases.case_view import CaseView
from app.usecases.issue_release_code import Issued
from app.usecases.view_case import view_case
from app.usecases.view_notices import view_notices
from app.web import words
from app.web.official import exposure_words
from app.web.official.work_page import work_page
from app.web.state import Installation

PAGE = 100
"""People on one page of the list."""


def case_page(
    request: Request,
    ghe: Installation,
    session: Session,
    official: Official,
    case: CaseId,
    *,
    now: datetime,
    leave_out: Sequence[Flag] = (),
    first: int = 1,
    refused: InputRefused | None = None,
    posted: Mapping[str, str] = MappingProxyType({}),
    issued: Issued | None = None,
) -> HTMLResponse:
    """Everything about one case. `issued` is a release code that is shown once."""
    shown = slice(first - 1, first - 1 + PAGE)
    view = view_case(session, official, case, keys=ghe.keys, leave_out=leave_out, shown=shown)
    lang = words.language(request)
    translate = words.gettext(lang)
    today = local_day(now, ghe.policy.zone)
    return work_page(
        request,
        ghe,
        "official/case.html",
        official,
        refused=refused,
        view=view,
        is_open=view.case.state is CaseState.OPEN,
        infectious=infectious_days(view.case.dates, view.disease, today=today),
        infected=infected_days(view.case.dates, view.disease, today=today),
        people=_people(view, first, ghe, translate, lang),
        company=lambda visit: exposure_words.company(visit.companions, visit.children, translate),
        first=first,
        next_from=first + PAGE if view.count >= first + PAGE else None,
        leave_out={int(flag) for flag in leave_out},
        posted=dict(posted) or _dates_as_typed(view),
        issued=issued,
        now=now,
        told=(
            view_notices(session, official, Ground(case=case), ghe.policy)
            if official.may(Permission.SEND_NOTICE)
            else None
        ),
        release_address=f"{ghe.settings.public_url.partition('//')[2]}/release",
    )


def _people(
    view: CaseView, first: int, ghe: Installation, translate: words.Gettext, lang: str
) -> list[dict[str, object]]:
    """The rows of the list: rank, band, reasons, what weakens them, reachability, decision."""
    return [
        {
            "rank": rank,
            "person": person.who,
            "band": person.band,
            "reasons": [
                {
                    "why": exposure_words.why(
                        exposure,
                        view.venues[exposure.venue],
                        translate,
                        ghe.policy,
                        zone=view.zone_names.get(exposure.zone, "") if exposure.zone else "",
                    ),
                    "doubts": exposure_words.doubts(exposure, translate),
                    "parts": exposure_words.parts_words(exposure, translate, lang),
                }
                for exposure in person.exposures
            ],
            "strength": exposure_words.strength(person, translate, lang),
            "reachable": person.who in view.reachable,
            "contact": view.contacts.get(PersonId(person.who)),
        }
        for rank, person in enumerate(view.listed, start=first)
    ]


def _dates_as_typed(view: CaseView) -> dict[str, str]:
    dates = view.case.dates
    onset = dates.onset
    found = {"precision": onset.precision.value if onset else "day"}
    for field, day in (
        ("onset", onset.day if onset else None),
        ("sample", dates.sample_on),
        ("isolated", dates.isolated_on),
    ):
        parts = (day.day, day.month, day.year) if day else ("", "", "")
        found |= {
            f"{field}-{part}": str(value) for part, value in zip(("day", "month", "year"), parts, strict=True)
        }
    return found

"""One's own visits: the list after a tap, and one of them to correct or take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from app.domain.corrections import Correction
from app.domain.errors import InputRefused, Problem, VisitUnknown
from app.domain.ids import VenueId, VisitId
from app.domain.policy import Policy
from app.domain.visits import Visit
from app.usecases.correct_visit import correct_visit, find_own_visit, withdraw_own_visit
from app.usecases.show_own_visits import OwnVisit, has_been_told, show_own_visits
from app.web import words
from app.web.citizen.my_device import ByCookie, Mine, Posted
from app.web.citizen.my_page import my_page
from app.web.citizen.my_words import REASONS, RECORDED, basis_words, flags_of
from app.web.deps import Ghe, Now, Reading, Writing
from app.web.forms import minutes_of_day
from app.web.problems import problem_words
from app.web.state import Installation
from app.web.words import Gettext

router = APIRouter(prefix="/my", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A visit and what its codes mean in the person's language."""

    own: OwnVisit
    recorded: str
    flags: Sequence[str]
    basis: str
    reason: str


def lines_of(found: Sequence[OwnVisit], translate: Gettext) -> list[Line]:
    """Visits in words."""
    return [
        Line(
            own,
            translate(RECORDED[own.visit.assurance]),
            flags_of(own.visit, translate),
            basis_words(own.basis, translate),
            "" if own.visit.correction is None else translate(REASONS[own.visit.correction]),
        )
        for own in found
    ]


@dataclass(frozen=True, slots=True)
class Which:
    """Which visit a form is about."""

    venue: VenueId
    visit: VisitId


def _which(venue: Annotated[UUID, Form()], visit: Annotated[UUID, Form()]) -> Which:
    return Which(VenueId(venue), VisitId(visit))


Chosen = Annotated[Which, Depends(_which)]


@router.get("/visits", name="my_visits")
def my_visits(request: Request, ghe: Ghe, session: Reading, mine: ByCookie, now: Now) -> HTMLResponse:
    """Every kept visit with its place."""
    found = show_own_visits(session, mine.device, keys=ghe.keys, policy=ghe.policy, now=now)
    translate = words.gettext(words.language(request))
    told = has_been_told(session, mine.device, now=now)
    lines = lines_of(found, translate)
    return my_page(request, ghe, "citizen/my_visits.html", mine, lines=lines, told=told)


@router.post("/visits", name="my_visits_by_code")
def my_visits_by_code(request: Request, ghe: Ghe, session: Reading, mine: Posted, now: Now) -> HTMLResponse:
    """The same for a browser without cookies."""
    return my_visits(request, ghe, session, mine, now)


@router.post("/visit", name="my_visit")
def my_visit(
    request: Request, ghe: Ghe, session: Reading, mine: Posted, which: Chosen, now: Now
) -> HTMLResponse:
    """One visit, and what may be changed about it."""
    found = show_own_visits(session, mine.device, keys=ghe.keys, policy=ghe.policy, now=now)
    return _visit_page(request, ghe, mine, _chosen(found, which))


@router.post("/visit/correct", name="correct_visit")
def correct(
    request: Request,
    ghe: Ghe,
    session: Writing,
    mine: Posted,
    which: Chosen,
    now: Now,
    left_at: Annotated[str, Form(max_length=10)] = "",
    reason: Annotated[str, Form(max_length=20)] = "",
) -> HTMLResponse:
    """Say when one left."""
    before = find_own_visit(session, mine.device, which.venue, which.visit, keys=ghe.keys)
    problems: list[tuple[str, str]] = []
    try:
        correct_visit(
            session,
            mine.device,
            which.venue,
            which.visit,
            at=_moment(left_at, reason, before, ghe.policy),
            reason=Correction(reason),
            keys=ghe.keys,
            policy=ghe.policy,
            now=now,
        )
    except InputRefused as refused:
        translate = words.gettext(words.language(request))
        problems = [(problem.field, problem_words(problem, translate)) for problem in refused.problems]
    found = show_own_visits(session, mine.device, keys=ghe.keys, policy=ghe.policy, now=now)
    return _visit_page(
        request,
        ghe,
        mine,
        _chosen(found, which),
        errors=problems,
        typed={"left_at": left_at, "reason": reason},
        done="" if problems else "corrected",
    )


@router.post("/visit/withdraw", name="withdraw_own_visit")
def withdraw(
    request: Request, ghe: Ghe, session: Writing, mine: Posted, which: Chosen, now: Now
) -> HTMLResponse:
    """Take the visit back."""
    withdraw_own_visit(session, mine.device, which.venue, which.visit, keys=ghe.keys, now=now)
    found = show_own_visits(session, mine.device, keys=ghe.keys, policy=ghe.policy, now=now)
    return _visit_page(request, ghe, mine, _chosen(found, which), done="withdrawn")


def _moment(typed: str, reason: str, visit: Visit, policy: Policy) -> datetime:
    """The first such time of day after the entry: a bar is left tomorrow.

    Raises:
        InputRefused: it is no time, or no reason was chosen.
    """
    minutes = minutes_of_day(typed)
    problems = [] if minutes is not None else [Problem("left_at", "time" if typed.strip() else "missing")]
    if reason not in set(Correction):
        problems.append(Problem("reason", "choice"))
    if problems or minutes is None:
        raise InputRefused(problems)
    entered = visit.entered_at.astimezone(policy.zone)
    at = entered.replace(hour=minutes // 60, minute=minutes % 60, second=0, microsecond=0)
    same_minute = at == entered.replace(second=0, microsecond=0)
    return at if at > entered or same_minute else at + timedelta(days=1)


def _chosen(found: Sequence[OwnVisit], which: Which) -> OwnVisit:
    for own in found:
        if (own.visit.venue, own.visit.id) == (which.venue, which.visit):
            return own
    raise VisitUnknown(str(which.visit))


def _visit_page(
    request: Request,
    ghe: Installation,
    mine: Mine,
    own: OwnVisit,
    *,
    errors: Sequence[tuple[str, str]] = (),
    typed: dict[str, str] | None = None,
    done: str = "",
) -> HTMLResponse:
    translate = words.gettext(words.language(request))
    (line,) = lines_of([own], translate)
    which = [("venue", own.visit.venue), ("visit", own.visit.id)]
    return my_page(
        request,
        ghe,
        "citizen/my_visit.html",
        mine,
        status=400 if errors else 200,
        errors=errors,
        again=which,
        shown_once=bool(done or errors),
        line=line,
        which=[*mine.fields, *which],
        reasons=[(one.value, translate(text), "") for one, text in REASONS.items()],
        typed=typed or {"left_at": "", "reason": ""},
        done=done,
    )
